import { wordOf } from "../network/value.ts";
import { strengthOf } from "./penalty.ts";
import { byPlace } from "./place.ts";
import { rule } from "./rule.ts";

const most = 0.1;
const least = 1e-8;

export const penaltyStrength = rule({
  name: "penalty-strength",
  severity: "warning",
  default: "on",
  on: "network",
  description: "A penalty on the weights is stronger than 0.1, or too weak to do anything.",
  why: "beyond 0.1 a penalty drowns the loss; below 1e-8 it is lost in the rounding of the loss",
  help: "write a strength from 1e-5 to 1e-2",
  messages: {
    strong: "`{word}` of {strength} drowns the loss",
    weak: "`{word}` of {strength} does nothing",
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
  },
});
