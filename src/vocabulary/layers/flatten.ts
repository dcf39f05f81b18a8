import type { Rule } from "../../graph/algebra.ts";
import { elementsOf } from "../../network/network.ts";
import type { LayerDefinition } from "./definition.ts";

const rule = (from: readonly number[]): Rule => ({
  name: "flatten",
  key: `flatten ${from.join("x")}`,
  doc: "All axes of an example in one.",
  inputs: ["x"],
  differentiable: 1,
  value: (to, [x]) => ({ value: to.reshape(x!, [-1, from.reduce((size, side) => size * side, 1)]), keep: {} }),
  pull: (to, g) => [() => to.reshape(g, [-1, ...from])],
});

export const flatten: LayerDefinition = {
  shape: ([x]) => [elementsOf(x!)],
  lower(step, layer, [x]) {
    const from = step.dims(layer.inputs[0]!);
    // One axis is flat already.
    return from.length === 1 ? x! : step.call(rule(from.map((side) => side ?? 0)), [x!], layer);
  },
};
