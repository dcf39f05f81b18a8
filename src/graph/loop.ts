/**
 * A pass over an iteration space: what is computed at each of its elements, what is read there, and where results go. From a loop
 * one kernel is generated. Chains of elementwise operations, broadcasting, slices, padding, concatenation and reductions are all of
 * this one form: they differ in strides.
 */
import type { BinaryOp, ComparisonOp, LogicalOp, Shape, UnaryOp } from "./ir.ts";

/** How a buffer is walked: element `i` of the space lies at `offset + Σ i[axis] · strides[axis]`, counted in float32 numbers. */
export interface Walk {
  readonly offset: number;
  /** One for each axis of the space; 0 along an axis that all share. */
  readonly strides: readonly number[];
}

/** What is read at each element. Truths lie in memory as 0 and 1. */
export interface LoopInput extends Walk {
  readonly truth: boolean;
}

/** An operation of `graph/ir.ts` on earlier values; arguments count the inputs first, then the values before this one. */
export type LoopValue =
  | {
      readonly op: UnaryOp | BinaryOp | ComparisonOp | LogicalOp | "where";
      readonly arguments: readonly number[];
    }
  | { readonly op: "constant"; readonly value: number };

/**
 * What is kept of an input or a value (counted as arguments are). `store` writes each element; it may lie where an input lies that is
 * walked alike. `sum`, `mean` and `max` reduce over the
 * axes with stride 0, in the order in which the space is walked, from 0 or -Infinity on; a mean is the sum divided by how many were added.
 */
export interface LoopResult extends Walk {
  readonly from: number;
  readonly how: "store" | "sum" | "mean" | "max";
}

export interface Loop {
  /** The sides, outermost first; none for a single element. Axes that everything walks as one are one. */
  readonly space: Shape;
  readonly inputs: readonly LoopInput[];
  readonly values: readonly LoopValue[];
  readonly results: readonly LoopResult[];
}
