import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";
import { familyOf } from "./optimizer-family.ts";

const deep = 5;

export const adagradDeep = rule({
  name: "adagrad-deep",
  severity: "info",
  default: "on",
  on: "training",
  description: "A deep network is trained by an optimizer whose steps only become smaller.",
  why: "squared gradients add up from the first step on, so that the rate is used up before a deep network has found its way (Duchi et al. 2011)",
  help: "use `nesterov` or `nadam`",
  messages: { fades: "`{optimizer}` slows down for good, and the network has {depth} hidden layers" },
  check({ training }, find) {
    const { optimizer, network, declaration, arguments: args } = training;
    if (network.depth < deep || familyOf(training) !== "fading") return;
    const at = placeOfArgument(args["optimizer"]!, declaration.name.span);
    find("fades", { optimizer: optimizer.word.name, depth: network.depth }, { at });
  },
});
