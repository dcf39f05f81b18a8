import { learns } from "../network/freeze.ts";
import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";

export const allFrozen = rule({
  name: "all-frozen",
  severity: "error",
  default: "on",
  on: "training",
  description: "Every layer that could learn is frozen.",
  why: "training moves the weights that are not frozen, and here is none",
  help: "leave the output layer out of `freeze`",
  messages: { nothing: "`freeze` leaves nothing to train" },
  check({ training, network: { network } }, find) {
    if (network.layers.some((layer) => !layer.frozen && learns(network, layer))) return;
    find("nothing", {}, { at: placeOfArgument(training.arguments["freeze"]!, training.declaration.name.span) });
  },
});
