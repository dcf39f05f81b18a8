import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";
import { stepAt } from "./optimizer-family.ts";

/** A gradient of this size should move a weight by the whole step, and one of this size by next to nothing. */
const usual = 0.1;
const nothing = 1e-10;

export const adamEpsilon = rule({
  name: "adam-epsilon",
  severity: "warning",
  default: "on",
  on: "training",
  description:
    "The epsilon of an adaptive optimizer is so large that it acts like plain descent, or so small that noise moves weights.",
  why: "epsilon says which gradients count as none: a large one takes the scaling away, a tiny one scales rounding errors up to whole steps (Kingma and Ba 2015)",
  help: "write `epsilon: 1e-7`",
  messages: {
    large: "this epsilon turns `{optimizer}` into plain descent for gradients of {usual}",
    small: "with this epsilon `{optimizer}` takes whole steps along gradients of {nothing}",
  },
  check({ training }, find) {
    const { optimizer, declaration, arguments: args } = training;
    const whole = stepAt(training, 1e6);
    // What grows with the gradient scales nothing.
    if (!(whole < 1.1 * stepAt(training, 1e3))) return;
    const { epsilon } = optimizer.arguments;
    const place = placeOfArgument(args["optimizer"]!, declaration.name.span);
    const at = epsilon === undefined ? place : placeOfArgument(epsilon, place);
    if (stepAt(training, usual) < whole * 0.4999) find("large", { optimizer: optimizer.word.name, usual }, { at });
    // A word without an epsilon means to step like that: by the sign alone.
    else if (epsilon !== undefined && stepAt(training, nothing) > whole * 0.5001)
      find("small", { optimizer: optimizer.word.name, nothing }, { at });
  },
});
