/** Layers that draw from a normal distribution for each number of each example. */
import type { Rule } from "../../graph/algebra.ts";
import { numberOf } from "../../network/value.ts";
import type { LayerDefinition } from "./definition.ts";

const added: Rule = {
  name: "gaussianNoise",
  key: "gaussianNoise",
  doc: "The values and their noise.",
  inputs: ["x", "noise"],
  differentiable: 1,
  value: (to, [x, noise]) => ({ value: to.elementwise("add", x!, noise!), keep: {} }),
  pull: (_, g) => [() => g],
};

const multiplied: Rule = {
  name: "gaussianDropout",
  key: "gaussianDropout",
  doc: "The values times noise about 1.",
  inputs: ["x", "noise"],
  differentiable: 1,
  value: (to, [x, noise]) => ({ value: to.elementwise("mul", x!, noise!), keep: { noise: noise! } }),
  pull: (to, g, { noise }) => [() => to.elementwise("mul", g, noise!)],
};

/** A layer that combines its values with noise of that mean, whose deviation follows from its arguments. */
const noisy = (rule: Rule, mean: number, deviationOf: LayerDeviation): LayerDefinition => ({
  nature: "noise",
  draws: true,
  shape: ([x]) => x!,
  lower(step, layer, [x]) {
    const deviation = deviationOf(layer.arguments);
    if (!step.noisy || deviation === 0) return x!;
    const draw = { kind: "normal", stream: layer.stream, mean, deviation } as const;
    return step.call(rule, [x!, { kind: "draw", draw, like: x!, layer }], layer);
  },
});

type LayerDeviation = (args: Parameters<LayerDefinition["shape"]>[1]) => number;

export const gaussianNoise = noisy(added, 0, (args) => numberOf(args["stddev"]));

/** The deviation of plain dropout's mask at that rate (Srivastava et al. 2014, section 10). */
export const gaussianDropout = noisy(multiplied, 1, (args) => {
  const rate = numberOf(args["rate"]);
  return Math.sqrt(rate / (1 - rate));
});
