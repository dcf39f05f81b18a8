/** Training by several threads: what one worker comes to, the same each time, and an end in every case. */
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import type { DataSet } from "../../src/data/spec.ts";
import { loadModel, readWeights } from "../../src/run/model.ts";
import { openBackend, type BackendName } from "../../src/run/backend.ts";
import { hasRelaxedSimd, type KernelMode } from "../../src/run/kernels/assembled.ts";
import { createSession } from "../../src/run/session.ts";
import { train, type EpochLine, type TrainOptions } from "../../src/run/train.ts";
import { sharedData } from "../../src/run/workers/share.ts";
import { checkTeam, makeTeam } from "../../src/run/workers/team.ts";
import { theBuild, folderOf } from "../cli/command.ts";
import { dataSet, trainingOf, type Spec } from "../support/training.ts";

interface Way extends Partial<TrainOptions> {
  readonly workers?: number;
  readonly backend?: BackendName;
  readonly plain?: boolean;
  readonly mode?: KernelMode;
  readonly data?: DataSet;
  readonly entry?: URL;
}

let built: URL;
beforeAll(async () => {
  built = pathToFileURL(join(dirname((await theBuild()).file), "worker.cjs"));
});

const data = dataSet("class");

/** Trains, and tells how it went, without the seconds. */
async function run(
  spec: Spec,
  { workers = 2, backend = "wasm", plain, mode, data: on = data, entry = built, ...options }: Way = {},
) {
  const training = trainingOf(spec);
  const shared = sharedData(on);
  expect(checkTeam(training, shared, workers)).toEqual([]);
  const epochs = options.epochs ?? training.epochs;
  const session = { plain, mode };
  const team = workers === 1 ? undefined : makeTeam(training, shared, { workers, epochs, backend, session, entry });
  const own = createSession(await openBackend(backend), { ...session, allReduce: team?.allReduce });
  onTestFinished(() => own.dispose());
  const model = loadModel(training.network, own, training.seed);
  let time = 0;
  const result = await train(training, shared, model, { now: () => time++, team, ...options });
  const weights = Object.fromEntries([...readWeights(model)].map(([path, values]) => [path, [...values]]));
  return { ...result, history: result.history.map((line): EpochLine => ({ ...line, seconds: 0 })), weights };
}

/** 40 examples in batches of 13: the last of an epoch has one example, and all workers but one have none of it. */
const everything: Spec = {
  words: `schedule watching(monitored) { state { rate: 0.01 }  rate = rate / (1 + monitored / 10) }`,
  network: `defaults { regularization: l1_l2(l1: 1e-5, l2: 1e-4)  constraint: max_norm(2) }
    input(4) gaussian_noise(0.1) dense(8, activation: rrelu, normalization: batch_norm) dropout(10%) dense(8, activation: prelu)
    gaussian_dropout(10%) layer_norm dense(6, activation: selu) alpha_dropout(10%) dense(3, activation: softmax)`,
  train: `optimizer: nesterov  learning_rate: watching  clip_gradients: global_norm(1)
    loss: cross_entropy(label_smoothing: 0.1)  batch_size: 13  epochs: 6  metrics: [accuracy, auc, f1]  evaluate_training_loss: true  seed: 7`,
};
const plainly: Spec = {
  network: "input(4) dense(8, activation: elu) dense(3, activation: softmax)",
  train: "batch_size: 16  epochs: 4  metrics: [accuracy]  seed: 7",
};

/** Sums in another order are rounded otherwise; 24 steps carry that to less than this share of a number. */
const tolerance = 1e-5;

function expectAlike(found: Awaited<ReturnType<typeof run>>, wanted: Awaited<ReturnType<typeof run>>): void {
  expect(found.history.length).toBe(wanted.history.length);
  wanted.history.forEach((line, i) => {
    expect(Object.keys(found.history[i]!)).toEqual(Object.keys(line));
    for (const [measure, value] of Object.entries(line))
      if (typeof value === "number")
        expect(Math.abs(Number(found.history[i]![measure]) - value), measure).toBeLessThanOrEqual(
          tolerance * Math.abs(value),
        );
  });
}

test.each([2, 3])(
  "%i workers come to the history of one, with metrics, schedule and losses in inference",
  async (workers) => {
    const on = dataSet("class", { validation: 2500 });
    const [one, several] = [
      await run(everything, { data: on, workers: 1 }),
      await run(everything, { data: on, workers }),
    ];
    expectAlike(several, one);
    expect(several.history.at(-1)!.learning_rate).toBeLessThan(0.01);
  },
);

test("the same seed gives the same bytes with two workers again", async () => {
  expect(await run(everything)).toEqual(await run(everything));
});

test("classes that weigh and several outputs are divided too", async () => {
  const weights = Float32Array.from({ length: 40 }, (_, i) => 0.5 + (i % 3));
  const weighed = { ...data, train: { ...data.train, weights } };
  const classes = { ...plainly, target: "class(3)  class_weights: [1, 2, 0.5]" };
  expectAlike(await run(classes, { data: weighed }), await run(classes, { data: weighed, workers: 1 }));
  const two: Spec = {
    target: "multi_label(3)",
    network: `input(4)  hidden = dense(6, activation: tanh)  one = dense(1, activation: sigmoid)
      two = hidden -> dense(2, activation: sigmoid)  outputs: [one, two]`,
    train: "loss { one: mse  two: binary_cross_entropy }  metrics { two: [accuracy] }  batch_size: 16  epochs: 3",
  };
  const binary = dataSet("binary", { validation: 1500 });
  expectAlike(await run(two, { data: binary }), await run(two, { data: binary, workers: 1 }));
});

test("plain TF.js calls and the CPU backend are divided too", async () => {
  expect(await run(plainly, { plain: true })).toEqual(await run(plainly));
  expectAlike(await run(plainly, { backend: "cpu" }), await run(plainly, { backend: "cpu", workers: 1 }));
});

test.runIf(hasRelaxedSimd())("fast kernels are divided too, and come to the same bytes again", async () => {
  const [one, two] = [
    await run(everything, { mode: "fast", workers: 1 }),
    await run(everything, { mode: "fast", workers: 3 }),
  ];
  one.history.forEach(({ loss }, i) => expect(Math.abs(two.history[i]!.loss - loss)).toBeLessThan(1e-4 * loss));
  expect(await run(everything, { mode: "fast", workers: 3 })).toEqual(two);
});

test("the best weights are gone back to, and early stopping ends all threads", async () => {
  const stopping: Spec = {
    ...plainly,
    train: "optimizer: sgd  learning_rate: 3  batch_size: 16  epochs: 40  early_stopping { patience: 3 }  seed: 7",
  };
  const [one, two] = [await run(stopping, { workers: 1 }), await run(stopping)];
  expect([two.reason, two.epochs, two.bestEpoch, two.restored]).toEqual([one.reason, one.epochs, one.bestEpoch, true]);
  expect(two.reason).toBe("early_stopping");
});

test("an interrupted run stops at once, in the middle of an epoch and at its end", async () => {
  for (const at of [5, 6]) {
    const stop = new AbortController();
    let saved = 0;
    const result = await run(
      { ...plainly, train: "batch_size: 16  epochs: 1000" },
      {
        signal: stop.signal,
        now: () => performance.now() * 100,
        onStep: ({ step }) => step === at && stop.abort(),
        onInterrupted: () => saved++,
      },
    );
    expect(result.reason).toBe("interrupted");
    expect(result.steps).toBeLessThan(10);
    expect(saved + result.history.length).toBeGreaterThan(0);
  }
});

test("a loss that is no longer a number ends the run at the step where it ends one worker's", async () => {
  const spec: Spec = {
    target: "regression(column: y)",
    network: "input(4) dense(8, activation: relu) dense(3)",
    train: "optimizer: sgd  learning_rate: 1e6  loss: mse  batch_size: 16  epochs: 50",
  };
  const on = dataSet("regression");
  const [one, two] = [await run(spec, { data: on, workers: 1 }), await run(spec, { data: on })];
  expect(two.reason).toBe("not_finite");
  expect(two.notFinite).toMatchObject({ ...one.notFinite, layer: { name: one.notFinite!.layer!.name } });
});

/** The built worker, where `line` is run before the second worker's sixth exchange. */
function dying(line: string): URL {
  const folder = folderOf({});
  const file = join(folder, "worker.cjs");
  writeFileSync(
    file,
    `const { workerData } = require("node:worker_threads");
    if (workerData.shard?.rank === 1) {
      const { add } = Atomics;
      let times = 0;
      Atomics.add = (...given) => { if (++times === 6) { ${line} } return add(...given); };
    }
    require(${JSON.stringify(join(dirname(built.pathname), "worker.cjs"))});`,
  );
  return pathToFileURL(file);
}

test.each([
  ["throws", 'throw new Error("the roof is on fire")', "worker 2 of 3 has ended: the roof is on fire"],
  ["is gone without a word", "process.exit(7)", "worker 2 of 3 has ended: it ended with code 7"],
])("a worker that %s ends the run with an error, and nobody waits for it", async (_, line, message) => {
  await expect(run(plainly, { workers: 3, entry: dying(line) })).rejects.toThrow(message);
});

test("a worker that cannot begin is told before the first step", async () => {
  const entry = pathToFileURL(join(folderOf({ "worker.cjs": "throw new Error('no such thing')" }), "worker.cjs"));
  await expect(run(plainly, { entry })).rejects.toThrow("no such thing");
});

test("the data is in memory that all threads see", () => {
  const shared = sharedData(data);
  expect(shared).toEqual(data);
  expect(shared.train.features.buffer).toBeInstanceOf(SharedArrayBuffer);
});
