import { numberOf, printValue } from "../network/value.ts";
import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

/** Twice what the paper uses at most. */
const most = 0.2;

export const alphaDropoutRate = rule({
  name: "alpha-dropout-rate",
  severity: "info",
  default: "on",
  on: "network",
  description: "Alpha dropout drops more than 20%.",
  why: "the paper uses 5% to 10%; beyond that the kept values must be scaled far (Klambauer et al. 2017)",
  help: "write a rate from 5% to 10%",
  messages: { high: "`alpha_dropout` drops {rate}" },
  check(view, find) {
    for (const layer of view.layers) {
      if (layer.kind !== "alpha_dropout" || numberOf(layer.arguments["rate"]) <= most) continue;
      const rate = printValue({ kind: "number", unit: "percent", value: numberOf(layer.arguments["rate"]) });
      const severity = numberOf(layer.arguments["rate"]) > 0.5 ? "warning" : "info";
      find("high", { rate }, { at: placeOfLayer(view, layer), severity });
    }
  },
});
