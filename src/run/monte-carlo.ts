/**
 * Monte Carlo dropout (Gal and Ghahramani 2016): many passes with masks and noise drawn, norms by their history. Their mean is the
 * prediction, their deviation says how far the network is to be trusted.
 */
import type { DataSet, Part } from "../data/spec.ts";
import { restored } from "../portable/normalize.ts";
import { hasMeanLoss, leastProbability, meanLossGraph } from "../graph/monte-carlo.ts";
import { evaluationBatch, evaluationGraph } from "../graph/training-graph.ts";
import type { Training } from "../network/resolve-train.ts";
import { wordOf } from "../network/value.ts";
import { activationTraits } from "../vocabulary/traits.ts";
import type { LoadedModel } from "./model.ts";
import { metersOf } from "./recorder.ts";
import type { Program } from "./session.ts";

/** More samples are refused; sample k of batch b is drawn at step b · `mostSamples` + k, so that no two share a mask. */
export const mostSamples = 10_000;

export interface Sampling {
  readonly samples: number;
  readonly seed: number;
}

/** Mean and (population) deviation of each output over the samples, `[count, outputs]`. */
export interface Predicted {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** Takes the outputs of one sample of the examples from `first` on. */
type Take = (outputs: Float32Array, first: number, sample: number) => void;

/** Every sample of every batch, batch after batch. */
function sample(
  { network, weights, session, width, outputs }: LoadedModel,
  features: Float32Array,
  count: number,
  { samples, seed }: Sampling,
  take: Take,
): void {
  const programs = new Map<number, Program>();
  for (let first = 0, number = 0; first < count; first += evaluationBatch, number++) {
    const batch = Math.min(evaluationBatch, count - first);
    const program =
      programs.get(batch) ??
      session.compile(evaluationGraph(network, weights, batch, outputs, undefined, true).graph, seed);
    programs.set(batch, program);
    for (let k = 0; k < samples; k++) {
      program.feed("features", features.subarray(first * width, (first + batch) * width));
      program.run(number * mostSamples + k);
      take(program.output("output"), first, k);
    }
  }
}

/** Predicts rows of features; by Welford's recurrence, so that nothing cancels. */
export function predictByMean(
  model: LoadedModel,
  features: Float32Array,
  count: number,
  sampling: Sampling,
): Predicted {
  const mean = new Float64Array(count * model.outputs);
  const squares = new Float64Array(mean.length);
  sample(model, features, count, sampling, (outputs, first, k) => {
    outputs.forEach((value, i) => {
      const at = first * model.outputs + i;
      const off = value - mean[at]!;
      mean[at]! += off / (k + 1);
      squares[at]! += off * (value - mean[at]!);
    });
  });
  return { mean, deviation: squares.map((sum) => Math.sqrt(sum / sampling.samples)) };
}

/** Loss and metrics of the mean prediction of a part, and `log_likelihood` where the outputs say how likely a target is. */
export function evaluateByMean(
  model: LoadedModel,
  training: Training,
  data: DataSet,
  part: Part,
  sampling: Sampling,
): Readonly<Record<string, number>> {
  const { mean } = predictByMean(model, part.features, part.count, sampling);
  const meters = metersOf(training.heads[0]!, data);
  const single = Float32Array.from(mean);
  for (const meter of meters) meter.add(single, part.targets, part.count, 0);
  const likelihood = logLikelihood(model, training, data, part, sampling, mean);
  return {
    ...(hasMeanLoss(training) ? { loss: meanLoss(model, training, part, single) } : {}),
    ...Object.fromEntries(meters.map((meter) => [meter.name, meter.read()])),
    ...(likelihood === undefined ? {} : { log_likelihood: likelihood }),
  };
}

function meanLoss(model: LoadedModel, training: Training, part: Part, mean: Float32Array): number {
  const { weights, session, outputs } = model;
  const programs = new Map<number, Program>();
  let total = 0;
  for (let first = 0; first < part.count; first += evaluationBatch) {
    const batch = Math.min(evaluationBatch, part.count - first);
    const program =
      programs.get(batch) ?? session.compile(meanLossGraph(training, weights, batch, outputs), training.seed);
    programs.set(batch, program);
    program.feed("mean", mean.subarray(first * outputs, (first + batch) * outputs));
    program.feed("target", part.targets.subarray(first * outputs, (first + batch) * outputs));
    program.run(0);
    total += program.scalar("loss") * batch;
  }
  return total / part.count;
}

/** The mean over examples of the logarithm of what the samples together give the target: a density for numbers, else a probability. */
function logLikelihood(
  model: LoadedModel,
  training: Training,
  data: DataSet,
  part: Part,
  sampling: Sampling,
  mean: Float64Array,
): number | undefined {
  const { kind } = training.data.spec.target;
  if (kind === "regression") return densityLikelihood(model, data, part, sampling);
  const last = wordOf(training.network.output.arguments["activation"]);
  const range = last && activationTraits(last).range;
  if (range === undefined || range.low < 0 || range.high > 1) return undefined;
  const bounded = (p: number): number => Math.min(Math.max(p, leastProbability), 1 - leastProbability);
  // Of several classes the right one counts; of labels that stand apart each does, also by not being there.
  const each = mean.map((p, i) => {
    const is = part.targets[i]! > 0.5;
    return is ? Math.log(bounded(p)) : kind === "class" ? 0 : Math.log(1 - bounded(p));
  });
  return each.reduce((sum, x) => sum + x, 0) / part.count;
}

/**
 * Gal and Ghahramani 2016, equation 8 of the appendix, in the target's own units: the mean over examples of
 * log((1 / T) Σ_t N(target; output_t, 1 / τ)). The noise variance 1 / τ of each output is the mean squared error of the mean prediction on
 * the validation part (the training part where there is none).
 */
function densityLikelihood(model: LoadedModel, data: DataSet, part: Part, sampling: Sampling): number {
  const { outputs } = model;
  const scalings = data.fitted.targets;
  const basis = data.validation ?? data.train;
  const fitted = restored(predictByMean(model, basis.features, basis.count, sampling).mean, scalings);
  const errors = restored(basis.targets, scalings).map((target, i) => (target - fitted[i]!) ** 2);
  const variances = Array.from({ length: outputs }, (_, column) => {
    const own = errors.filter((_, i) => i % outputs === column);
    return Math.max(own.reduce((sum, x) => sum + x, 0) / basis.count, Number.EPSILON);
  });
  const targets = restored(part.targets, scalings);
  // log Σ exp of the samples so far, as the largest and the sum relative to it.
  const most = new Float64Array(part.count).fill(-Infinity);
  const sums = new Float64Array(part.count);
  sample(model, part.features, part.count, sampling, (values, first) => {
    const own = restored(values, scalings);
    for (let row = 0; row < own.length / outputs; row++) {
      let exponent = 0;
      for (let column = 0; column < outputs; column++) {
        const off = targets[(first + row) * outputs + column]! - own[row * outputs + column]!;
        exponent -= off ** 2 / (2 * variances[column]!);
      }
      const at = first + row;
      const top = Math.max(most[at]!, exponent);
      sums[at] = sums[at]! * Math.exp(most[at]! - top) + Math.exp(exponent - top);
      most[at] = top;
    }
  });
  const scale = variances.reduce((sum, variance) => sum + Math.log(2 * Math.PI * variance) / 2, 0);
  const each = most.map((top, i) => top + Math.log(sums[i]! / sampling.samples) - scale);
  return each.reduce((sum, x) => sum + x, 0) / part.count;
}
