/** Sums, means and maxima over axes: TF.js brings the axes to the end, then reduces the innermost numbers in their order. */
import type { Tensor } from "@tensorflow/tfjs-core";
import { sizeOf, type Reduction, type ReductionOp, type Shape } from "../../graph/ir.ts";
import type { TF } from "../backend.ts";
import { typeCode, type RawKernel } from "../heap.ts";
import { bufferOf, type Computation } from "./kernel.ts";
import { keepsOrder, transposition } from "./transposition.ts";

/** The C kernel's arguments: reads `x`, writes `out`, `count` numbers for each one. */
type Arguments = (kernel: RawKernel, x: number, count: number, out: number) => () => void;

const reduction = (
  name: string,
  ofNothing: number,
  bind: Arguments,
  plain: (tf: TF, x: Tensor, axes: number[], keepDims: boolean) => Tensor,
): Computation<Reduction> => ({
  ofNothing,
  plain: (tf, [x], { axes, keepDims }) => plain(tf, x!, [...axes], keepDims),
  plan(site, { axes }) {
    const x = site.inputs[0]!;
    const rank = x.shape.length;
    const places = axes.map((axis) => (axis < 0 ? axis + rank : axis));
    const kernel = site.heap.kernel(name);
    const count = sizeOf(places.map((axis) => x.shape[axis]!));
    const order = innermost(places, x.shape);
    const buffer = bufferOf(x, "float32");
    if (keepsOrder(x.shape, order)) return [bind(kernel, buffer.id, count, site.output.id)];
    const turned = site.scratch(buffer.size, buffer.dtype);
    return [transposition(site, buffer, x.shape, order, turned), bind(kernel, turned.id, count, site.output.id)];
  },
});

/** The axes that stay, then those that go. */
const innermost = (axes: readonly number[], shape: Shape): number[] => [
  ...shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis)),
  ...axes,
];

export const reductionKernels: Record<ReductionOp, Computation<Reduction>> = {
  sum: reduction(
    "Sum",
    0,
    (kernel, x, count, out) => () => kernel(x, count, typeCode.float32, out),
    (tf, x, axes, keepDims) => tf.sum(x, axes, keepDims),
  ),
  mean: reduction(
    "Mean",
    NaN,
    (kernel, x, count, out) => () => kernel(x, count, out),
    (tf, x, axes, keepDims) => tf.mean(x, axes, keepDims),
  ),
  max: reduction(
    "Max",
    -Infinity,
    (kernel, x, count, out) => () => kernel(x, typeCode.float32, count, out),
    (tf, x, axes, keepDims) => tf.max(x, axes, keepDims),
  ),
};
