/** The steps of a run one after the other: by one worker on whole batches, or by one of several on its part of each. */
import type { DataSet } from "../data/spec.ts";
import { evaluateNumber } from "../formula/evaluate.ts";
import { sizeOf, type Graph } from "../graph/ir.ts";
import { rowsOf, shardGraph, type Indivisible, type Shard } from "../graph/shard.ts";
import { trainableWeights, type NamedWeight } from "../graph/step.ts";
import { sidesOf, statePath, trainingGraph, type StepGraph } from "../graph/training-graph.ts";
import { streams } from "../network/network.ts";
import type { Training } from "../network/resolve-train.ts";
import { shuffled } from "../portable/random.ts";
import type { LoadedModel } from "./model.ts";
import { compileFeeds, makeStepNumbers, type NumberStates } from "./numbers.ts";
import { makeRecorder, type Recorder } from "./recorder.ts";
import type { Program } from "./session.ts";

/** A step that is done. */
export interface Step {
  /** Steps since the run began. */
  readonly step: number;
  readonly rate: number;
  /** Of the whole batch, before the update. */
  readonly loss: number;
  /** Where the batch begins in the epoch, and how many examples it has. */
  readonly first: number;
  readonly batch: number;
}

export interface Steps {
  readonly stepsPerEpoch: number;
  /** The steps of an epoch. A step's outputs are recorded when the next is asked for. */
  epoch(epoch: number): Generator<Step, void>;
  /** After each epoch: the loss that a schedule watches. */
  watch(monitored: number): void;
  readonly recorder: Recorder;
  states(): NumberStates;
}

export interface StepOptions {
  readonly epochs: number;
  /** The part that is this worker's. */
  readonly shard: Shard;
}

/** Makes the optimizer's states in the model's session, and everything that steps need. */
export function makeSteps(
  training: Training,
  data: DataSet,
  model: LoadedModel,
  { epochs, shard }: StepOptions,
): Steps {
  const { batchSize, seed } = training;
  const { width } = model;
  const { outputs, train: part } = data;
  const stepsPerEpoch = Math.ceil(part.count / batchSize);
  const total = epochs * stepsPerEpoch;
  makeStates(training, model, stepsPerEpoch, total);
  const numbersAt = makeStepNumbers(training);
  const programFor = programs(training, model, outputs, shard);
  const recorder = makeRecorder(training, data);
  let step = 0;
  return {
    stepsPerEpoch,
    recorder,
    states: numbersAt.states,
    watch: (monitored) => numbersAt.watch(monitored, { step, total, stepsPerEpoch }),
    *epoch(epoch) {
      const order = shuffled(part.count, seed, streams.shuffle, epoch);
      for (let first = 0; first < part.count; first += batchSize) {
        const batch = Math.min(batchSize, part.count - first);
        const own = rowsOf(batch, shard);
        const from = first + own.first;
        const { program, feeds } = programFor(batch);
        program.gather("features", part.features, width, order, from);
        program.gather("target", part.targets, outputs, order, from);
        if (part.weights !== undefined) program.gather("example_weight", part.weights, 1, order, from);
        const numbers = numbersAt({ step, total, stepsPerEpoch });
        for (const { feed, f } of feeds) program.feed(feed, f(numbers));
        program.run(step++);
        yield { step, rate: numbers["rate"]!, loss: program.scalar("loss"), first, batch };
        // The losses are those of the whole batch, which the first worker counts.
        const weight = shard.rank === 0 ? batch : 0;
        recorder.add(program, part, { count: own.last - own.first, first: from, rows: order, weight });
      }
    },
  };
}

/** The optimizer's states of every weight, at what they begin with. */
function makeStates(
  { optimizerProgram, network }: Training,
  { session }: LoadedModel,
  stepsPerEpoch: number,
  total: number,
): void {
  for (const { path, shape } of trainableWeights(network))
    for (const { name, rank, initial } of optimizerProgram.states)
      if (rank !== "number") {
        const sides = sidesOf(shape);
        const value = evaluateNumber(initial, { steps_per_epoch: stepsPerEpoch, steps_per_run: total });
        session.variable(statePath(path, name), sides, new Float32Array(sizeOf(sides)).fill(value));
      }
}

/** One program for each batch size that occurs: the full one, and the last of an epoch. */
function programs(training: Training, { weights, session }: LoadedModel, outputs: number, shard: Shard) {
  const made = new Map<number, { program: Program; feeds: ReturnType<typeof compileFeeds> }>();
  return (batch: number) => {
    const before = made.get(batch);
    if (before !== undefined) return before;
    const { graph, numbers } = stepGraph(training, weights, batch, outputs, shard);
    if ("indivisible" in graph) throw new Error(`a step cannot be divided: ${graph.indivisible.why}`);
    const fresh = { program: session.compile(graph.graph, training.seed), feeds: compileFeeds(numbers) };
    made.set(batch, fresh);
    return fresh;
  };
}

/** The sizes of the batches of an epoch: the full one, and that of the last. */
export const batchSizes = ({ batchSize }: Training, { train: { count } }: DataSet): readonly number[] => [
  ...new Set([Math.min(batchSize, count), count % batchSize === 0 ? Math.min(batchSize, count) : count % batchSize]),
];

/** The step of a worker on its part of a batch, or why there is none. */
export function stepGraph(
  training: Training,
  weights: readonly NamedWeight[],
  batch: number,
  outputs: number,
  shard: Shard,
): Pick<StepGraph, "numbers"> & { readonly graph: { readonly graph: Graph } | { readonly indivisible: Indivisible } } {
  const { graph, numbers } = trainingGraph(training, weights, batch, outputs);
  return { numbers, graph: shard.workers === 1 ? { graph } : shardGraph(graph, batch, shard) };
}
