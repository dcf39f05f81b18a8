/** What a layer's weights multiply the learning rate by: `learning_rate_multiplier`, where a layer has one. */
import type { Layer, Network } from "./network.ts";

/** 1 for a layer that does not say. */
export function multiplierOf({ arguments: args }: Layer): number {
  const multiplier = args["learning_rate_multiplier"]?.value;
  return multiplier?.kind === "number" ? multiplier.value : 1;
}

/** Whether the rate differs from layer to layer. */
export const hasMultipliers = ({ layers }: Pick<Network, "layers">): boolean =>
  layers.some((layer) => multiplierOf(layer) !== 1);
