import { wordOf } from "../network/value.ts";
import type { Training } from "../network/resolve-train.ts";
import { decayOf } from "./optimizer-family.ts";
import { strengthOf } from "./penalty.ts";
import { byPlace, placeOfArgument } from "./place.ts";
import { ratesOf } from "./rates.ts";
import { rule, type Find } from "./rule.ts";
import { hasUnusual } from "./unusual-value.ts";

const most = 0.1;
const least = 1e-8;
/** Of a decay that is no penalty, for one step. */
const fastest = 0.005;

export const penaltyStrength = rule({
  name: "penalty-strength",
  severity: "warning",
  default: "on",
  on: "network",
  description:
    "A penalty on the weights is stronger than 0.1, or too weak to do anything; or the optimizer's decay wipes them out.",
  why: "beyond 0.1 a penalty drowns the loss; below 1e-8 it is lost in the rounding of the loss; a decay of half a percent a step forgets within two hundred",
  help: "write a strength from 1e-5 to 1e-2",
  messages: {
    strong: "`{word}` of {strength} drowns the loss",
    weak: "`{word}` of {strength} does nothing",
    decays: "`{optimizer}` takes {share} off the weights at each step, whatever they have learned",
  },
  check(view, find) {
    const penalized = view.layers.filter(({ arguments: args }) => wordOf(args["regularization"]) !== undefined);
    for (const { at, layers } of byPlace(penalized, "regularization")) {
      const use = wordOf(layers[0]!.arguments["regularization"])!;
      const strength = strengthOf(use) ?? 0;
      const holes = { word: use.word.name, strength: Number(strength.toPrecision(6)) };
      if (strength > most) find("strong", holes, { at });
      else if (strength > 0 && strength < least) find("weak", holes, { at });
    }
    if (view.training !== undefined) judgeDecay(view.training, find);
  },
});

/** A decay that is unusual for any rate is said to be so where it stands (`unusual-value`). */
function judgeDecay(training: Training, find: Find<{ readonly decays: string }>): void {
  const { optimizer, declaration, arguments: args } = training;
  const share = decayOf(training, ratesOf(training).peak);
  if (!(share > fastest) || hasUnusual(optimizer)) return;
  const holes = { optimizer: optimizer.word.name, share: `${Number((100 * share).toPrecision(2))}%` };
  find("decays", holes, {
    at: placeOfArgument(args["optimizer"]!, declaration.name.span),
    help: "lower the decay, 0.01 is usual, or the learning rate",
  });
}
