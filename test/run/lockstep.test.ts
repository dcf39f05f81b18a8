/** Steps of several workers on TF.js's kernels, in one thread: the numbers of one worker, by the plan and by plain calls. */
import { beforeAll, expect, test } from "vitest";
import { shardGraph, rowsOf } from "../../src/graph/shard.ts";
import { allWeights, trainableWeights } from "../../src/graph/step.ts";
import { sidesOf, statePath, trainingGraph } from "../../src/graph/training-graph.ts";
import { sizeOf } from "../../src/graph/ir.ts";
import { openBackend, type Backend } from "../../src/run/backend.ts";
import { initialWeight } from "../../src/run/initial-weights.ts";
import { compileFeeds, makeStepNumbers } from "../../src/run/numbers.ts";
import { createSession, type Program } from "../../src/run/session.ts";
import { lockstep } from "../support/lockstep.ts";
import { GraphBuilder } from "./graph-builder.ts";
import { dataSet, trainingOf, type Spec } from "../support/training.ts";

let wasm: Backend;
beforeAll(async () => {
  wasm = await openBackend("wasm");
});

/** The losses of so many steps over batches of 7, the last of an epoch having one example; and the weights of each worker in the end. */
function steps(spec: Spec, workers: number, { count = 200, plain = false } = {}) {
  const training = trainingOf(spec);
  const { train } = dataSet("class", { count: 36 });
  const weights = allWeights(training.network);
  const all = lockstep(wasm, workers, plain);
  for (const weight of weights) all.variable(weight.path, sidesOf(weight.shape), initialWeight(weight, training.seed));
  for (const { path, shape } of trainableWeights(training.network))
    for (const { name } of training.optimizerProgram.states)
      all.variable(statePath(path, name), sidesOf(shape), new Float32Array(sizeOf(sidesOf(shape))));
  const batches = new Map(
    [7, 1].map((batch) => {
      const { graph, numbers } = trainingGraph(training, weights, batch, 3);
      const programs = all.sessions.map((session, rank): Program => {
        const found = shardGraph(graph, batch, { workers, rank });
        if ("indivisible" in found) throw new Error(found.indivisible.why);
        return session.compile(workers === 1 ? graph : found.graph, training.seed);
      });
      return [batch, { programs, feeds: compileFeeds(numbers) }];
    }),
  );
  const at = makeStepNumbers(training);
  const rows = Uint32Array.from({ length: 36 }, (_, i) => i);
  const losses = Array.from({ length: count }, (_, step) => {
    const first = (step % 6) * 7;
    const batch = Math.min(7, 36 - first);
    const { programs, feeds } = batches.get(batch)!;
    const found = at({ step, total: count, stepsPerEpoch: 6 });
    programs.forEach((program, rank) => {
      const own = first + rowsOf(batch, { workers, rank }).first;
      program.gather("features", train.features, 4, rows, own);
      program.gather("target", train.targets, 3, rows, own);
      for (const { feed, f } of feeds) program.feed(feed, f(found));
    });
    all.step(programs, step);
    const told = programs.map((program) => program.scalar("loss"));
    expect(new Set(told).size).toBe(1);
    return told[0]!;
  });
  const ends = all.sessions.map((session) => weights.map(({ path }) => [...session.read(path)]));
  all.sessions.forEach((session) => session.dispose());
  return { losses, ends };
}

const everything: Spec = {
  network: `defaults { regularization: l1_l2(l1: 1e-5, l2: 1e-4)  constraint: max_norm(2) }
    input(4) gaussian_noise(0.1) dense(8, activation: rrelu, normalization: batch_norm) dropout(10%) dense(8, activation: prelu)
    gaussian_dropout(10%) layer_norm dense(6, activation: selu) alpha_dropout(10%) dense(3, activation: softmax)`,
  train: `optimizer: nesterov  learning_rate: 0.01  clip_gradients: global_norm(1)  loss: cross_entropy(label_smoothing: 0.1)  seed: 7`,
};

/** Sums in another order are rounded otherwise, by 6e-8 of each number; 200 steps were seen to carry that to 7e-7 of the loss. */
const tolerance = 1e-5;

test.each([2, 3])(
  "200 steps of %i workers have the losses of one, and all end with the same weights to the bit",
  (workers) => {
    const [one, several] = [steps(everything, 1), steps(everything, workers)];
    const apart = several.losses.map((loss, i) => Math.abs(loss - one.losses[i]!) / one.losses[i]!);
    expect(Math.max(...apart)).toBeLessThan(tolerance);
    expect(one.losses.at(-2)).toBeLessThan(one.losses[0]!);
    for (const end of several.ends) expect(end).toEqual(several.ends[0]);
  },
);

test("plan and plain TF.js exchange the same to the bit", () => {
  expect(steps(everything, 2, { count: 12, plain: true })).toEqual(steps(everything, 2, { count: 12 }));
});

test("a graph for one of several workers is refused where there are no others", () => {
  const g = new GraphBuilder();
  g.output("sum", g.reduce("sum", g.feed("features", [4, 2]), [0]));
  const found = shardGraph(g.graph, 4, { workers: 2, rank: 1 });
  for (const plain of [false, true]) {
    const session = createSession(wasm, { plain });
    expect(() => "graph" in found && session.compile(found.graph, 1)).toThrow("and there are no others");
    session.dispose();
  }
});
