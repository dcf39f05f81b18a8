import type { Layer } from "../network/network.ts";
import { dimsText, elementsOf } from "../network/network.ts";
import { textOf } from "../text/source.ts";
import { numberOf } from "../network/value.ts";
import { natureOf } from "../vocabulary/layers/index.ts";
import { isOwnStep, removingStep } from "./edit.ts";
import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const layerWithoutEffect = rule({
  name: "layer-without-effect",
  severity: "info",
  default: "on",
  fix: "safe",
  on: "network",
  description:
    "A layer gives its value as it comes: a shape that is there already, all places of an axis, noise of strength 0.",
  why: "it reads like a step, and nothing happens there",
  help: "take it out, or let it do what was meant",
  messages: {
    shape: "`{layer}` finds the shape that it makes",
    all: "`slice` takes every place there is",
    quiet: "`{layer}` of strength 0 does nothing",
  },
  check(view, find) {
    for (const layer of view.layers) {
      const [before] = view.inputs(layer);
      const message = before === undefined ? undefined : idleness(layer, before);
      if (message === undefined) continue;
      const edit = layer.kept === undefined && isOwnStep(view, layer) ? removingStep(layer.at) : undefined;
      const at = placeOfLayer(view, layer);
      find(message, { layer: layer.kind }, { at, fix: edit && { safe: true, edits: [edit] } });
    }
  },
});

function idleness(layer: Layer, before: Layer): "shape" | "all" | "quiet" | undefined {
  const known = elementsOf(before.shape) !== undefined;
  const same = known && dimsText(layer.shape) === dimsText(before.shape);
  // Right on the input `flatten` stands for data of any shape.
  if (layer.kind === "flatten") return same && before.kind !== "input" ? "shape" : undefined;
  if (layer.kind === "reshape") return same ? "shape" : undefined;
  if (layer.kind === "slice") return same ? "all" : undefined;
  if (natureOf(layer.kind) !== "noise") return undefined;
  const strength = layer.arguments["rate"] ?? layer.arguments["stddev"];
  // A block's parameter may be 0 here and not elsewhere.
  return numberOf(strength) === 0 && /^[\d.]/.test(textOf(strength!.at)) ? "quiet" : undefined;
}
