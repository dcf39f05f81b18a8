/** Tensors in float64 by plain loops: an interpretation of the tensor operations that shares nothing with TF.js or our kernels. */
import type { BinaryOp, ComparisonOp, LogicalOp, ReductionOp, UnaryOp } from "../../src/graph/ir.ts";

export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

export type ElementwiseOp = UnaryOp | BinaryOp | ComparisonOp | LogicalOp | "where";

const truth = Number;
export const numberOps: { readonly [K in ElementwiseOp]: (...numbers: number[]) => number } = {
  neg: (x) => -x!,
  exp: (x) => Math.exp(x!),
  log: (x) => Math.log(x!),
  sqrt: (x) => Math.sqrt(x!),
  rsqrt: (x) => 1 / Math.sqrt(x!),
  abs: (x) => Math.abs(x!),
  square: (x) => x! * x!,
  sign: (x) => Math.sign(x!),
  sin: (x) => Math.sin(x!),
  cos: (x) => Math.cos(x!),
  floor: (x) => Math.floor(x!),
  add: (a, b) => a! + b!,
  sub: (a, b) => a! - b!,
  mul: (a, b) => a! * b!,
  div: (a, b) => a! / b!,
  maximum: (a, b) => Math.max(a!, b!),
  minimum: (a, b) => Math.min(a!, b!),
  pow: (a, b) => a! ** b!,
  mod: (a, b) => a! - b! * Math.floor(a! / b!),
  greater: (a, b) => truth(a! > b!),
  greaterEqual: (a, b) => truth(a! >= b!),
  less: (a, b) => truth(a! < b!),
  lessEqual: (a, b) => truth(a! <= b!),
  equal: (a, b) => truth(a === b),
  notEqual: (a, b) => truth(a !== b),
  logicalAnd: (a, b) => truth(a !== 0 && b !== 0),
  logicalOr: (a, b) => truth(a !== 0 || b !== 0),
  logicalNot: (x) => truth(x === 0),
  where: (condition, yes, no) => (condition !== 0 ? yes! : no!),
};

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, side) => size * side, 1);

export const tensor = (shape: readonly number[], values: ArrayLike<number>): Tensor => {
  if (values.length !== sizeOf(shape)) throw new Error(`${values.length} numbers for [${shape.join(", ")}]`);
  return { shape, values: Float64Array.from(values) };
};
export const scalar = (value: number): Tensor => tensor([], [value]);

/** The index along each axis of the element at `place`. */
function indexOf(place: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index[axis] = place % shape[axis]!;
    place = Math.floor(place / shape[axis]!);
  }
  return index;
}

/** The place of an index; an axis of side 1 has the same element everywhere, and axes that are not there are in front. */
function placeOf(index: readonly number[], shape: readonly number[]): number {
  const lead = index.length - shape.length;
  return shape.reduce((place, side, axis) => place * side + (side === 1 ? 0 : index[axis + lead]!), 0);
}

const make = (shape: readonly number[], value: (index: number[], place: number) => number): Tensor => ({
  shape,
  values: Float64Array.from({ length: sizeOf(shape) }, (_, place) => value(indexOf(place, shape), place)),
});

function broadcast(a: readonly number[], b: readonly number[]): readonly number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const [left, right] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1];
    if (left !== right && left !== 1 && right !== 1)
      throw new Error(`[${a.join(", ")}] and [${b.join(", ")}] do not fit`);
    return left === 1 ? right : left;
  });
}

export function elementwise(op: ElementwiseOp, ...args: readonly Tensor[]): Tensor {
  const shape = args.map((arg) => arg.shape).reduce(broadcast);
  return make(shape, (index) => numberOps[op](...args.map((arg) => arg.values[placeOf(index, arg.shape)]!)));
}

export function matMul(a: Tensor, b: Tensor): Tensor {
  const [m, k, n] = [a.shape[0]!, a.shape[1]!, b.shape[1]!];
  if (a.shape.length !== 2 || b.shape.length !== 2 || b.shape[0] !== k) throw new Error("the matrices do not fit");
  const terms = Array.from({ length: k }, (_, i) => i);
  return make([m, n], ([row, column]) =>
    terms.reduce((sum, i) => sum + a.values[row! * k + i]! * b.values[i * n + column!]!, 0),
  );
}

export const transpose = (x: Tensor): Tensor =>
  make([x.shape[1]!, x.shape[0]!], ([row, column]) => x.values[column! * x.shape[1]! + row!]!);

export function reduce(op: ReductionOp, x: Tensor, axes: readonly number[], keepDims: boolean): Tensor {
  const along = axes.map((axis) => (axis < 0 ? axis + x.shape.length : axis));
  const kept = x.shape.map((side, axis) => (along.includes(axis) ? 1 : side));
  const count = sizeOf(x.shape) / sizeOf(kept);
  const values = new Float64Array(sizeOf(kept)).fill(op === "max" ? -Infinity : 0);
  x.values.forEach((value, place) => {
    const to = placeOf(indexOf(place, x.shape), kept);
    values[to] = op === "max" ? Math.max(values[to]!, value) : values[to]! + value;
  });
  if (op === "mean") values.forEach((sum, i) => (values[i] = sum / count));
  return { shape: keepDims ? kept : x.shape.filter((_, axis) => !along.includes(axis)), values };
}

export function reshape(x: Tensor, shape: readonly number[]): Tensor {
  const rest = x.values.length / sizeOf(shape.filter((side) => side >= 0));
  return tensor(
    shape.map((side) => (side < 0 ? rest : side)),
    x.values,
  );
}

export function concat(parts: readonly Tensor[], axis: number): Tensor {
  const [first] = parts;
  const side = parts.reduce((sum, { shape }) => sum + shape[axis]!, 0);
  return make(first!.shape.with(axis, side), (index) => {
    let at = index[axis]!;
    const part = parts.find(({ shape }) => at < shape[axis]! || ((at -= shape[axis]!), false))!;
    return part.values[placeOf(index.with(axis, at), part.shape)]!;
  });
}

export const slice = (x: Tensor, begin: readonly number[], shape: readonly number[]): Tensor =>
  make(shape, (index) => {
    const from = index.map((at, axis) => at + begin[axis]!);
    return x.values[from.reduce((place, at, axis) => place * x.shape[axis]! + at, 0)]!;
  });

export const pad = (x: Tensor, begin: readonly number[], shape: readonly number[]): Tensor =>
  make(shape, (index) => {
    const from = index.map((at, axis) => at - begin[axis]!);
    const inside = from.every((at, axis) => at >= 0 && at < x.shape[axis]!);
    return inside ? x.values[placeOf(from, x.shape)]! : 0;
  });
