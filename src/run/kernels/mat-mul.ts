/** `[m, k] × [k, n] → [m, n]`: each number is 0 + a₁b₁ + a₂b₂ + … in float32, in the order of k. */
import type { Tensor2D } from "@tensorflow/tfjs-core";
import type { MatMul } from "../../graph/ir.ts";
import { bufferOf, type Computation } from "./kernel.ts";

export const matMul: Computation<MatMul> = {
  ofNothing: 0,
  plain: (tf, [a, b]) => tf.matMul(a as Tensor2D, b as Tensor2D),
  plan(site) {
    const [a, b] = [site.inputs[0]!, site.inputs[1]!];
    const kernel = site.heap.kernel("BatchMatMul");
    const [left, right] = [bufferOf(a, "float32"), bufferOf(b, "float32")];
    const [leftShape, rightShape] = [site.integers([1, ...a.shape]), site.integers([1, ...b.shape])];
    const out = site.output.id;
    return [site.refresh(right), () => kernel(left.id, leftShape, 3, right.id, rightShape, 3, 0, 0, out)];
  },
};
