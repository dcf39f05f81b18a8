/** A graph computed node by node in plain float32: what every schedule of it must give, to the bit. */
import { sizeOf, type Draw, type Graph, type Node, type Shape } from "../../src/graph/ir.ts";
import { values } from "../run/graph-builder.ts";
import { numberOps } from "../support/float64.ts";

export type Numbers = Float32Array;

/** Feeds and variables, by name. */
export interface Given {
  readonly feeds: ReadonlyMap<string, Numbers>;
  readonly variables: ReadonlyMap<string, Numbers>;
}

/** Some numbers for all that a graph is given. */
export function givenTo({ nodes }: Graph): Given {
  const named = (op: "feed" | "variable") =>
    new Map(
      nodes.flatMap((node) => (node.op === op ? [[node.name, values(sizeOf(node.shape), node.id)] as const] : [])),
    );
  return { feeds: named("feed"), variables: named("variable") };
}

export interface Outcome {
  readonly outputs: Readonly<Record<string, Numbers>>;
  /** All variables, after the updates. */
  readonly variables: ReadonlyMap<string, Numbers>;
}

/** Stands for a random number: the same for the same draw. */
export const drawn = ({ kind, stream }: Draw, i: number): number => {
  const mixed = Math.imul(Math.imul(stream + 1, 2654435761) ^ (i * 40503 + 17), 1597334677) >>> 8;
  return Math.fround(kind === "dropout" || kind === "keep" ? mixed & 1 : mixed / 2 ** 24 - 0.5);
};

/** What comes of a number and that of another worker, who is made up. */
export const exchanged = { sum: (x: number) => Math.fround(x + 0.25), max: (x: number) => Math.max(x, 0.25) };

export const reducers = {
  sum: { start: 0, next: (total: number, x: number) => Math.fround(total + x), end: (total: number) => total },
  mean: {
    start: 0,
    next: (total: number, x: number) => Math.fround(total + x),
    end: (total: number, count: number) => Math.fround(total / count),
  },
  max: { start: -Infinity, next: (most: number, x: number) => (x > most ? x : most), end: (most: number) => most },
};

/** `[m, k] × [k, n]`; the strides of rows and columns of each operand. */
export function multiply(
  [m, k, n]: readonly [number, number, number],
  left: (row: number, column: number) => number,
  right: (row: number, column: number) => number,
): Numbers {
  const out = new Float32Array(m * n);
  for (let row = 0; row < m; row++)
    for (let column = 0; column < n; column++) {
      let sum = 0;
      for (let i = 0; i < k; i++) sum = Math.fround(sum + Math.fround(left(row, i) * right(i, column)));
      out[row * n + column] = sum;
    }
  return out;
}

const indexOf = (place: number, shape: Shape): number[] => {
  const index = shape.map(() => 0);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index[axis] = place % shape[axis]!;
    place = Math.floor(place / shape[axis]!);
  }
  return index;
};

/** The place of an index, broadcast: axes that are not there are in front. */
const placeOf = (index: readonly number[], shape: Shape): number =>
  shape.reduce((place, side, axis) => {
    const at = index[axis + index.length - shape.length]!;
    return place * side + (side === 1 ? 0 : at);
  }, 0);

export function interpretGraph(graph: Graph, { feeds, variables }: Given): Outcome {
  const values: Numbers[] = [];

  function compute(node: Node): Numbers {
    const out = new Float32Array(sizeOf(node.shape));
    const inputs = node.inputs.map((id) => values[id]!);
    const shapes = node.inputs.map((id) => graph.nodes[id]!.shape);
    const [x, shape] = [inputs[0]!, shapes[0]!];
    const each = (value: (index: number[], i: number) => number): Numbers => {
      for (let i = 0; i < out.length; i++) out[i] = value(indexOf(i, node.shape), i);
      return out;
    };
    switch (node.op) {
      case "feed":
        return feeds.get(node.name)!;
      case "variable":
        return variables.get(node.name)!;
      case "constant":
        return out.fill(node.value);
      case "draw":
        return each((_, i) => drawn(node.draw, i));
      case "matMul": {
        const [m, k] = shape as [number, number];
        const n = node.shape[1]!;
        return multiply(
          [m, k, n],
          (row, column) => x[row * k + column]!,
          (row, column) => inputs[1]![row * n + column]!,
        );
      }
      case "allReduce":
        return x.map(exchanged[node.combine]);
      case "reshape":
        return x;
      case "transpose":
        return each(([row, column]) => x[column! * shape[1]! + row!]!);
      case "slice":
        return each(
          (index) =>
            x[
              placeOf(
                index.map((at, axis) => at + node.begin[axis]!),
                shape,
              )
            ]!,
        );
      case "pad":
        x.forEach((value, i) => {
          out[
            placeOf(
              indexOf(i, shape).map((at, axis) => at + node.begin[axis]!),
              node.shape,
            )
          ] = value;
        });
        return out;
      case "concat": {
        let begin = 0;
        inputs.forEach((input, part) => {
          input.forEach((value, i) => {
            const index = indexOf(i, shapes[part]!);
            out[placeOf(index.with(node.axis, index[node.axis]! + begin), node.shape)] = value;
          });
          begin += shapes[part]![node.axis]!;
        });
        return out;
      }
      case "sum":
      case "mean":
      case "max": {
        const { start, next, end } = reducers[node.op];
        const order = [...shape.map((_, axis) => axis).filter((axis) => !node.axes.includes(axis)), ...node.axes];
        const sides = order.map((axis) => shape[axis]!);
        const count = sizeOf(node.axes.map((axis) => shape[axis]!));
        out.fill(start);
        for (let i = 0; i < x.length; i++) {
          const turned = indexOf(i, sides);
          const at = placeOf(
            shape.map((_, axis) => turned[order.indexOf(axis)]!),
            shape,
          );
          const place = Math.floor(i / count);
          out[place] = next(out[place]!, x[at]!);
        }
        return out.map((total) => end(total, count));
      }
      default: {
        const f = numberOps[node.op];
        return each((index) => Math.fround(f(...inputs.map((input, i) => input[placeOf(index, shapes[i]!)]!))));
      }
    }
  }

  for (const node of graph.nodes) values.push(compute(node));
  const after = new Map(variables);
  for (const { variable, value } of graph.updates) after.set(variable, values[value]!);
  const outputs = Object.entries(graph.outputs).map(([name, id]) => [name, values[id]!]);
  return { outputs: Object.fromEntries(outputs), variables: after };
}
