import type { Layer } from "../network/network.ts";
import { activationOf, onlyReader, type NetworkView } from "./network-view.ts";
import { rule } from "./rule.ts";

export const linearCollapse = rule({
  name: "linear-collapse",
  severity: "warning",
  default: "on",
  on: "network",
  description: "Nothing bends between two layers with weights.",
  why: "a linear map of a linear map is one linear map: both layers equal a single one",
  help: "give the first an activation, or take one of the two out",
  messages: { linear: "no activation stands between this layer and the next" },
  check(view, find) {
    for (const layer of view.layers) {
      const next = layer.kind === "dense" ? linearlyInto(view, layer) : undefined;
      if (next === undefined || isWaist(view, layer, next)) continue;
      find("linear", {}, { at: layer.at, related: [{ at: next.at, label: "takes its sums as they are" }] });
    }
  },
});

/** The layer with weights that alone reads this one, through nothing that bends. */
function linearlyInto(view: NetworkView, layer: Layer): Layer | undefined {
  let reader = onlyReader(view, layer);
  while (reader !== undefined) {
    if (reader.kind === "dense") return reader;
    const [activation] = activationOf(reader);
    const bends = activation !== undefined && !activation.traits.linear;
    // `flatten` of several rows makes one layer of many that share their weights.
    const joins = reader.inputs.length > 1 || (reader.kind === "flatten" && view.inputs(reader)[0]!.shape.length > 1);
    if (bends || joins) return undefined;
    reader = onlyReader(view, reader);
  }
  return undefined;
}

/** Narrower than what comes in and what goes out: two small matrices in place of a large one. */
function isWaist(view: NetworkView, layer: Layer, next: Layer): boolean {
  const [inputs, width, units] = [view.inputs(layer)[0]?.shape.at(-1), layer.shape.at(-1)!, next.shape.at(-1)!];
  return (inputs === undefined || width < inputs) && width < units;
}
