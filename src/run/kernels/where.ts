/** `where(condition, then, else)`, all of one shape or scalar. */
import type { Tensor } from "@tensorflow/tfjs-core";
import type { Elementwise } from "../../graph/ir.ts";
import type { Buffer } from "../heap.ts";
import type { Call, Computation, Operand, Site } from "./kernel.ts";

export const where: Computation<Elementwise> = {
  pointwise: true,
  ofNothing: 0,
  plain: (tf, [condition, then, otherwise]) => tf.where(condition as Tensor, then!, otherwise!),
  plan(site) {
    const spread: Call[] = [];
    const [condition, then, otherwise] = site.inputs.map((input) => fullSize(site, input, spread).id);
    const kernel = site.heap.kernel("SelectV2");
    const out = site.output.id;
    return [...spread, () => kernel(condition!, then!, otherwise!, 1, out)];
  },
};

/** The operand with an element for each of the output: a scalar is spread out. */
function fullSize({ heap, output: { size }, scratch }: Site, operand: Operand, spread: Call[]): Buffer {
  const one = operand.straight.buffer();
  if (one.size === size) return one;
  const all = scratch(size, operand.dtype);
  const fill = {
    float32: () => heap.floats.fill(heap.floats[one.offset >>> 2]!, all.offset >>> 2, (all.offset >>> 2) + size),
    bool: () => heap.bytes.fill(heap.bytes[one.offset]!, all.offset, all.offset + size),
  }[operand.dtype];
  spread.push(fill);
  return all;
}
