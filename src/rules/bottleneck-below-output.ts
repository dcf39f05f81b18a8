import { inputLayers, elementsOf, type Layer } from "../network/network.ts";
import { activationOver, mergesOf, type NetworkView } from "./network-view.ts";
import { nextDense } from "./extreme-bottleneck.ts";
import { outputOf } from "./output.ts";
import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";

/** How often a waist goes into both its neighbours. */
const narrow = 8;

export const bottleneckBelowOutput = rule({
  name: "bottleneck-below-output",
  severity: "warning",
  default: "on",
  on: "training",
  description: "Everything passes through a single hidden unit, or through far fewer than there are classes.",
  why: "a network can tell no more apart than its narrowest layer lets through (Tishby and Zaslavsky 2015)",
  help: "give the layer as many units as its neighbours have",
  messages: {
    one: "everything that the output knows passes through one unit",
    fewer: "{width} units stand between {before} numbers and {after} units, and there are {units} classes",
  },
  check(subject, find) {
    const { network: view } = subject;
    const { target, units } = outputOf(subject);
    if (mergesOf(view).length > 0 || (target.kind !== "class" && isDecoder(view, units))) return;
    for (const layer of view.layers) {
      if (layer.kind !== "dense" || !feedsWeights(view, layer)) continue;
      const [before, width] = [view.inputs(layer)[0]?.shape.at(-1), layer.shape.at(-1)!];
      // An output that stands in the flow is a waist for all that comes behind it.
      const at = placeOfArgument(layer.arguments["units"]!, layer.at);
      // One sum with several thresholds is ordinal regression.
      const bends = activationOver(view, layer)?.traits.linear === false || isOutput(view, layer);
      if (width === 1 && layer.shape.length === 1 && before !== 1 && bends) find("one", {}, { at });
      const after = nextDense(view, layer)?.shape.at(-1);
      const classes = target.kind === "class" && units !== undefined ? units : 0;
      if (width === 1 || before === undefined || after === undefined || width >= classes) continue;
      if (width * narrow <= Math.min(before, after)) find("fewer", { width, before, after, units: classes }, { at });
    }
  },
});

/** Whether a layer with weights reads what a layer gives, or what is made of it. */
function feedsWeights(view: NetworkView, layer: Layer): boolean {
  const seen = new Set<Layer>();
  for (const work = [...view.readers(layer)]; work.length > 0;) {
    const reader = work.pop()!;
    if (reader.kind === "dense") return true;
    if (!seen.has(reader)) work.push(...view.readers(reader));
    seen.add(reader);
  }
  return false;
}

/** Whether a layer's sums are an output of the network, with or without an activation. */
const isOutput = (view: NetworkView, layer: Layer): boolean =>
  view.network.outputs.some(
    (output) =>
      output.layer === layer || (output.layer.kind === "activation" && view.inputs(output.layer)[0] === layer),
  );

/** Whether at least as much comes out as goes in: what is narrow between is the code of an autoencoder. */
function isDecoder(view: NetworkView, units: number | undefined): boolean {
  const sizes = inputLayers(view.network).map(({ shape }) => elementsOf(shape));
  const size = sizes.reduce((sum, one) => (sum === undefined || one === undefined ? undefined : sum + one), 0);
  return units === undefined || (units > 2 && units >= (size ?? Infinity));
}
