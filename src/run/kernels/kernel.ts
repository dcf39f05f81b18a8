/** What one operation of the graph is: a call of TF.js, and the same computation on the shared heap, side by side. */
import type { Tensor } from "@tensorflow/tfjs-core";
import type { AllReduce, Constant, Drawn, Feed, Node, Op, Shape, Variable } from "../../graph/ir.ts";
import type { TF } from "../backend.ts";
import type { Buffer, DataType, Heap } from "../heap.ts";

/** The places where numbers come in, from outside or from other workers; all other nodes are computed. */
type Source = Feed | Variable | Constant | Drawn | AllReduce;
export type ComputedNode = Exclude<Node, Source>;
export type ComputedOp = Exclude<Op, Source["op"]>;
/** The nodes of one operation. */
export type NodeOf<K extends ComputedOp, N = ComputedNode> = N extends ComputedNode
  ? K extends N["op"]
    ? N
    : never
  : never;

const sources: Record<Source["op"], true> = {
  feed: true,
  variable: true,
  constant: true,
  draw: true,
  allReduce: true,
};
export const isComputed = (node: Node): node is ComputedNode => !(node.op in sources);

/** One thing to do in each run. */
export type Call = () => void;

/** Where a value lies on the heap. */
export interface Place {
  /** Whether it is computed there already, at this point of the plan. */
  readonly ready: boolean;
  /** Whether it stays as it is from run to run of the program: a constant, a variable that only other programs write. */
  readonly steady: boolean;
  /** Asking for the buffer sees to it that the value is computed before the calls that follow. */
  buffer(): Buffer;
}

/** A value on the heap, and its transpose, `[m, n] → [n, m]`, which is made if it is asked for. */
export interface Operand {
  readonly shape: Shape;
  readonly dtype: DataType;
  readonly straight: Place;
  readonly turned: Place;
}

/** Where the calls of one node are made, once, at compile time. */
export interface Site {
  readonly heap: Heap;
  readonly inputs: readonly Operand[];
  readonly output: Buffer;
  /** Memory for what is needed between two calls. */
  scratch(size: number, dtype: DataType): Buffer;
  /** The address of a shape. */
  integers(values: readonly number[]): number;
  /** To be called before `buffer`, seen as so many rows, is the second operand of a product: drops XNNPACK's packed copy where it may be stale. */
  refresh(buffer: Buffer, rows: number): Call;
}

interface Rule<N extends ComputedNode> {
  /** The TF.js call, as an emitted program makes it. */
  plain(tf: TF, inputs: Tensor[], node: N): Tensor;
  /** What the value is filled with when an input is empty, where TF.js's WASM kernels fail or leave it to chance. */
  readonly ofNothing?: number;
}

/** Calls that put the bits of `plain` into `site.output`; no input and no output is empty. */
export interface Computation<N extends ComputedNode> extends Rule<N> {
  /** Element i of the value needs only element i of an input of its size, so the value may take that input's place. */
  readonly pointwise?: true;
  plan(site: Site, node: N): Call[];
}

/** An input seen otherwise: no memory and no calls of its own. */
export interface View<N extends ComputedNode> extends Rule<N> {
  /** `operand` makes one of the node's shape. */
  view(x: Operand, operand: (straight: Place, turned?: Place) => Operand): Operand;
}

export type Kernel<N extends ComputedNode> = Computation<N> | View<N>;

/** The buffer of an operand that must be of type `dtype`; another type is a mistake in the graph. */
export function bufferOf(operand: Operand | undefined, dtype: DataType): Buffer {
  if (operand?.dtype !== dtype) throw new Error(`an operand is ${operand?.dtype ?? "missing"} where ${dtype} is due`);
  return operand.straight.buffer();
}
