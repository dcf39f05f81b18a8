import type { Formula } from "../formula/formula.ts";
import type { BinaryOp, ComparisonOp, LogicalOp, ReductionOp, UnaryOp } from "./ir.ts";

/**
 * An interpretation of tensor operations: `T` is a node of a graph where a step is built, a piece of text where a program is
 * printed. A word or a layer says what it computes once, against this, and so means the same in both to the bit.
 */
export interface Algebra<T> {
  /** A formula of numbers alone: a constant, or a number that changes from step to step. */
  scalar(formula: Formula): T;
  elementwise(op: UnaryOp | BinaryOp | ComparisonOp | LogicalOp | "where", ...args: readonly T[]): T;
  /** `[m, k] × [k, n] → [m, n]` */
  matMul(a: T, b: T): T;
  /** `[m, n] → [n, m]` */
  transpose(x: T): T;
  reduce(op: ReductionOp, x: T, axes: readonly number[] | "all", keepDims: boolean): T;
  /** One side may be -1: what is left. */
  reshape(x: T, shape: readonly number[]): T;
  concat(values: readonly T[], axis: number): T;
  /** `size` elements of the last axis from `begin` on. */
  sliceLast(x: T, begin: number, size: number, rank: number): T;
  /** `x` at `begin` of a last axis with `side` elements, of which `x` has `size`; 0 elsewhere. */
  padLast(x: T, begin: number, size: number, side: number, rank: number): T;
  /** How many examples the batch of `x` has: the first side. */
  examples(x: T): T;
  /** How many numbers there are in `x`. */
  elements(x: T): T;
  /** A value, and what it is called where a program has to give it a name. */
  keep(name: string, value: T): T;
  /** The value of a function that has a name of its own: computed in its place, or called where a program is printed. */
  call(named: NamedFunction, ...args: readonly T[]): T;
}

/** A calculation that a program says once and calls by its name. */
export interface NamedFunction {
  /** A valid identifier; functions with equal names and keys are the same. */
  readonly name: string;
  readonly key: string;
  readonly doc: string;
  readonly inputs: readonly string[];
  readonly value: <T>(algebra: Algebra<T>, inputs: readonly T[]) => T;
}

/**
 * A function on tensors with its derivative beside it, both given against any algebra.
 * `pull` takes the gradient of the value, and what was kept, to the gradients of the inputs.
 */
export interface Rule {
  /** The word of the spec, or the layer; a valid identifier. */
  readonly name: string;
  /** Rules with equal keys are the same function. */
  readonly key: string;
  /** One sentence for the emitted program. */
  readonly doc: string;
  /** The inputs' names, in order. */
  readonly inputs: readonly string[];
  /** How many of the first inputs take gradients; the rest are constants to it (a mask, a target). */
  readonly differentiable: number;
  readonly value: <T>(
    algebra: Algebra<T>,
    inputs: readonly T[],
  ) => { readonly value: T; readonly keep: Readonly<Record<string, T>> };
  /** One gradient for each differentiable input; asked only for those that are needed. */
  readonly pull: <T>(algebra: Algebra<T>, gradient: T, kept: Readonly<Record<string, T>>) => readonly (() => T)[];
}
