/**
 * One static step as a list of tensor operations. Every operation has the meaning of the TF.js operation of its name, so that a
 * step can be run by TF.js's own kernels, by kernels of ours, and printed as a program.
 * Nodes stand in an order in which they can be computed; shapes are complete, the batch included.
 */
import type { Span } from "../text/source.ts";

/** A place in `Graph.nodes`. */
export type NodeId = number;
export type Shape = readonly number[];

export const unaryOps = ["neg", "exp", "log", "sqrt", "rsqrt", "abs", "square", "sign", "sin", "cos", "floor"] as const;
export const binaryOps = ["add", "sub", "mul", "div", "maximum", "minimum", "pow", "mod"] as const;
export const comparisonOps = ["greater", "greaterEqual", "less", "lessEqual", "equal", "notEqual"] as const;
export const logicalOps = ["logicalAnd", "logicalOr", "logicalNot"] as const;
export const reductionOps = ["sum", "mean", "max"] as const;

export type UnaryOp = (typeof unaryOps)[number];
export type BinaryOp = (typeof binaryOps)[number];
export type ComparisonOp = (typeof comparisonOps)[number];
export type LogicalOp = (typeof logicalOps)[number];
export type ReductionOp = (typeof reductionOps)[number];

/** A part of a step, by the name of a layer (its value, statistics, gradient), of a word (a loss, a penalty, a clipping) or of a weight. */
export interface Origin {
  readonly work: "value" | "statistics" | "loss" | "gradient" | "clipping" | "update";
  readonly name: string;
}

interface NodeBase {
  readonly id: NodeId;
  readonly shape: Shape;
  /** Comparisons and logic make truths; all else is float32. */
  readonly dtype: "float32" | "bool";
  readonly inputs: readonly NodeId[];
  /** The line of the spec that asked for it. */
  readonly at: Span | undefined;
  /** What first asked for it, for whoever reads a plan. */
  readonly origin?: Origin | undefined;
}

/** Written from outside before each run: a batch of features, a target, a number that changes from step to step (shape []). */
export interface Feed extends NodeBase {
  readonly op: "feed";
  readonly name: string;
}

/** Kept between runs: a parameter, a moving statistic, an optimizer's state. */
export interface Variable extends NodeBase {
  readonly op: "variable";
  readonly name: string;
}

/** The same number everywhere; shape [] for a scalar. */
export interface Constant extends NodeBase {
  readonly op: "constant";
  readonly value: number;
}

/** Drawn anew for each step: see `Draw`. */
export interface Drawn extends NodeBase {
  readonly op: "draw";
  readonly draw: Draw;
}

/** What is drawn at element i of step s, with u = random(seed, stream, first + i, s) and z = normal(seed, stream, first + i, 2 s). */
export interface Draw {
  /**
   * `dropout`: 0 where u < rate, else 1 / (1 - rate); `keep`: 0 where u < rate, else 1; `uniform`: low + (high - low) * u;
   * `normal`: mean + deviation * z.
   */
  readonly kind: "dropout" | "keep" | "uniform" | "normal";
  readonly stream: number;
  /** Where in the draw of a whole batch the numbers of a shard begin; 0 where nothing is said. */
  readonly first?: number;
  readonly rate?: number;
  readonly low?: number;
  readonly high?: number;
  readonly mean?: number;
  readonly deviation?: number;
}

/** Element by element, with TF.js's (NumPy's) broadcasting. `where` takes [condition, then, else]. */
export interface Elementwise extends NodeBase {
  readonly op: UnaryOp | BinaryOp | ComparisonOp | LogicalOp | "where";
}

/** `[m, k] × [k, n] → [m, n]`; transposed operands are made by `transpose`. */
export interface MatMul extends NodeBase {
  readonly op: "matMul";
}

/** `[m, n] → [n, m]` */
export interface Transpose extends NodeBase {
  readonly op: "transpose";
}

export interface Reduction extends NodeBase {
  readonly op: ReductionOp;
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

/** The same numbers in another shape. */
export interface Reshape extends NodeBase {
  readonly op: "reshape";
}

export interface Concat extends NodeBase {
  readonly op: "concat";
  readonly axis: number;
}

/** The elements from `begin` on, as many as `shape` says. */
export interface Slice extends NodeBase {
  readonly op: "slice";
  readonly begin: readonly number[];
}

/** The input in a larger shape from `begin` on, and 0 elsewhere. */
export interface Pad extends NodeBase {
  readonly op: "pad";
  readonly begin: readonly number[];
}

/**
 * The input combined over all workers, element by element, from the first worker to the last, so that each gets the same bits. All
 * workers come to it in the same order; neighbours are exchanged at once (`exchanges.ts`).
 */
export interface AllReduce extends NodeBase {
  readonly op: "allReduce";
  readonly combine: Combine;
}

/** How the parts of the workers become one value. */
export type Combine = "sum" | "max";

export type Node =
  | Feed
  | Variable
  | Constant
  | Drawn
  | Elementwise
  | MatMul
  | Transpose
  | Reduction
  | Reshape
  | Concat
  | Slice
  | Pad
  | AllReduce;
export type Op = Node["op"];

export interface Graph {
  readonly nodes: readonly Node[];
  /** Values to read after a run, by name: `loss`, `output`. */
  readonly outputs: Readonly<Record<string, NodeId>>;
  /** Written back when everything else is computed, all at once. */
  readonly updates: readonly { readonly variable: string; readonly value: NodeId }[];
}

export const sizeOf = (shape: Shape): number => shape.reduce((size, side) => size * side, 1);
