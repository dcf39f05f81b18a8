import type { Layer } from "../network/network.ts";
import { activationOf, furthest, type NetworkView } from "./network-view.ts";
import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const mergeWithItself = rule({
  name: "merge-with-itself",
  severity: "warning",
  default: "on",
  on: "network",
  description: "A sum, a mean or a concatenation joins a value with itself.",
  why: "it only doubles or repeats what is there: the skip connection that was meant goes around nothing (He et al. 2016)",
  help: "keep the value before the layers that the connection goes around, `skip = …`, and merge that",
  messages: { same: "`{merge}` joins a value with itself" },
  check(view, find) {
    for (const layer of view.layers) {
      // A product with itself is a square, and may be meant.
      if (layer.inputs.length < 2 || layer.kind === "multiply") continue;
      const sources = view.inputs(layer).map((input) => sourceOf(view, input));
      const twice = sources.find((one, i) => sources.indexOf(one) < i);
      if (twice === undefined) continue;
      const related = [{ at: placeOfLayer(view, twice), label: "this value, twice" }];
      find("same", { merge: layer.kind }, { at: placeOfLayer(view, layer), related });
    }
  },
});

/** Where a value comes from, before activations that do not bend it. */
function sourceOf(view: NetworkView, layer: Layer): Layer {
  let source = layer;
  for (let steps = 0; steps < furthest && activationOf(source).some(({ traits }) => traits.linear); steps++)
    source = view.inputs(source)[0]!;
  return source;
}
