import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";
import { familyOf, gainOf } from "./optimizer-family.ts";

const deep = 5;

export const optimizerDefaultLr = rule({
  name: "optimizer-default-lr",
  severity: "info",
  default: "strict",
  on: "training",
  description: "A deep network is trained by plain descent at the rate that the optimizer has where none is written.",
  why: "plain descent at a small rate crawls through the plateaus of a deep network; a velocity crosses them (Sutskever et al. 2013)",
  help: "use `nesterov(momentum: 0.9)`, or write a `learning_rate`",
  messages: { slow: "`{optimizer}` at its own rate of {rate} is slow for {depth} hidden layers" },
  check({ training }, find) {
    const { optimizer, network, declaration, arguments: args } = training;
    const rate = args["learning_rate"]!;
    if (rate.from.kind !== "fitting" || rate.value.kind !== "number" || network.depth <= deep) return;
    if (gainOf(training, undefined) !== 1 || familyOf(training) !== "plain") return;
    const at = placeOfArgument(args["optimizer"]!, declaration.name.span);
    find("slow", { optimizer: optimizer.word.name, rate: rate.value.value, depth: network.depth }, { at });
  },
});
