import { numberOf, printValue } from "../network/value.ts";
import { isOwnStep, replacing } from "./edit.ts";
import { activationOf, hiddenSelu, isDropping, stretchBefore } from "./network-view.ts";
import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const alphaDropoutAlone = rule({
  name: "alpha-dropout-alone",
  severity: "warning",
  default: "on",
  fix: "safe",
  on: "network",
  description: "Alpha dropout stands where no self-normalizing activation comes before it.",
  why: "its noise keeps the mean and variance of selu's values and of no others (Klambauer et al. 2017)",
  help: "write `dropout`",
  messages: { alone: "`alpha_dropout` is made for selu, and none comes before it" },
  check(view, find) {
    const selu = hiddenSelu(view);
    for (const layer of view.layers) {
      if (layer.kind !== "alpha_dropout" || !isDropping(layer)) continue;
      const [before] = stretchBefore(view, layer).flatMap(activationOf);
      if (before === undefined ? selu.length > 0 : before.traits.selfNormalizing) continue;
      const text = `dropout(${printValue({ kind: "number", unit: "percent", value: numberOf(layer.arguments["rate"]!) })})`;
      find(
        "alone",
        {},
        {
          at: placeOfLayer(view, layer),
          related: before && [{ at: placeOfLayer(view, before.layer), label: "comes before it" }],
          fix: isOwnStep(view, layer) ? { safe: true, edits: [replacing(layer.at, text)] } : undefined,
        },
      );
    }
  },
});
