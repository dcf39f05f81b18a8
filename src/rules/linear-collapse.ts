import type { Layer } from "../network/network.ts";
import { activationOf, furthest, stretchBefore, type NetworkView } from "./network-view.ts";
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
      const [next] = collapsesInto(view, layer);
      if (next === undefined) continue;
      find("linear", {}, { at: layer.at, related: [{ at: next.at, label: "takes its sums as they are" }] });
    }
  },
});

/** The layers that are one with this one, if it is no waist: those with weights that its sums come to. */
export function collapsesInto(view: NetworkView, layer: Layer): readonly Layer[] {
  const next = layer.kind === "dense" ? linearlyInto(view, layer) : [];
  return isWaist(view, layer, next) ? [] : next;
}

/** The layers with weights that every way from this one comes to first, through nothing that bends; none where a way ends elsewhere. */
function linearlyInto(view: NetworkView, layer: Layer): readonly Layer[] {
  const found = new Set<Layer>();
  const passed = new Set([layer]);
  for (const one of passed) {
    if (passed.size > furthest || isOutput(view, one)) return [];
    for (const reader of view.readers(one)) {
      if (reader.kind === "dense") found.add(reader);
      else if (bends(reader) || joins(view, reader)) return [];
      else passed.add(reader);
    }
  }
  return [...found];
}

const isOutput = (view: NetworkView, layer: Layer): boolean =>
  view.network.outputs.some((output) => output.layer === layer);

/** A layer norm divides by what depends on the value itself. */
export const bends = (layer: Layer): boolean =>
  layer.kind === "layer_norm" || activationOf(layer).some(({ traits }) => !traits.linear);

/** A sum or a product is more than one of its parts; `flatten` of several rows makes one layer of many that share their weights. */
const joins = (view: NetworkView, { kind, inputs }: Layer): boolean =>
  (inputs.length > 1 && kind !== "concat") || (kind === "flatten" && view.layers[inputs[0]!]!.shape.length > 1);

const isBehindConcat = (view: NetworkView, layer: Layer): boolean =>
  view.inputs(stretchBefore(view, layer).at(-1) ?? layer)[0]?.kind === "concat";

/** Narrower than what comes in and what goes out: two small matrices in place of a large one. */
function isWaist(view: NetworkView, layer: Layer, next: readonly Layer[]): boolean {
  const [inputs, width] = [view.inputs(layer)[0]?.shape.at(-1), layer.shape.at(-1)!];
  const units = next.reduce((sum, { shape }) => sum + shape.at(-1)!, 0);
  // Beside others in a concatenation a few numbers are a summary of many, however few come behind.
  return (inputs === undefined || width < inputs) && (width < units || next.some((one) => isBehindConcat(view, one)));
}
