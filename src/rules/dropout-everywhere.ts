import type { Layer } from "../network/network.ts";
import { isDropping, type NetworkView } from "./network-view.ts";
import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

const most = 3;

export const dropoutEverywhere = rule({
  name: "dropout-everywhere",
  severity: "info",
  default: "strict",
  on: "network",
  description: "A dropout has more than three layers with weights after it.",
  why: "noise at the bottom goes through all that follows; usually the top one to three layers are dropped from (Géron, Hands-On Machine Learning, chapter 11)",
  help: "keep the dropouts of the last layers",
  messages: { deep: "{count} layers with weights come after this `{dropout}`" },
  check(view, find) {
    const dropouts = view.layers.filter(isDropping);
    if (dropouts.length === 0) return;
    const after = weightsAfter(view);
    const deepest = dropouts.reduce((most, one) => (after(one) > after(most) ? one : most));
    if (after(deepest) <= most) return;
    find("deep", { count: after(deepest), dropout: deepest.kind }, { at: placeOfLayer(view, deepest) });
  },
});

/** How many layers with weights there are on the longest way from a layer to the end. */
function weightsAfter(view: NetworkView): (layer: Layer) => number {
  const counts = new Map<number, number>();
  for (const layer of view.layers.toReversed()) {
    const each = view.readers(layer).map((reader) => counts.get(reader.id)! + (reader.kind === "dense" ? 1 : 0));
    counts.set(
      layer.id,
      each.reduce((most, one) => Math.max(most, one), 0),
    );
  }
  return (layer) => counts.get(layer.id)!;
}
