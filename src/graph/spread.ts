/**
 * Where the batch is in each value of a graph, followed from the feeds: what a graph for some of the examples is made by.
 * Features, targets and example weights have the batch as their first axis, and so has what is drawn for each number of an example.
 */
import { sizeOf, type Elementwise, type Node, type Op } from "./ir.ts";
import type { Reduction, Shape } from "./ir.ts";

/** The axis that has the batch, and how many neighbouring places on it belong to one example: `[batch · group, …]` for axis 0. */
export interface Spread {
  readonly axis: number;
  readonly group: number;
}

/** `whole`: the same numbers whichever examples one has, so that each worker computes them for itself. */
export type Place = "whole" | Spread;

/** `combined`: runs over the examples, so that the value is put together from what each worker finds in its own. */
export type Verdict = Place | "combined" | { readonly refused: string };

/** An input of a node: where its batch is, and its shape with the whole batch. */
export interface Given {
  readonly place: Place;
  readonly shape: Shape;
}

type Rule<N extends Node> = (node: N, inputs: readonly Given[], batch: number) => Verdict;

const refused = (why: string): Verdict => ({ refused: why });
const notTheSame = refused("puts examples together that are not the same ones");

/** NumPy's broadcasting counts axes from the last. */
const elementwise: Rule<Node> = ({ shape }, inputs) => {
  const found = inputs.flatMap(({ place, shape: own }) =>
    place === "whole" ? [] : [{ ...place, axis: place.axis + shape.length - own.length }],
  );
  const [first] = found;
  if (first === undefined) return "whole";
  if (!found.every((one) => isSame(one, first))) return notTheSame;
  const sideThere = ({ shape: own }: Given): number => own[first.axis - shape.length + own.length] ?? 1;
  const tellsApart = inputs.some((input) => input.place === "whole" && sideThere(input) !== 1);
  return tellsApart ? refused("has a number of its own for each place of a batch") : first;
};

const isSame = (one: Spread, other: Spread): boolean => one.axis === other.axis && one.group === other.group;

const reduction: Rule<Reduction> = ({ axes, keepDims }, [x]) => {
  const { place } = x!;
  if (place === "whole") return "whole";
  if (axes.includes(place.axis)) return "combined";
  return keepDims ? place : { ...place, axis: place.axis - axes.filter((axis) => axis < place.axis).length };
};

/** A part of a value, or a value in a larger one: all of the batch, or none of it. */
const partly: Rule<Node> = ({ shape }, [x]) => {
  const { place, shape: from } = x!;
  return place === "whole" || shape[place.axis] === from[place.axis]
    ? place
    : refused("tells the places of a batch apart");
};

const rules: { readonly [K in Exclude<Op, Elementwise["op"]>]: Rule<Extract<Node, { op: K }>> } = {
  feed: ({ shape }) => (shape.length === 0 ? "whole" : { axis: 0, group: 1 }),
  draw: ({ shape }, _, batch) =>
    shape[0] === batch ? { axis: 0, group: 1 } : refused("is drawn for something else than examples"),
  variable: () => "whole",
  constant: () => "whole",
  matMul(_, [a, b]) {
    const [left, right] = [a!.place, b!.place];
    if (left === "whole" && right === "whole") return "whole";
    if (left === "whole" || right === "whole") {
      const one = left === "whole" ? right : left;
      return (one as Spread).axis === (left === "whole" ? 1 : 0)
        ? one
        : refused("has a weight for each place of a batch");
    }
    return left.axis === 1 && right.axis === 0 && left.group === right.group ? "combined" : notTheSame;
  },
  transpose: (_, [x]) => (x!.place === "whole" ? "whole" : { ...x!.place, axis: 1 - x!.place.axis }),
  sum: reduction,
  mean: reduction,
  max: reduction,
  /** Numbers lie row by row: an example stays in one piece where it is made of whole rows. */
  reshape({ shape }, [x], batch) {
    const { place, shape: from } = x!;
    if (place === "whole") return "whole";
    const numbers = sizeOf(from) / batch;
    const row = sizeOf(shape.slice(1));
    return place.axis === 0 && numbers % row === 0 ? { axis: 0, group: numbers / row } : refused("mixes examples");
  },
  concat({ axis }, inputs) {
    const places = inputs.map(({ place }) => place);
    const spreads = places.filter((place) => place !== "whole");
    const [first] = spreads;
    if (first === undefined) return "whole";
    return spreads.length === places.length && first.axis !== axis && spreads.every((one) => isSame(one, first))
      ? first
      : notTheSame;
  },
  slice: partly,
  pad: partly,
  allReduce: () => refused("is for one of several workers already"),
};

/** Where the batch is in the value of a node. */
export const spreadOf: Rule<Node> = (node, inputs, batch) =>
  ((rules as Partial<Record<Op, Rule<Node>>>)[node.op] ?? elementwise)(node, inputs, batch);
