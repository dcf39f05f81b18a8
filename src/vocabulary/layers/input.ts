import type { Rule } from "../../graph/algebra.ts";
import { elementsOf, inputLayers, type Network } from "../../network/network.ts";
import { listOf } from "../../network/value.ts";
import type { LayerDefinition } from "./definition.ts";

/** The features as they come. Its shape is written, or the data's: `resolve` puts the sides in. */
export const input: LayerDefinition = {
  shape: (_, args) => listOf(args["sides"]).map((side) => (side.kind === "number" ? side.value : undefined)),
  lower(step, layer) {
    const taken = share(step.network, layer.id);
    return taken === undefined ? { kind: "features" } : step.call(taken, [{ kind: "features" }], layer);
  },
};

/** Several inputs share the features: each takes as many numbers as it has, in the order in which they are written. */
function share(network: Network, id: number): Rule | undefined {
  const inputs = inputLayers(network);
  if (inputs.length === 1) return undefined;
  const sizes = inputs.map(({ shape }) => elementsOf(shape)!);
  const own = inputs.findIndex((one) => one.id === id);
  const begin = sizes.slice(0, own).reduce((sum, size) => sum + size, 0);
  return featuresFrom(begin, sizes[own]!, inputs[own]!.shape as readonly number[]);
}

/** `size` of an example's features from `begin` on, as a value with these sides. */
const featuresFrom = (begin: number, size: number, sides: readonly number[]): Rule => ({
  name: "featuresFrom",
  key: `featuresFrom ${begin} ${size} ${sides.join("x")}`,
  doc: `An example's features ${begin} to ${begin + size - 1}.`,
  inputs: ["x"],
  differentiable: 0,
  value: (to, [x]) => {
    const taken = to.sliceLast(x!, begin, size, 2);
    return { value: sides.length === 1 ? taken : to.reshape(taken, [-1, ...sides]), keep: {} };
  },
  pull: () => [],
});
