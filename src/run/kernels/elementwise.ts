/** Operations on each element, with broadcasting. */
import type { Tensor } from "@tensorflow/tfjs-core";
import type { BinaryOp, ComparisonOp, Elementwise, LogicalOp, UnaryOp } from "../../graph/ir.ts";
import type { TF } from "../backend.ts";
import { typeCode, type DataType } from "../heap.ts";
import { bufferOf, type Computation } from "./kernel.ts";

type ElementwiseKernel = Computation<Elementwise>;

/** `name` is the C kernel: `void name(x_id, dtype, out_id)`. */
const unary = (dtype: DataType, name: string, plain: (tf: TF, x: Tensor) => Tensor): ElementwiseKernel => ({
  pointwise: true,
  plain: (tf, [x]) => plain(tf, x!),
  plan({ heap, inputs, output }) {
    const kernel = heap.kernel(name);
    const [x, type, out] = [bufferOf(inputs[0], dtype).id, typeCode[dtype], output.id];
    return [() => kernel(x, type, out)];
  },
});

/** `name` is the C kernel: `void name(a_id, a_shape, a_rank, b_id, b_shape, b_rank, dtype, out_id)`. */
const binary = (dtype: DataType, name: string, plain: (tf: TF, a: Tensor, b: Tensor) => Tensor): ElementwiseKernel => ({
  pointwise: true,
  plain: (tf, [a, b]) => plain(tf, a!, b!),
  plan({ heap, inputs, output, integers }) {
    const kernel = heap.kernel(name);
    const [a, b] = [inputs[0]!, inputs[1]!];
    const [aId, aShape, aRank] = [bufferOf(a, dtype).id, integers(a.shape), a.shape.length];
    const [bId, bShape, bRank] = [bufferOf(b, dtype).id, integers(b.shape), b.shape.length];
    const [type, out] = [typeCode[dtype], output.id];
    return [() => kernel(aId, aShape, aRank, bId, bShape, bRank, type, out)];
  },
});

export const unaryKernels: Record<UnaryOp, ElementwiseKernel> = {
  neg: unary("float32", "Neg", (tf, x) => tf.neg(x)),
  exp: unary("float32", "Exp", (tf, x) => tf.exp(x)),
  log: unary("float32", "Log", (tf, x) => tf.log(x)),
  sqrt: unary("float32", "Sqrt", (tf, x) => tf.sqrt(x)),
  rsqrt: unary("float32", "Rsqrt", (tf, x) => tf.rsqrt(x)),
  abs: unary("float32", "Abs", (tf, x) => tf.abs(x)),
  square: unary("float32", "Square", (tf, x) => tf.square(x)),
  sign: unary("float32", "Sign", (tf, x) => tf.sign(x)),
  sin: unary("float32", "Sin", (tf, x) => tf.sin(x)),
  cos: unary("float32", "Cos", (tf, x) => tf.cos(x)),
  floor: unary("float32", "Floor", (tf, x) => tf.floor(x)),
};

export const binaryKernels: Record<BinaryOp, ElementwiseKernel> = {
  add: binary("float32", "Add", (tf, a, b) => tf.add(a, b)),
  sub: binary("float32", "Sub", (tf, a, b) => tf.sub(a, b)),
  mul: binary("float32", "Multiply", (tf, a, b) => tf.mul(a, b)),
  div: binary("float32", "RealDiv", (tf, a, b) => tf.div(a, b)),
  maximum: binary("float32", "Maximum", (tf, a, b) => tf.maximum(a, b)),
  minimum: binary("float32", "Minimum", (tf, a, b) => tf.minimum(a, b)),
  pow: binary("float32", "Pow", (tf, a, b) => tf.pow(a, b)),
  mod: binary("float32", "Mod", (tf, a, b) => tf.mod(a, b)),
};

export const comparisonKernels: Record<ComparisonOp, ElementwiseKernel> = {
  greater: binary("float32", "Greater", (tf, a, b) => tf.greater(a, b)),
  greaterEqual: binary("float32", "GreaterEqual", (tf, a, b) => tf.greaterEqual(a, b)),
  less: binary("float32", "Less", (tf, a, b) => tf.less(a, b)),
  lessEqual: binary("float32", "LessEqual", (tf, a, b) => tf.lessEqual(a, b)),
  equal: binary("float32", "Equal", (tf, a, b) => tf.equal(a, b)),
  notEqual: binary("float32", "NotEqual", (tf, a, b) => tf.notEqual(a, b)),
};

export const logicalKernels: Record<LogicalOp, ElementwiseKernel> = {
  logicalAnd: binary("bool", "LogicalAnd", (tf, a, b) => tf.logicalAnd(a, b)),
  logicalOr: binary("bool", "LogicalOr", (tf, a, b) => tf.logicalOr(a, b)),
  logicalNot: unary("bool", "LogicalNot", (tf, x) => tf.logicalNot(x)),
};
