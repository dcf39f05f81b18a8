import type { Layer } from "../network/network.ts";
import { printUse, wordOf } from "../network/value.ts";
import { nameOf } from "./activation-signal.ts";
import { momentsOf, recipes, recipesOf } from "./initial.ts";
import { activationOver, isNorm, type NetworkView } from "./network-view.ts";
import { becomesWaves } from "./waves.ts";
import { byPlace, formulaPlaces } from "./place.ts";
import { rule } from "./rule.ts";

/** How often the recipe's deviation is too wide, and what part of it too narrow where several layers have it. */
const widest = 3;
const narrowest = 1 / 10;
const several = 3;

export const fixedStddevInit = rule({
  name: "fixed-stddev-init",
  severity: "warning",
  default: "on",
  on: "network",
  description: "Weights are drawn far wider or narrower than the layer's number of inputs asks for.",
  why: "the spread of a sum grows with its inputs: too wide it saturates or explodes, too narrow it fades from layer to layer (Glorot and Bengio 2010)",
  help: "use `he_normal`, `glorot_uniform` or `lecun_normal`: they count the inputs",
  messages: {
    lost: "`{init}` draws no numbers for {inputs} inputs: its deviation is {deviation}",
    wide: "`{init}` is {times} times as wide as {inputs} inputs ask for",
    steep: "the variance of `{init}` does not go with 1 / inputs: a deviation goes with their root",
    narrow: "`{init}` lets the signal fade through {count} layers",
  },
  check(view, find) {
    const lost = view.layers.filter(
      (layer) => layer.kind === "dense" && !Number.isFinite(varianceOf(view, layer) ?? 0),
    );
    for (const { at, layers } of byPlace(lost, "init")) {
      const [layer] = layers;
      const deviation = nameOf(varianceOf(view, layer!)!);
      const inputs = view.inputs(layer!)[0]!.shape.at(-1)!;
      const holes = { init: printUse(wordOf(layer!.arguments["init"])!), inputs, deviation };
      find("lost", holes, { at, severity: "error", related: formulaPlaces(wordOf(layer!.arguments["init"])!) });
    }
    if (lost.length > 0) return;
    const judged = view.layers.flatMap((layer) => {
      // A recipe counts the inputs; whether it is the one that fits is for other rules.
      const counts = layer.kind === "dense" && recipesOf(view, layer).size > 0;
      // Before a wave the width is how fast it turns.
      const ratio = layer.kind === "dense" && !counts && !becomesWaves(view, layer) ? ratioOf(view, layer) : undefined;
      // A projection that stays as it was drawn is as wide as it is meant to be.
      return ratio === undefined || layer.frozen || isNormed(view, layer) ? [] : [[layer, ratio] as const];
    });
    const ratios = new Map(judged);
    const initOf = (layer: Layer): string => printUse(wordOf(layer.arguments["init"])!);
    const steep = [...ratios.keys()].filter((layer) => layer.role === "hidden" && isSteep(layer));
    for (const { at, layers } of byPlace(steep, "init")) find("steep", { init: initOf(layers[0]!) }, { at });
    if (steep.length > 0) return;
    const wide = [...ratios.keys()].filter((layer) => ratios.get(layer)! > widest);
    for (const { at, layers } of byPlace(wide, "init")) {
      const [layer] = layers;
      const inputs = view.inputs(layer!)[0]!.shape.at(-1)!;
      find("wide", { init: initOf(layer!), times: Math.round(ratios.get(layer!)!), inputs }, { at });
    }
    const narrow = [...ratios.keys()].filter((layer) => layer.role === "hidden" && ratios.get(layer)! < narrowest);
    if (narrow.length < several) return;
    const [first] = byPlace(narrow, "init");
    find("narrow", { init: initOf(narrow[0]!), count: narrow.length }, { at: first!.at });
  },
});

/** The deviation over that of the recipe that fits the activation; selu has a rule of its own, and so has a constant. */
function ratioOf(view: NetworkView, layer: Layer): number | undefined {
  const traits = activationOver(view, layer)?.traits;
  const fanIn = view.inputs(layer)[0]?.shape.at(-1);
  if (fanIn === undefined || traits?.selfNormalizing) return undefined;
  const fans = [fanIn, layer.shape.at(-1)!] as const;
  const moments = momentsOf(wordOf(layer.arguments["init"])!, ...fans);
  if (moments === undefined || moments.variance === 0) return undefined;
  return Math.sqrt((moments.variance + moments.mean ** 2) / recipes[traits?.rectifier ? "he" : "glorot"](...fans));
}

/** What the weights are drawn with, where the number of inputs is known. */
function varianceOf(view: NetworkView, layer: Layer): number | undefined {
  const inputs = view.inputs(layer)[0]?.shape.at(-1);
  return inputs === undefined
    ? undefined
    : momentsOf(wordOf(layer.arguments["init"])!, inputs, layer.shape.at(-1)!)?.variance;
}

/** Whether the variance goes with another power of the inputs than their inverse, and is not the same for all. */
function isSteep(layer: Layer): boolean {
  const use = wordOf(layer.arguments["init"])!;
  const at = (inputs: number): number => momentsOf(use, inputs, inputs)?.variance ?? NaN;
  const power = Math.log(at(4096) / at(256)) / Math.log(16);
  return Math.abs(power) > 0.05 && Math.abs(power + 1) > 0.25;
}

/** A norm right behind makes every width alike. */
const isNormed = (view: NetworkView, layer: Layer): boolean => view.readers(layer).some(isNorm);
