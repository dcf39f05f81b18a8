/** `where(condition, then, else)`, with broadcasting. */
import type { Tensor } from "@tensorflow/tfjs-core";
import { sizeOf, type Elementwise, type Shape } from "../../graph/ir.ts";
import type { Buffer } from "../heap.ts";
import type { Call, Computation, Operand, Site } from "./kernel.ts";

export const where: Computation<Elementwise> = {
  pointwise: true,
  ofNothing: 0,
  plain: (tf, [condition, then, otherwise]) => tf.where(condition as Tensor, then!, otherwise!),
  plan(site, { shape }) {
    const spread: Call[] = [];
    const [condition, then, otherwise] = site.inputs.map((input) => fullSize(site, input, shape, spread).id);
    const kernel = site.heap.kernel("SelectV2");
    const out = site.output.id;
    return [...spread, () => kernel(condition!, then!, otherwise!, 1, out)];
  },
};

/** The operand with an element for each of the output: a scalar or a row is spread out. */
function fullSize({ heap, output: { size }, scratch }: Site, operand: Operand, shape: Shape, spread: Call[]): Buffer {
  const { dtype } = operand;
  const part = operand.straight.buffer();
  if (part.size === size) return part;
  const all = scratch(size, dtype);
  const places = broadcastPlaces(operand.shape, shape);
  const bytes = { float32: 4, bool: 1 }[dtype];
  spread.push(() => {
    const values = dtype === "bool" ? heap.bytes : heap.floats;
    const [from, to] = [part.offset / bytes, all.offset / bytes];
    if (part.size === 1) values.fill(values[from]!, to, to + size);
    else for (let i = 0; i < size; i++) values[to + i] = values[from + places[i]!]!;
  });
  return all;
}

/** For each element of `shape`, the place of its element in a smaller shape: an axis of side 1 has the same everywhere. */
function broadcastPlaces(from: Shape, shape: Shape): Uint32Array {
  const lead = shape.length - from.length;
  return Uint32Array.from({ length: sizeOf(shape) }, (_, i) => {
    let [rest, place, stride] = [i, 0, 1];
    for (let axis = shape.length - 1; axis >= lead; axis--) {
      const side = from[axis - lead]!;
      if (side > 1) place += (rest % shape[axis]!) * stride;
      stride *= side;
      rest = Math.floor(rest / shape[axis]!);
    }
    return place;
  });
}
