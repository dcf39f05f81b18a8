import { rule } from "./rule.ts";

export const classWeights = rule({
  name: "class-weights",
  severity: "warning",
  default: "on",
  on: "data",
  description: "A class weighs nothing, or all classes weigh the same.",
  why: "errors on a class of weight 0 cost nothing, so that it is never learned; equal weights tell no classes apart and only scale the loss (King and Zeng 2001)",
  help: "write `class_weights: balanced`, or a weight above 0 for each class, larger for the rarer",
  messages: {
    zero: "class {place} weighs 0, and is never learned",
    equal: "all classes weigh {weight}, as if there were no weights",
  },
  check({ spec: { classWeights: given } }, find) {
    if (given === undefined || given.weights === "balanced") return;
    const { weights, at } = given;
    const place = weights.indexOf(0);
    if (place >= 0) find("zero", { place }, { at });
    else if (weights.every((weight) => weight === weights[0])) find("equal", { weight: weights[0]! }, { at });
  },
});
