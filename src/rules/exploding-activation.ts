import { compileFormula } from "../formula/compile.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { atInitial } from "../vocabulary/learned.ts";
import { byUse } from "./by-use.ts";
import { layersOf, longestOf, runsOf } from "./layer-runs.ts";
import type { Layer } from "../network/network.ts";
import { furthest, isNorm, type NetworkView } from "./network-view.ts";
import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

/** So many layers that square make an eighth power. */
const several = 3;

export const explodingActivation = rule({
  name: "exploding-activation",
  severity: "warning",
  default: "on",
  on: "network",
  description:
    "Hidden layers have an activation that grows exponentially, or several have one that grows like a power.",
  why: "values and gradients grow from layer to layer beyond all numbers, and training ends in NaN (Pascanu et al. 2013)",
  help: "use `relu`, `elu` or `softplus`; an exponential belongs at an output, or where it scales another value",
  messages: {
    exponential: "`{activation}` grows exponentially in a hidden layer",
    power: "{count} layers of `{activation}` after each other raise values to a high power",
  },
  check(view, find) {
    const hidden = new Map(view.hiddenActivations.map((one) => [one.layer, one]));
    for (const { layer, use } of hidden.values())
      if (growthOf(use) === "exponential" && !scales(view, layer))
        find("exponential", { activation: use.word.name }, { at: placeOfLayer(view, layer) });
    const isPower = (layer: Layer): boolean => [hidden.get(layer)].some((one) => one && growthOf(one.use) === "power");
    const run = longestOf(runsOf(view, { counts: isPower, resets: isNorm }));
    if (run === undefined || run.length < several) return;
    const [first] = layersOf(run);
    const activation = hidden.get(first!)!.use.word.name;
    find("power", { activation, count: run.length }, { at: placeOfLayer(view, first!) });
  },
});

/** How an activation grows far from 0, where it does so faster than a line. */
const growthOf = byUse((use): "exponential" | "power" | undefined => {
  const formula = formulaOf(atInitial(use));
  if (formula === undefined) return undefined;
  const f = compileFormula(formula);
  const size = (x: number): number => Math.max(Math.abs(f({ x })), Math.abs(f({ x: -x })));
  if (!(size(1) < Infinity)) return undefined;
  if (size(60) > 1e12) return "exponential";
  return size(1000) > 2.5 * size(500) && size(1000) > 1000 ? "power" : undefined;
});

/** Whether its values multiply others: a scale is kept positive by an exponential. */
function scales(view: NetworkView, layer: Layer): boolean {
  let readers = view.readers(layer);
  for (let steps = 0; steps < furthest && readers.length === 1; steps++) {
    const [reader] = readers;
    if (reader!.inputs.length > 1 || reader!.kind === "dense") break;
    readers = view.readers(reader!);
  }
  return readers.some(({ kind }) => kind === "multiply");
}
