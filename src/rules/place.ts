/** Where a layer or an argument is to be blamed: at what the user wrote, never in the standard library. */
import type { Layer } from "../network/network.ts";
import type { Place } from "../diagnostics/diagnostic.ts";
import type { Argument, WordUse } from "../network/value.ts";
import type { Span } from "../text/source.ts";
import type { NetworkView } from "./network-view.ts";

/** The written `name: value`, the value in a `defaults` block, the preset's name, or what it belongs to. */
export function placeOfArgument({ at, from }: Argument, owner: Span): Span {
  switch (from.kind) {
    case "written":
      return at.start >= from.at.start && at.end <= from.at.end ? from.at : at;
    case "defaults":
      return at;
    case "preset":
      return from.at;
    default:
      return owner;
  }
}

/** The step, or the argument or default that asked for the layer. */
export function placeOfLayer(view: NetworkView, layer: Layer): Span {
  if (layer.from.kind === "written") return layer.from.at;
  const asking = askedBy[layer.kind];
  const owner = layer.kind === "activation" || layer.kind === "dropout" ? layer : view.inputs(layer)[0];
  const argument = asking === undefined ? undefined : owner?.arguments[asking];
  return argument === undefined ? layer.at : placeOfArgument({ ...argument, from: layer.from }, layer.at);
}

/** The argument that asks for a layer which is no step of its own. */
const askedBy: Partial<Readonly<Record<Layer["kind"], string>>> = {
  activation: "activation",
  dropout: "rate",
  batch_norm: "normalization",
  layer_norm: "normalization",
};

export const isInside = (inner: Span, outer: Span): boolean =>
  inner.source === outer.source && inner.start >= outer.start && inner.end <= outer.end;

/** The layers whose argument stands in one place, by that place: a default is blamed once for all that take it. */
export function byPlace(layers: readonly Layer[], name: string): readonly { at: Span; layers: readonly Layer[] }[] {
  const places = new Map<string, { at: Span; layers: Layer[] }>();
  for (const layer of layers) {
    const at = placeOfArgument(layer.arguments[name]!, layer.at);
    const key = `${at.start} ${at.end}`;
    const place = places.get(key) ?? { at, layers: [] };
    places.set(key, place);
    place.layers.push(layer);
  }
  return [...places.values()];
}

/** Where the formula stands that is to blame, beside the place that uses it; the library's is no place of the user's. */
export const formulaPlaces = ({ word }: WordUse): readonly Place[] =>
  word.standard ? [] : [{ at: word.declaration.name.span, label: "its formula" }];
