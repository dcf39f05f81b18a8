import { wordOf } from "../network/value.ts";
import { hiddenSelu, weightsInto } from "./network-view.ts";
import { strengthOf } from "./penalty.ts";
import { byPlace } from "./place.ts";
import { rule } from "./rule.ts";

export const seluWeightPenalty = rule({
  name: "selu-weight-penalty",
  severity: "warning",
  default: "on",
  on: "network",
  description: "The weights of a self-normalizing layer are penalized or constrained.",
  why: "a penalty or constraint moves the variance of the weights away from 1 / fan_in, which selu relies on (Klambauer et al. 2017)",
  help: "take it out; `alpha_dropout` regularizes without it",
  messages: { moved: "`{word}` moves the variance of weights that `{activation}` relies on" },
  check(view, find) {
    const selu = new Map(hiddenSelu(view).map(({ layer, use }) => [weightsInto(view, layer), use] as const));
    for (const name of ["regularization", "constraint"]) {
      const acting = view.layers.filter((layer) => selu.has(layer) && acts(layer.arguments[name]));
      for (const { at, layers } of byPlace(acting, name)) {
        const word = wordOf(layers[0]!.arguments[name])!.word.name;
        find("moved", { word, activation: selu.get(layers[0])!.word.name }, { at });
      }
    }
  },
});

const acts = (argument: Parameters<typeof wordOf>[0]): boolean => {
  const use = wordOf(argument);
  return use !== undefined && (use.word.kind === "constraint" || strengthOf(use) !== 0);
};
