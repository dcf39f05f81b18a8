import { apply, number } from "../../formula/formula.ts";
import type { Algebra, Rule } from "../../graph/algebra.ts";
import { numberOf } from "../../network/value.ts";
import type { LayerDefinition, Statistics } from "./definition.ts";
import { affineOf, affineRefs, affineWeights, type Affine } from "./norm-affine.ts";

/** Mean and (population) variance of each feature over the batch: all axes but the last, which `rank` counts with the batch's. */
function moments<T>(to: Algebra<T>, x: T, rank: number): { mean: T; variance: T } {
  const axes = Array.from({ length: rank - 1 }, (_, axis) => axis);
  const mean = to.keep("mean", to.reduce("mean", x, axes, false));
  const deviation = to.keep("deviation", to.elementwise("sub", x, mean));
  return { mean, variance: to.reduce("mean", to.elementwise("square", deviation), axes, false) };
}

/** 1 / sqrt(variance + epsilon) */
const inverseDeviation = <T>(to: Algebra<T>, variance: T, epsilon: number): T =>
  to.elementwise("rsqrt", to.elementwise("add", variance, to.scalar(number(epsilon))));

/** By the batch's own mean and variance (Ioffe and Szegedy 2015, algorithm 1). */
const byBatch = (epsilon: number, rank: number, affine: Affine): Rule => {
  const axes = Array.from({ length: rank - 1 }, (_, axis) => axis);
  return {
    name: `batchNorm${affine.suffix}`,
    key: `batchNorm${affine.suffix} ${epsilon} ${rank}`,
    doc: `Each feature shifted and scaled by its mean and deviation over the batch${affine.doc}.`,
    inputs: ["x", ...affine.inputs],
    differentiable: 1 + affine.inputs.length,
    value: (to, [x, ...learned]) => {
      const { gamma } = affine.take(learned);
      const { mean, variance } = moments(to, x!, rank);
      const scale = to.keep("scale", inverseDeviation(to, variance, epsilon));
      const normal = to.keep("normal", to.elementwise("mul", to.elementwise("sub", x!, mean), scale));
      return {
        value: affine.apply(to, normal, learned),
        keep: { normal, slope: gamma === undefined ? scale : to.elementwise("mul", scale, gamma) },
      };
    },
    pull: (to, g, { normal, slope }) => [
      () => {
        const mean = to.reduce("mean", to.elementwise("mul", g, normal!), axes, false);
        const along = to.keep("along", to.elementwise("mul", normal!, mean));
        const centred = to.keep("centred", to.elementwise("sub", g, to.reduce("mean", g, axes, false)));
        return to.elementwise("mul", slope!, to.elementwise("sub", centred, along));
      },
      ...affine.inputs.map(
        (name) => () => to.reduce("sum", name === "gamma" ? to.elementwise("mul", g, normal!) : g, axes, false),
      ),
    ],
  };
};

/** By the moving mean and variance that training left. */
const byHistory = (epsilon: number, affine: Affine): Rule => {
  const learned = affine.inputs.length;
  return {
    name: `batchNormAt${affine.suffix}`,
    key: `batchNormAt${affine.suffix} ${epsilon}`,
    doc: `Each feature shifted and scaled by the moving mean and variance of training${affine.doc}.`,
    inputs: ["x", ...affine.inputs, "mean", "variance"],
    differentiable: 1,
    value: (to, [x, ...rest]) => {
      const { gamma, beta } = affine.take(rest.slice(0, learned));
      const inverse = inverseDeviation(to, rest[learned + 1]!, epsilon);
      const slope = to.keep("slope", gamma === undefined ? inverse : to.elementwise("mul", inverse, gamma));
      const scaled = to.elementwise("mul", to.elementwise("sub", x!, rest[learned]!), slope);
      return { value: beta === undefined ? scaled : to.elementwise("add", scaled, beta), keep: { slope } };
    },
    pull: (to, g, { slope }) => [() => to.elementwise("mul", g, slope!)],
  };
};

/** The moving statistics come a little nearer to those of the batch. */
const moving = (momentum: number, rank: number): Statistics => ({
  name: "follow",
  key: `follow ${momentum} ${rank}`,
  doc: "The moving mean and variance come a little nearer to those of the batch.",
  weights: ["mean", "variance"],
  next(to, old, input) {
    const found = moments(to, input, rank);
    const nearer = (before: typeof input, now: typeof input): typeof input => {
      const left = to.scalar(apply("sub", number(1), number(momentum)));
      return to.elementwise(
        "add",
        to.elementwise("mul", before, to.scalar(number(momentum))),
        to.elementwise("mul", now, left),
      );
    };
    return { mean: nearer(old["mean"]!, found.mean), variance: nearer(old["variance"]!, found.variance) };
  },
});

export const batchNorm: LayerDefinition = {
  nature: "norm",
  shape: ([x]) =>
    x!.length === 0
      ? {
          code: "rank-mismatch",
          message: "`batch_norm` takes examples of at least one axis",
          help: "give `input` a side",
        }
      : x!,
  weights([x], args) {
    const shape = [x!.at(-1)];
    return [
      ...affineWeights(args, shape),
      { name: "mean", kind: "statistic", shape, initial: 0 },
      { name: "variance", kind: "statistic", shape, initial: 1 },
    ];
  },
  lower(step, layer, [x]) {
    const affine = affineOf(layer.arguments);
    const learned = affineRefs(step, layer);
    const [epsilon, momentum] = [numberOf(layer.arguments["epsilon"]), numberOf(layer.arguments["momentum"])];
    if (!step.training || layer.frozen) {
      const kept = ["mean", "variance"].map((name) => step.weight(layer, name));
      return step.call(byHistory(epsilon, affine), [x!, ...learned, ...kept], layer);
    }
    const rank = layer.shape.length + 1;
    step.follow(layer, moving(momentum, rank), x!);
    return step.call(byBatch(epsilon, rank, affine), [x!, ...learned], layer);
  },
};
