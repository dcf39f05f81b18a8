import { wordOf } from "../network/value.ts";
import { isPenalized } from "./l2-with-adam.ts";
import { decayOf } from "./optimizer-family.ts";
import { byPlace, placeOfArgument } from "./place.ts";
import { ratesOf } from "./rates.ts";
import { rule } from "./rule.ts";

export const doubleDecay = rule({
  name: "double-decay",
  severity: "warning",
  default: "on",
  on: "training",
  description: "Weights are penalized by their squares under an optimizer that lets them decay by itself.",
  why: "both draw the weights to 0, by two strengths that nobody can tune apart; decoupled decay is there in place of the penalty (Loshchilov and Hutter 2019)",
  help: "take the penalty out and leave it to the optimizer's decay",
  messages: { twice: "`{word}` draws weights to 0, and `{optimizer}` does so already" },
  check({ training, network }, find) {
    const { optimizer, declaration, arguments: args } = training;
    const penalized = network.layers.filter((layer) => !layer.frozen && isPenalized(layer));
    if (penalized.length === 0 || decayOf(training, ratesOf(training).peak) === 0) return;
    const related = [{ at: placeOfArgument(args["optimizer"]!, declaration.name.span), label: "lets weights decay" }];
    for (const { at, layers } of byPlace(penalized, "regularization")) {
      const { word } = wordOf(layers[0]!.arguments["regularization"])!;
      find("twice", { word: word.name, optimizer: optimizer.word.name }, { at, related });
    }
  },
});
