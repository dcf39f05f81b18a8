import { evaluateNumber } from "../formula/evaluate.ts";
import type { Layer } from "../network/network.ts";
import { wordOf } from "../network/value.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { byUse } from "./by-use.ts";
import { byPlace } from "./place.ts";
import { rule } from "./rule.ts";
import { familyOf } from "./optimizer-family.ts";

export const l2WithAdam = rule({
  name: "l2-with-adam",
  severity: "info",
  default: "strict",
  on: "training",
  description: "Weights are penalized by their squares under an optimizer that scales gradients.",
  why: "the penalty's gradient is scaled with the loss's, so that weights with large gradients hardly decay (Loshchilov and Hutter 2019)",
  help: "take the penalty out and use `optimizer: adamw`",
  messages: { scaled: "`{optimizer}` scales the decay of `{word}` away" },
  check({ training, network }, find) {
    const penalized = network.layers.filter(isPenalized);
    if (penalized.length === 0 || familyOf(training) !== "adaptive") return;
    for (const { at, layers } of byPlace(penalized, "regularization")) {
      const { word } = wordOf(layers[0]!.arguments["regularization"])!;
      find("scaled", { optimizer: training.optimizer.word.name, word: word.name }, { at });
    }
  },
});

/** Whether a layer has a penalty of its weights' squares. */
export const isPenalized = ({ arguments: args }: Layer): boolean => {
  const use = wordOf(args["regularization"]);
  return use !== undefined && growsBySquare(use);
};

/** A penalty whose gradient grows with the weight: twice the weight, about four times the penalty. */
const growsBySquare = byUse((use): boolean => {
  const formula = formulaOf(use);
  if (formula === undefined) return false;
  const [one, two] = [1e6, 2e6].map((w) => evaluateNumber(formula, { w }));
  return one! > 0 && two! > 3 * one!;
});
