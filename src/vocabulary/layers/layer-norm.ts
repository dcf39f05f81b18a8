import { number } from "../../formula/formula.ts";
import type { Rule } from "../../graph/algebra.ts";
import { numberOf } from "../../network/value.ts";
import type { LayerDefinition } from "./definition.ts";
import { affineOf, affineRefs, affineWeights, type Affine } from "./norm-affine.ts";

/** By the mean and (population) variance of each row of the last axis (Ba et al. 2016); `rank` counts the axes, the batch's too. */
const byRow = (epsilon: number, rank: number, affine: Affine): Rule => {
  const last = [rank - 1];
  const others = Array.from({ length: rank - 1 }, (_, axis) => axis);
  return {
    name: `layerNorm${affine.suffix}`,
    key: `layerNorm${affine.suffix} ${epsilon} ${rank}`,
    doc: `Each example shifted and scaled by the mean and deviation of its own last axis${affine.doc}.`,
    inputs: ["x", ...affine.inputs],
    differentiable: 1 + affine.inputs.length,
    value: (to, [x, ...learned]) => {
      const { gamma } = affine.take(learned);
      const deviation = to.keep("deviation", to.elementwise("sub", x!, to.reduce("mean", x!, last, true)));
      const variance = to.reduce("mean", to.elementwise("square", deviation), last, true);
      const scale = to.keep(
        "scale",
        to.elementwise("rsqrt", to.elementwise("add", variance, to.scalar(number(epsilon)))),
      );
      const normal = to.keep("normal", to.elementwise("mul", deviation, scale));
      return {
        value: affine.apply(to, normal, learned),
        keep: { normal, scale, ...(gamma === undefined ? {} : { gamma }) },
      };
    },
    pull: (to, g, { normal, scale, gamma }) => [
      () => {
        const inner = gamma === undefined ? g : to.keep("inner", to.elementwise("mul", g, gamma));
        const mean = to.reduce("mean", to.elementwise("mul", inner, normal!), last, true);
        const along = to.keep("along", to.elementwise("mul", normal!, mean));
        const centred = to.keep("centred", to.elementwise("sub", inner, to.reduce("mean", inner, last, true)));
        return to.elementwise("mul", scale!, to.elementwise("sub", centred, along));
      },
      ...affine.inputs.map(
        (name) => () => to.reduce("sum", name === "gamma" ? to.elementwise("mul", g, normal!) : g, others, false),
      ),
    ],
  };
};

export const layerNorm: LayerDefinition = {
  nature: "norm",
  shape: ([x]) =>
    x!.length === 0
      ? {
          code: "rank-mismatch",
          message: "`layer_norm` takes examples of at least one axis",
          help: "give `input` a side",
        }
      : x!,
  weights: ([x], args) => affineWeights(args, [x!.at(-1)]),
  lower(step, layer, [x]) {
    const epsilon = numberOf(layer.arguments["epsilon"]);
    const rule = byRow(epsilon, layer.shape.length + 1, affineOf(layer.arguments));
    return step.call(rule, [x!, ...affineRefs(step, layer)], layer);
  },
};
