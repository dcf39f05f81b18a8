import type { Layer } from "../network/network.ts";
import { onlyReader, type NetworkView } from "./network-view.ts";
import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";

/** How often a waist goes into both its neighbours. */
const narrow = 8;

export const extremeBottleneck = rule({
  name: "extreme-bottleneck",
  severity: "info",
  default: "strict",
  on: "network",
  description: "A hidden layer is at most an eighth as wide as what comes in and as the layer after it.",
  why: "all that later layers know must pass through it, and what does not fit is lost (Tishby and Zaslavsky 2015)",
  help: "give it more units",
  messages: { waist: "{width} units stand between {before} numbers and {after} units" },
  check(view, find) {
    for (const layer of view.layers) {
      if (layer.kind !== "dense" || layer.role !== "hidden") continue;
      const next = nextDense(view, layer);
      const [before, width, after] = [view.inputs(layer)[0]?.shape.at(-1), layer.shape.at(-1)!, next?.shape.at(-1)];
      if (before === undefined || after === undefined || width * narrow > Math.min(before, after)) continue;
      find("waist", { width, before, after }, { at: placeOfArgument(layer.arguments["units"]!, layer.at) });
    }
  },
});

/** The layer with weights that alone reads this one. */
export function nextDense(view: NetworkView, layer: Layer): Layer | undefined {
  let reader = onlyReader(view, layer);
  while (reader !== undefined && reader.kind !== "dense" && reader.inputs.length === 1)
    reader = onlyReader(view, reader);
  return reader?.kind === "dense" ? reader : undefined;
}
