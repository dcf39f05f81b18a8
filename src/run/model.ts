/** A network in a session: its weights as variables, and evaluation over a part of the data. */
import type { DataSet, Part } from "../data/spec.ts";
import { metricNames } from "../network/metric-names.ts";
import type { Network } from "../network/network.ts";
import { elementsOf, featureDims } from "../network/network.ts";
import type { Training } from "../network/resolve-train.ts";
import { evaluationBatch, evaluationGraph, sidesOf } from "../graph/training-graph.ts";
import { allWeights, type NamedWeight } from "../graph/step.ts";
import { initialWeight } from "./initial-weights.ts";
import { makeMeter, type Meter } from "./metrics.ts";
import type { Program, Session } from "./session.ts";

export interface LoadedModel {
  readonly network: Network;
  readonly weights: readonly NamedWeight[];
  readonly session: Session;
  /** How many numbers one example has, and how many outputs. */
  readonly width: number;
  readonly outputs: number;
}

/** Makes the variables of a network, from `saved` where given, else as its initializers draw them. */
export function loadModel(
  network: Network,
  session: Session,
  seed: number,
  saved?: ReadonlyMap<string, Float32Array>,
): LoadedModel {
  const weights = allWeights(network);
  for (const weight of weights)
    session.variable(weight.path, sidesOf(weight.shape), saved?.get(weight.path) ?? initialWeight(weight, seed));
  return {
    network,
    weights,
    session,
    width: elementsOf(featureDims(network))!,
    outputs: elementsOf(network.output.shape)!,
  };
}

/** A copy of every weight. */
export const readWeights = ({ weights, session }: LoadedModel): Map<string, Float32Array> =>
  new Map(weights.map(({ path }) => [path, session.read(path)]));

export function writeWeights({ session }: LoadedModel, saved: ReadonlyMap<string, Float32Array>): void {
  for (const [path, values] of saved) session.write(path, values);
}

/** The loss of a part and every metric, by name. */
export type Measures = { readonly loss: number } & Readonly<Record<string, number>>;

/** Evaluates parts of the data in inference, batch by batch. */
export function makeEvaluator(model: LoadedModel, training: Training, data: DataSet): (part: Part) => Measures {
  const { network, weights, session, width, outputs } = model;
  const programs = new Map<number, Program>();
  const programFor = (batch: number): Program => {
    const program =
      programs.get(batch) ??
      session.compile(evaluationGraph(network, weights, batch, outputs, training).graph, training.seed);
    programs.set(batch, program);
    return program;
  };
  const meters = makeMeters(training, data);
  return (part) => {
    let total = 0;
    for (let first = 0; first < part.count; first += evaluationBatch) {
      const batch = Math.min(evaluationBatch, part.count - first);
      const program = programFor(batch);
      program.feed("features", part.features.subarray(first * width, (first + batch) * width));
      program.feed("target", part.targets.subarray(first * outputs, (first + batch) * outputs));
      program.run(0);
      total += program.scalar("loss") * batch;
      if (meters.length > 0) {
        const output = program.output("output");
        for (const meter of meters) meter.add(output, part.targets, batch, first);
      }
    }
    return { loss: total / part.count, ...Object.fromEntries(meters.map((meter) => [meter.name, meter.read()])) };
  };
}

export const makeMeters = ({ metrics }: Training, data: DataSet): readonly Meter[] =>
  metricNames(metrics).map((name, i) => makeMeter(metrics[i]!, data.outputs, data.fitted.targets, name));

/** The network's outputs for rows of features, `[count, outputs]`. */
export function predict(model: LoadedModel, features: Float32Array, count: number): Float32Array {
  const { network, weights, session, width, outputs } = model;
  const results = new Float32Array(count * outputs);
  const programs = new Map<number, Program>();
  for (let first = 0; first < count; first += evaluationBatch) {
    const batch = Math.min(evaluationBatch, count - first);
    const program = programs.get(batch) ?? session.compile(evaluationGraph(network, weights, batch, outputs).graph, 0);
    programs.set(batch, program);
    program.feed("features", features.subarray(first * width, (first + batch) * width));
    program.run(0);
    results.set(program.output("output"), first * outputs);
  }
  return results;
}
