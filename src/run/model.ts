/** A network in a session: its weights as variables, and evaluation over a part of the data. */
import type { DataSet, Part } from "../data/spec.ts";
import type { Network } from "../network/network.ts";
import { elementsOf, featureDims } from "../network/network.ts";
import type { Training } from "../network/resolve-train.ts";
import { evaluationBatch, evaluationGraph, outputNames, sidesOf } from "../graph/training-graph.ts";
import { allWeights, type NamedWeight } from "../graph/step.ts";
import { initialWeight } from "./initial-weights.ts";
import type { Shard } from "../graph/shard.ts";
import { makeRecorder, type Taken } from "./recorder.ts";
import type { Program, Session } from "./session.ts";

export interface LoadedModel {
  readonly network: Network;
  readonly weights: readonly NamedWeight[];
  readonly session: Session;
  /** How many numbers one example has, and how many the first output gives of it. */
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

/** What a worker has found in its batches of a part. */
export interface Evaluated {
  /** Added up over the examples. */
  readonly loss: number;
  readonly taken: Taken;
}

/** Evaluates parts of the data in inference, batch by batch. */
export interface Evaluator {
  (part: Part): Measures;
  /** One worker's batches: every second one of two workers. */
  share(part: Part, shard: Shard): Evaluated;
  /** What all workers have found, in the order of their ranks. */
  together(part: Part, evaluated: readonly Evaluated[]): Measures;
}

export function makeEvaluator(model: LoadedModel, training: Training, data: DataSet): Evaluator {
  const { network, weights, session, width } = model;
  const { outputs } = data;
  const programs = new Map<number, Program>();
  const programFor = (batch: number): Program => {
    const program =
      programs.get(batch) ??
      session.compile(evaluationGraph(network, weights, batch, outputs, training).graph, training.seed);
    programs.set(batch, program);
    return program;
  };
  const recorder = makeRecorder(training, data);
  const share = (part: Part, { workers, rank }: Shard): Evaluated => {
    let loss = 0;
    for (let first = rank * evaluationBatch; first < part.count; first += workers * evaluationBatch) {
      const batch = Math.min(evaluationBatch, part.count - first);
      const program = programFor(batch);
      program.feed("features", part.features.subarray(first * width, (first + batch) * width));
      program.feed("target", part.targets.subarray(first * outputs, (first + batch) * outputs));
      program.run(0);
      loss += program.scalar("loss") * batch;
      recorder.add(program, part, { count: batch, first });
    }
    return { loss, taken: recorder.take() };
  };
  const together = (part: Part, evaluated: readonly Evaluated[]): Measures => {
    evaluated.forEach(({ taken }) => recorder.merge(taken));
    const loss = evaluated.reduce((sum, one) => sum + one.loss, 0);
    return { loss: loss / part.count, ...recorder.read() };
  };
  const whole = (part: Part): Measures => together(part, [share(part, { workers: 1, rank: 0 })]);
  return Object.assign(whole, { share, together });
}

/** What the network gives for rows of features: `[count, width]` for each output, in order. */
export function predict(model: LoadedModel, features: Float32Array, count: number): readonly Float32Array[] {
  const { network, weights, session, width } = model;
  const results = network.outputs.map((output) => {
    const outputs = elementsOf(output.layer.shape)!;
    return { name: outputNames(output).output, outputs, values: new Float32Array(count * outputs) };
  });
  const programs = new Map<number, Program>();
  for (let first = 0; first < count; first += evaluationBatch) {
    const batch = Math.min(evaluationBatch, count - first);
    const program = programs.get(batch) ?? session.compile(evaluationGraph(network, weights, batch, 0).graph, 0);
    programs.set(batch, program);
    program.feed("features", features.subarray(first * width, (first + batch) * width));
    program.run(0);
    for (const { name, outputs, values } of results) values.set(program.output(name), first * outputs);
  }
  return results.map(({ values }) => values);
}
