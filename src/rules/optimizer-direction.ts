import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";
import { movesAlong } from "./optimizer-family.ts";

export const optimizerDirection = rule({
  name: "optimizer-direction",
  severity: "error",
  default: "on",
  on: "training",
  description: "The optimizer does not go down the gradient.",
  why: "the gradient points to where the loss rises; weights that follow it, or that are no numbers, learn nothing (Goodfellow et al. 2016, chapter 4)",
  help: "take a positive multiple of `rate * g` from `w`, and add a small number to what is divided by",
  messages: {
    climbs: "`{optimizer}` goes up the gradient",
    stands: "`{optimizer}` does not move with the gradient",
    breaks: "`{optimizer}` is no number where a gradient is 0",
  },
  check({ training }, find) {
    const { optimizer, declaration, arguments: args } = training;
    const name = { optimizer: optimizer.word.name };
    const at = placeOfArgument(args["optimizer"]!, declaration.name.span);
    const way = movesAlong(training, 1, 100).reduce((sum, move) => sum + move, 0);
    if (way > 0) find("climbs", name, { at });
    else if (way === 0) find("stands", name, { at });
    else if (Number.isNaN(movesAlong(training, 0, 1)[0])) find("breaks", name, { at });
  },
});
