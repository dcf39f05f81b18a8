import type { Rule } from "../../graph/algebra.ts";
import { number } from "../../formula/formula.ts";
import { numberOf } from "../../network/value.ts";
import type { LayerDefinition } from "./definition.ts";

/** `x` times a mask of 0 and 1 / (1 - rate). */
const masked: Rule = {
  name: "dropout",
  key: "dropout",
  doc: "The values times a mask that drops some and scales the others up.",
  inputs: ["x", "mask"],
  differentiable: 1,
  value: (to, [x, mask]) => ({ value: to.elementwise("mul", x!, mask!), keep: { mask: mask! } }),
  pull: (to, g, { mask }) => [() => to.elementwise("mul", g, mask!)],
};

export const dropout: LayerDefinition = {
  nature: "noise",
  draws: true,
  shape: ([x]) => x!,
  lower(step, layer, [x]) {
    const rate = numberOf(layer.arguments["rate"]);
    if (!step.noisy || rate === 0) return x!;
    return step.call(
      masked,
      [x!, { kind: "draw", draw: { kind: "dropout", stream: layer.stream, rate }, like: x!, layer }],
      layer,
    );
  },
};

/** What selu tends to far below 0: minus scale times alpha (Klambauer et al. 2017). */
const lowest = -1.0507009873554805 * 1.6732632423543772;

/** Dropped values become `lowest`; the affine map `slope · y + shift` then brings mean and variance back to 0 and 1. */
const alphaMasked = (rate: number): Rule => {
  const kept = 1 - rate;
  const slope = (kept + lowest ** 2 * kept * rate) ** -0.5;
  const shift = -slope * rate * lowest;
  return {
    name: "alphaDropout",
    key: `alphaDropout ${rate}`,
    doc: "Dropout that keeps mean 0 and variance 1 behind selu.",
    inputs: ["x", "mask"],
    differentiable: 1,
    value: (to, [x, mask]) => {
      const dropped = to.elementwise(
        "mul",
        to.elementwise("sub", to.scalar(number(1)), mask!),
        to.scalar(number(lowest)),
      );
      const mixed = to.elementwise("add", to.elementwise("mul", x!, mask!), dropped);
      return {
        value: to.elementwise("add", to.elementwise("mul", mixed, to.scalar(number(slope))), to.scalar(number(shift))),
        keep: { mask: mask! },
      };
    },
    pull: (to, g, { mask }) => [() => to.elementwise("mul", g, to.elementwise("mul", mask!, to.scalar(number(slope))))],
  };
};

export const alphaDropout: LayerDefinition = {
  nature: "noise",
  draws: true,
  shape: ([x]) => x!,
  lower(step, layer, [x]) {
    const rate = numberOf(layer.arguments["rate"]);
    if (!step.noisy || rate === 0) return x!;
    return step.call(
      alphaMasked(rate),
      [x!, { kind: "draw", draw: { kind: "keep", stream: layer.stream, rate }, like: x!, layer }],
      layer,
    );
  },
};
