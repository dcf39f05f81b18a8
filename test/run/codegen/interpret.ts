/** What a loop means: every element in its order, every operation rounded to float32. */
import type { Loop, LoopResult, Walk } from "../../../src/graph/loop.ts";
import type { LoopOp } from "../../../src/run/codegen/operations.ts";

const truth = (value: boolean): number => (value ? 1 : 0);

const operations: Record<LoopOp, (a: number, b: number, c: number) => number> = {
  neg: (a) => -a,
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  rsqrt: (a) => 1 / Math.fround(Math.sqrt(a)),
  abs: Math.abs,
  square: (a) => a * a,
  sign: (a) => truth(a >= 2 ** -23) - truth(a <= -(2 ** -23)),
  floor: Math.floor,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  maximum: (a, b) => (a < b ? b : a),
  minimum: (a, b) => (b < a ? b : a),
  greater: (a, b) => truth(a > b),
  greaterEqual: (a, b) => truth(a >= b),
  less: (a, b) => truth(a < b),
  lessEqual: (a, b) => truth(a <= b),
  equal: (a, b) => truth(a === b),
  notEqual: (a, b) => truth(a !== b),
  logicalAnd: (a, b) => truth(a !== 0 && b !== 0),
  logicalOr: (a, b) => truth(a !== 0 || b !== 0),
  logicalNot: (a) => truth(a === 0),
  where: (a, b, c) => (a === 0 ? c : b),
};

/** The operations whose value is one rounding, the same in JavaScript. */
export const roundedOps = (Object.keys(operations) as LoopOp[]).filter((op) => op !== "exp" && op !== "log");

export const argumentsOf = (op: LoopOp): number => operations[op].length;

const start = { sum: 0, mean: 0, max: -Infinity, store: NaN } as const;

/**
 * Writes the results into `results`, of which the elements that are not walked to stay as they are. Gives the largest magnitude of
 * all numbers that were met.
 */
export function interpret(loop: Loop, inputs: readonly Float32Array[], results: readonly Float32Array[]): number {
  let largest = 0;
  const { space, values } = loop;
  const place = ({ offset, strides }: Walk, at: readonly number[]): number =>
    strides.reduce((sum, stride, axis) => sum + stride * at[axis]!, offset);
  loop.results.forEach((result, i) => {
    const kept = space.map((side, axis) => (result.strides[axis] === 0 ? 1 : side));
    if (result.how !== "store") for (const at of elements(kept)) results[i]![place(result, at)] = start[result.how];
  });
  for (const at of elements(space)) {
    const known = loop.inputs.map((input, i) => inputs[i]![place(input, at)]!);
    for (const value of values) {
      if (value.op === "constant") known.push(Math.fround(value.value));
      else {
        const [a, b, c] = value.arguments.map((argument) => known[argument]!);
        known.push(Math.fround(operations[value.op as LoopOp](a!, b!, c!)));
      }
    }
    // All are read before any is written.
    loop.results.forEach((result, i) => {
      const target = results[i]!;
      const [to, value] = [place(result, at), known[result.from]!];
      target[to] = taken(result.how, target[to]!, value);
      largest = Math.max(largest, Math.abs(target[to]), ...known.map(Math.abs));
    });
  }
  loop.results.forEach((result, i) => {
    if (result.how !== "mean") return;
    const kept = space.map((side, axis) => (result.strides[axis] === 0 ? 1 : side));
    const count = space.reduce((product, side, axis) => (result.strides[axis] === 0 ? product * side : product), 1);
    for (const at of elements(kept)) results[i]![place(result, at)]! /= count;
  });
  return largest;
}

const taken = (how: LoopResult["how"], before: number, value: number): number => {
  if (how === "store") return value;
  if (how === "max") return value > before || Number.isNaN(value) ? value : before;
  return Math.fround(before + value);
};

/** Every element of a space, the last axis fastest. */
function* elements(space: readonly number[]): Generator<readonly number[]> {
  if (space.includes(0)) return;
  const at = space.map(() => 0);
  for (;;) {
    yield at;
    let axis = space.length - 1;
    while (axis >= 0 && ++at[axis]! === space[axis]) at[axis--] = 0;
    if (axis < 0) return;
  }
}
