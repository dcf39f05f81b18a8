/** Every operation of a graph as the call of TF.js that an emitted program makes of it: the one table. */
import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import type { AllReduce, Constant, Drawn, Feed, Node, Op, ReductionOp, Shape, Variable } from "../graph/ir.ts";
import { sizeOf } from "../graph/ir.ts";
import type { TF } from "./backend.ts";

/** Where numbers come in, from outside or from other workers; all other nodes are computed. */
type Source = Feed | Variable | Constant | Drawn | AllReduce;
export type ComputedNode = Exclude<Node, Source>;
type ComputedOp = Exclude<Op, Source["op"]>;
/** The nodes of one operation. */
type NodeOf<K extends ComputedOp, N = ComputedNode> = N extends ComputedNode ? (K extends N["op"] ? N : never) : never;

interface Operation<N extends ComputedNode> {
  readonly compute: (tf: TF, inputs: readonly Tensor[], node: N) => Tensor;
  /** What the value is filled with when an input is empty, where TF.js's WASM kernels fail or leave it to chance. */
  readonly ofNothing?: number;
}

type Operations = { readonly [K in ComputedOp]: Operation<NodeOf<K>> };

const unary = (compute: (tf: TF, x: Tensor) => Tensor) => ({
  compute: (tf: TF, [x]: readonly Tensor[]): Tensor => compute(tf, x!),
});

const binary = (compute: (tf: TF, a: Tensor, b: Tensor) => Tensor) => ({
  compute: (tf: TF, [a, b]: readonly Tensor[]): Tensor => compute(tf, a!, b!),
});

const reduction = (op: ReductionOp, ofNothing: number): Operation<NodeOf<ReductionOp>> => ({
  compute: (tf, [x], { axes, keepDims }) => tf[op](x!, [...axes], keepDims),
  ofNothing,
});

const operations: Operations = {
  neg: unary((tf, x) => tf.neg(x)),
  exp: unary((tf, x) => tf.exp(x)),
  log: unary((tf, x) => tf.log(x)),
  sqrt: unary((tf, x) => tf.sqrt(x)),
  rsqrt: unary((tf, x) => tf.rsqrt(x)),
  abs: unary((tf, x) => tf.abs(x)),
  square: unary((tf, x) => tf.square(x)),
  sign: unary((tf, x) => tf.sign(x)),
  sin: unary((tf, x) => tf.sin(x)),
  cos: unary((tf, x) => tf.cos(x)),
  floor: unary((tf, x) => tf.floor(x)),
  add: binary((tf, a, b) => tf.add(a, b)),
  sub: binary((tf, a, b) => tf.sub(a, b)),
  mul: binary((tf, a, b) => tf.mul(a, b)),
  div: binary((tf, a, b) => tf.div(a, b)),
  maximum: binary((tf, a, b) => tf.maximum(a, b)),
  minimum: binary((tf, a, b) => tf.minimum(a, b)),
  pow: binary((tf, a, b) => tf.pow(a, b)),
  mod: binary((tf, a, b) => tf.mod(a, b)),
  greater: binary((tf, a, b) => tf.greater(a, b)),
  greaterEqual: binary((tf, a, b) => tf.greaterEqual(a, b)),
  less: binary((tf, a, b) => tf.less(a, b)),
  lessEqual: binary((tf, a, b) => tf.lessEqual(a, b)),
  equal: binary((tf, a, b) => tf.equal(a, b)),
  notEqual: binary((tf, a, b) => tf.notEqual(a, b)),
  logicalAnd: binary((tf, a, b) => tf.logicalAnd(a, b)),
  logicalOr: binary((tf, a, b) => tf.logicalOr(a, b)),
  logicalNot: unary((tf, x) => tf.logicalNot(x)),
  where: { compute: (tf, [condition, then, otherwise]) => tf.where(condition!, then!, otherwise!), ofNothing: 0 },
  matMul: { compute: (tf, [a, b]) => tf.matMul(a as Tensor2D, b as Tensor2D), ofNothing: 0 },
  transpose: unary((tf, x) => tf.transpose(x)),
  sum: reduction("sum", 0),
  mean: reduction("mean", NaN),
  max: reduction("max", -Infinity),
  reshape: { compute: (tf, [x], { shape }) => tf.reshape(x!, [...shape]) },
  concat: { compute: (tf, inputs, { axis }) => tf.concat([...inputs], axis) },
  slice: { compute: (tf, [x], { begin, shape }) => tf.slice(x!, [...begin], [...shape]) },
  pad: {
    compute: (tf, [x], { begin, shape }) =>
      tf.pad(
        x!,
        begin.map((before, axis): [number, number] => [before, shape[axis]! - before - x!.shape[axis]!]),
      ),
    ofNothing: 0,
  },
};

/** The value of a node. */
export function computed(tf: TF, node: ComputedNode, inputs: readonly Tensor[]): Tensor {
  const { compute, ofNothing } = operations[node.op] as Operation<ComputedNode>;
  const isOfNothing = ofNothing !== undefined && inputs.some(({ shape }) => sizeOf(shape as Shape) === 0);
  return isOfNothing ? tf.fill([...node.shape], ofNothing, "float32") : compute(tf, inputs, node);
}
