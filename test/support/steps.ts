/** Training steps one after another, in float64 and by a plan, on the batches that are given. */
import type { Training } from "../../src/network/resolve-train.ts";
import { allWeights } from "../../src/graph/step.ts";
import { sizeOf } from "../../src/graph/ir.ts";
import { sidesOf, statePath, trainingGraph } from "../../src/graph/training-graph.ts";
import { evaluateNumber } from "../../src/formula/evaluate.ts";
import { compileFeeds, makeStepNumbers } from "../../src/run/numbers.ts";
import { openBackend } from "../../src/run/backend.ts";
import { createSession } from "../../src/run/session.ts";
import { scalar, tensor, type Tensor } from "./float64.ts";
import { runGraph64 } from "./graph64.ts";

export interface Batch {
  readonly features: readonly number[];
  readonly target: readonly number[];
}

export interface Steps {
  readonly batches: readonly Batch[];
  readonly start: ReadonlyMap<string, readonly number[]>;
}

/** After each step its loss and the weights. */
export interface After {
  readonly loss: number;
  readonly weights: ReadonlyMap<string, readonly number[]>;
}

/** The graph of batches of one size, and everything it starts with. */
function prepare(training: Training, { batches, start }: Steps) {
  const { network, optimizerProgram } = training;
  const weights = allWeights(network);
  const outputs = network.output.shape[0]!;
  const size = batches[0]!.target.length / outputs;
  const { graph, numbers } = trainingGraph(training, weights, size, outputs);
  const variables = new Map<string, Tensor>();
  for (const { path, shape } of weights) {
    const sides = sidesOf(shape);
    variables.set(path, tensor(sides, start.get(path)!));
    for (const { name, rank, initial } of optimizerProgram.states)
      if (rank !== "number")
        variables.set(
          statePath(path, name),
          tensor(sides, new Float64Array(sizeOf(sides)).fill(evaluateNumber(initial, {}))),
        );
  }
  const at = makeStepNumbers(training);
  const feeds = compileFeeds(numbers);
  const feedsAt = (step: number) => {
    const found = at({ step, total: batches.length, stepsPerEpoch: batches.length });
    return feeds.map(({ feed, f }) => [feed, f(found)] as const);
  };
  return { graph, weights, variables, feedsAt, size, outputs, shape: sidesOf(network.layers[0]!.shape) };
}

export function steps64(training: Training, steps: Steps): After[] {
  const { graph, weights, variables, feedsAt, size, outputs, shape } = prepare(training, steps);
  return steps.batches.map(({ features, target }, step) => {
    const feeds = {
      ...Object.fromEntries(feedsAt(step).map(([feed, value]) => [feed, scalar(value)])),
      features: tensor([size, ...shape], features),
      target: tensor([size, outputs], target),
    };
    const done = runGraph64(graph, { feeds, variables, seed: training.seed, step });
    for (const [name, value] of done.updates) variables.set(name, value);
    return {
      loss: done.outputs["loss"]!.values[0]!,
      weights: new Map(weights.map(({ path }) => [path, [...variables.get(path)!.values]])),
    };
  });
}

export async function stepsByPlan(training: Training, steps: Steps): Promise<After[]> {
  const { graph, weights, variables, feedsAt } = prepare(training, steps);
  const session = createSession(await openBackend("wasm"));
  for (const [name, { shape, values }] of variables) session.variable(name, shape, Float32Array.from(values));
  const program = session.compile(graph, training.seed);
  const done = steps.batches.map(({ features, target }, step) => {
    for (const [feed, value] of feedsAt(step)) program.feed(feed, value);
    program.feed("features", Float32Array.from(features));
    program.feed("target", Float32Array.from(target));
    program.run(step);
    return {
      loss: program.scalar("loss"),
      weights: new Map(weights.map(({ path }) => [path, [...session.read(path)]])),
    };
  });
  session.dispose();
  return done;
}
