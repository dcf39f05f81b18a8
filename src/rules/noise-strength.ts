import { numberOf } from "../network/value.ts";
import type { Layer } from "../network/network.ts";
import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";
import { stretchBefore, type NetworkView } from "./network-view.ts";

/** Noise of so many times the signal's deviation leaves a tenth of the variance to the signal. */
const most = 3;

export const noiseStrength = rule({
  name: "noise-strength",
  severity: "warning",
  default: "on",
  on: "network",
  description: "Added noise is more than three times as wide as what it is added to.",
  why: "noise regularizes where it is smaller than the signal; of noise three times as wide a tenth of the variance is signal (Bishop 1995, Training with Noise Is Equivalent to Tikhonov Regularization)",
  help: "write a deviation from 0.01 to 0.5 for what has a deviation of 1",
  messages: { drowns: "noise of deviation {stddev} drowns values of deviation {signal}" },
  check(view, find) {
    for (const layer of view.layers.filter(({ kind }) => kind === "gaussian_noise")) {
      const stddev = numberOf(layer.arguments["stddev"]);
      const signal = deviationInto(view, layer);
      if (signal === undefined || stddev <= most * signal) continue;
      find("drowns", { stddev, signal: Number(signal.toPrecision(2)) }, { at: placeOfLayer(view, layer) });
    }
  },
});

/** How far values that come into a layer lie from their mean: those of layers about 1, those of data as far as it is declared. */
function deviationInto(view: NetworkView, layer: Layer): number | undefined {
  const stretch = stretchBefore(view, layer);
  const [from] = view.inputs(stretch.at(-1) ?? layer);
  if (from?.kind !== "input" || stretch.some(({ kind }) => kind === "activation" || kind.endsWith("norm"))) return 1;
  if (view.training === undefined) return undefined;
  const { normalize, features } = view.training.data.spec;
  const range = "range" in features ? features.range : undefined;
  if (normalize === "standardize") return 1;
  // Spread evenly over the range.
  if (normalize === "min_max") return 1 / Math.sqrt(12);
  return range && (range.high - range.low) / Math.sqrt(12);
}
