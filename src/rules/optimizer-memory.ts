import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";
import { familyOf, movesAlong } from "./optimizer-family.ts";

/** How long gradients were long, by how much they fall, and for how many steps what comes of it is looked at. */
const before = 1000;
const fall = 1e-3;
const after = 300;
/** So many times the step from before is no chance. */
const burst = 10;

export const optimizerMemory = rule({
  name: "optimizer-memory",
  severity: "warning",
  default: "on",
  on: "training",
  description:
    "An optimizer remembers the direction of gradients longer than their size, as adam does with its betas swapped.",
  why: "as gradients become smaller the size that steps are divided by follows at once and the direction does not: the steps become many times as long (Reddi et al. 2018; Kingma and Ba 2015 ask for beta1 below the root of beta2)",
  help: "let the mean of gradients forget sooner than that of their sizes: `beta1: 0.9  beta2: 0.999`",
  messages: { bursts: "where gradients become smaller, `{optimizer}` makes its steps {times} times as long" },
  check({ training }, find) {
    const { optimizer, declaration, arguments: args } = training;
    if (familyOf(training) !== "adaptive") return;
    const steps = movesAlong(training, 1, before + after, { from: before, g: fall }).map(Math.abs);
    const usual = steps.slice(before - 10, before).reduce((most, step) => Math.max(most, step), 0);
    const longest = steps.slice(before).reduce((most, step) => Math.max(most, step), 0);
    const times = longest / usual;
    if (!(times > burst)) return;
    const at = placeOfArgument(args["optimizer"]!, declaration.name.span);
    find("bursts", { optimizer: optimizer.word.name, times: Number(times.toPrecision(2)) }, { at });
  },
});
