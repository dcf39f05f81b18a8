/** A run from its first weights to its end: repeatable, the same by plan and by plain TF.js, and ending as it should. */
import { afterAll, expect, test } from "vitest";
import type { DataSet } from "../../src/data/spec.ts";
import { loadModel, readWeights } from "../../src/run/model.ts";
import { openBackend, type BackendName } from "../../src/run/backend.ts";
import { createSession } from "../../src/run/session.ts";
import { train, type EpochLine, type TrainOptions } from "../../src/run/train.ts";
import { standardFiles } from "../../grammar/standard.ts";
import { dataSet, trainingOf, type Spec } from "../support/training.ts";

interface Way extends Partial<TrainOptions> {
  readonly backend?: BackendName;
  readonly plain?: boolean;
  readonly data?: DataSet;
}

const classes: Spec = {
  network: `input(4) dense(8, activation: elu) batch_norm dropout(20%) dense(6, activation: selu) alpha_dropout(10%) dense(3, activation: softmax)`,
  train: "batch_size: 16  epochs: 4  metrics: [accuracy]  seed: 7",
};
const data = dataSet("class");

/** Trains, and tells how it went, without the seconds. */
async function run(spec: Spec, { backend = "wasm", plain = false, data: on = data, ...options }: Way = {}) {
  const training = trainingOf(spec);
  const session = createSession(await openBackend(backend), { plain });
  const model = loadModel(training.network, session, training.seed);
  let time = 0;
  const result = await train(training, on, model, { now: () => time++, ...options });
  const weights = Object.fromEntries([...readWeights(model)].map(([path, values]) => [path, [...values]]));
  session.dispose();
  return { ...result, history: result.history.map((line): EpochLine => ({ ...line, seconds: 0 })), weights };
}

const losses = ({ history }: { history: readonly { readonly loss: number }[] }): number[] =>
  history.map(({ loss }) => loss);

afterAll(async () => {
  const { tf } = await openBackend("wasm");
  expect(tf.memory()).toMatchObject({ numTensors: 0, numDataBuffers: 0 });
});

test("the same seed gives the same bytes, another seed others", async () => {
  const [first, second] = [await run(classes), await run(classes)];
  expect(second).toEqual(first);
  const other = await run({ ...classes, train: classes.train!.replace("seed: 7", "seed: 8") });
  expect(losses(other)).not.toEqual(losses(first));
  expect(losses(first).at(-1)).toBeLessThan(losses(first)[0]!);
});

/** Noise of every kind, what is learned beside kernels, a schedule with a memory, and all that acts on a step. */
const everything: Spec = {
  network: `defaults { regularization: l1_l2(l1: 1e-5, l2: 1e-4)  constraint: max_norm(2) }
    input(4) gaussian_noise(0.1) dense(8, activation: rrelu, normalization: batch_norm) dropout(10%) dense(8, activation: prelu)
    gaussian_dropout(10%) layer_norm dense(6, activation: selu) alpha_dropout(10%) dense(3, activation: softmax)`,
  train: `optimizer: nesterov  learning_rate: warmup(10%, into: one_cycle(peak: 0.05))  clip_gradients: global_norm(1)
    loss: cross_entropy(label_smoothing: 0.1)  batch_size: 16  epochs: 4  metrics: [accuracy, auc]  seed: 7`,
};

test("with everything that draws and remembers the same seed gives the same bytes, another seed others", async () => {
  const first = await run(everything);
  expect(await run(everything)).toEqual(first);
  const other = await run({ ...everything, train: everything.train!.replace("seed: 7", "seed: 8") });
  for (const [path, values] of Object.entries(first.weights)) expect(other.weights[path], path).not.toEqual(values);
});

test("the same weights in another order of the batches come to another end", async () => {
  const still: Spec = { ...classes, network: "input(4) dense(8, activation: elu) dense(3, activation: softmax)" };
  const turned = (values: Float32Array, width: number): Float32Array =>
    values.map((_, i) => values[values.length - width * (1 + Math.floor(i / width)) + (i % width)]!);
  const { features, targets, ...part } = data.train;
  const backwards: DataSet = {
    ...data,
    train: { ...part, features: turned(features, 4), targets: turned(targets, 3) },
  };
  const [first, second] = [await run(still), await run(still, { data: backwards })];
  expect(losses(second)).not.toEqual(losses(first));
  for (const [path, values] of Object.entries(first.weights)) expect(second.weights[path], path).not.toEqual(values);
  // In one batch the order is that of the terms of a sum, and no more.
  const whole: Spec = { ...still, train: "optimizer: sgd  batch_size: 40  epochs: 4  seed: 7" };
  const [one, other] = [await run(whole), await run(whole, { data: backwards })];
  losses(one).forEach((loss, i) => expect(losses(other)[i]).toBeCloseTo(loss, 5));
});

test("plan and plain TF.js give the same history and weights to the bit", async () => {
  expect(await run(classes, { plain: true })).toEqual(await run(classes));
});

// The backends differ in their exponentials and in the order of their sums; a few dozen steps carry that to 1e-5 or so.
test("the CPU backend comes to the same within a thousandth", async () => {
  const [wasm, cpu] = [await run(classes), await run(classes, { backend: "cpu" })];
  wasm.history.forEach((line, i) => {
    for (const measure of ["loss", "validation_loss", "learning_rate"])
      expect(Math.abs(Number(line[measure]) - Number(cpu.history[i]![measure])), measure).toBeLessThan(1e-3);
  });
  for (const [path, values] of Object.entries(wasm.weights))
    values.forEach((w, i) => expect(Math.abs(w - cpu.weights[path]![i]!), path).toBeLessThan(1e-3));
});

test("the last batch of an epoch is what is left, and counts by its examples", async () => {
  // Without a rate to speak of every example keeps its loss, so that the epoch's loss is that of the whole.
  const still = {
    network: "input(4) dense(3, activation: softmax)",
    train: "optimizer: sgd  learning_rate: 1e-30  epochs: 1",
  };
  const whole = await run({ ...still, train: `${still.train}  batch_size: 40` });
  for (const [size, steps] of [
    [16, 3],
    [39, 2],
    [1, 40],
    [64, 1],
  ] as const) {
    const parts = await run({ ...still, train: `${still.train}  batch_size: ${size}` });
    expect(parts.steps).toBe(steps);
    expect(parts.history[0]!.loss).toBeCloseTo(whole.history[0]!.loss, 5);
  }
});

test("early stopping ends after `patience` epochs without a better loss, and goes back to the best weights", async () => {
  const overfitting = (stopping: string): Spec => ({
    network: "input(4) dense(64, activation: relu) dense(3, activation: softmax)",
    train: `learning_rate: 0.05  epochs: 60  ${stopping}`,
  });
  const noise = { ...data, validation: { ...data.validation!, targets: data.validation!.targets.toReversed() } };
  const stopped = await run(overfitting("early_stopping { patience: 3 }"), { data: noise });
  expect(stopped).toMatchObject({ reason: "early_stopping", restored: true, epochs: stopped.bestEpoch + 3 });
  const held = stopped.history.map((line) => Number(line["validation_loss"]));
  expect(held[stopped.bestEpoch - 1]).toBe(Math.min(...held));
  const best = await run(overfitting(""), { data: noise, epochs: stopped.bestEpoch });
  expect(stopped.weights).toEqual(best.weights);
  const kept = await run(overfitting("early_stopping { patience: 3  restore_best: false }"), { data: noise });
  expect(kept).toMatchObject({ reason: "early_stopping", restored: false, epochs: stopped.epochs });
  expect(kept.weights).not.toEqual(best.weights);
  const never = await run(overfitting("early_stopping { patience: none }"), { data: noise });
  expect(never).toMatchObject({ reason: "epochs", restored: true, epochs: 60 });
  const training = await run(overfitting("early_stopping { monitor: loss  patience: 3 }"), { data: noise, epochs: 10 });
  expect(training).toMatchObject({ reason: "epochs", bestEpoch: 10 });
});

/** The library's own declaration of a word, under another name. */
function copyOf(kind: string, name: string, copy: string): string {
  const declaration = standardFiles.flatMap(
    ({ text }) => new RegExp(`^${kind} ${name}\\([^]*?(?=\\n\\n|$(?![^]))`, "m").exec(text) ?? [],
  )[0]!;
  return declaration.replace(`${kind} ${name}(`, `${kind} ${copy}(`);
}

test("copies of selu and adam under other names train as the built-in words do, to the bit", async () => {
  const spec = (activation: string, optimizer: string): Spec => ({
    words: `${copyOf("activation", "selu", "my_selu")}\n${copyOf("optimizer", "adam", "my_adam")}`,
    network: `input(4) repeat 3 { dense(8, activation: ${activation}) } dense(3, activation: softmax)`,
    train: `optimizer: ${optimizer}  epochs: 5`,
  });
  const standard = await run(spec("selu", "adam"));
  for (const [activation, optimizer] of [
    ["my_selu", "adam"],
    ["selu", "my_adam"],
    ["my_selu", "my_adam"],
  ] as const)
    expect(losses(await run(spec(activation, optimizer)))).toEqual(losses(standard));
});

test("numbers that leave the finite ones end the run, at a step and a layer", async () => {
  const diverging = {
    network: "input(4) dense(8, activation: relu) dense(1)",
    target: "regression",
    train: "optimizer: sgd  learning_rate: 1e30",
  };
  const result = await run(diverging, { data: dataSet("regression", { outputs: 1 }) });
  expect(result.reason).toBe("not_finite");
  expect(result.notFinite!.epoch).toBe(1);
  expect(result.notFinite!.step).toBeGreaterThan(1);
  expect(result.notFinite!.layer?.kind).toBe("dense");
});

test("weights and a validation loss that are no longer finite at the end of an epoch end the run, without a line", async () => {
  // One step an epoch: its loss is that of the first weights, and finite.
  const spec = (rate: number): Spec => ({
    network: "input(4) dense(8, activation: relu) dense(1)",
    target: "regression",
    train: `optimizer: sgd  batch_size: 40  epochs: 3  learning_rate: ${rate}`,
  });
  const regression = dataSet("regression", { outputs: 1 });
  const lines: EpochLine[] = [];
  const ways = { data: regression, onEpoch: (line: EpochLine) => void lines.push(line) };
  const held = await run(spec(1e20), ways);
  expect(held).toMatchObject({ reason: "not_finite", epochs: 0, steps: 1, bestEpoch: 0 });
  expect(held.notFinite).toEqual({ what: "validation_loss", step: 1, epoch: 1, layer: undefined });
  const far = await run(spec(3e38), ways);
  expect(far).toMatchObject({ reason: "not_finite", epochs: 0, steps: 1 });
  expect(far.notFinite).toMatchObject({ what: "weights", step: 1, epoch: 1, layer: { kind: "dense" } });
  expect(lines).toEqual([]);
});

test("states that are plain numbers are told after each epoch and at an interruption", async () => {
  const words = "optimizer own(w, g, rate: 0.01) { state { c: 1 } c = c / 2  w = w - rate * c * g }";
  const spec = { words, network: "input(4) dense(3, activation: softmax)", train: "optimizer: own  batch_size: 20" };
  const seen: unknown[] = [];
  const controller = new AbortController();
  let time = 0;
  const result = await run(spec, {
    now: () => (time += 100),
    signal: controller.signal,
    onProgress: ({ epoch, step }) => void (epoch === 3 && step === 1 && controller.abort()),
    onEpoch: ({ epoch }, _, { schedule, optimizer }) => void seen.push([epoch, { ...schedule }, { ...optimizer }]),
    onInterrupted: ({ epochs, step }, { optimizer }) => void seen.push([epochs, step, { ...optimizer }]),
  });
  expect(result).toMatchObject({ reason: "interrupted", epochs: 2, steps: 5 });
  expect(seen).toEqual([
    [1, {}, { c: 1 / 4 }],
    [2, {}, { c: 1 / 16 }],
    [2, 5, { c: 1 / 32 }],
  ]);
});

test("a schedule that watches sees the validation loss, falls with it, and its states are told after each epoch", async () => {
  const spec = {
    ...classes,
    train: "optimizer: sgd  epochs: 12  learning_rate: performance(1, factor: 0.5, patience: 1)",
  };
  const states: Readonly<Record<string, number>>[] = [];
  const { history } = await run(spec, { onEpoch: (_, __, { schedule }) => void states.push({ ...schedule }) });
  let [rate, best] = [1, Infinity];
  for (const [i, line] of history.entries()) {
    expect(line.learning_rate).toBe(rate);
    const loss = line["validation_loss"] as number;
    if (!(loss < best)) rate *= 0.5;
    best = Math.min(best, loss);
    expect(states[i]).toEqual({ rate, best, waited: 0 });
  }
  expect(rate).toBeLessThan(1);
});

test("an aborted run ends after what it is doing, keeps its history, and goes back to the best weights", async () => {
  const controller = new AbortController();
  const between = await run(
    { ...classes, train: `${classes.train}  early_stopping { patience: none }` },
    { signal: controller.signal, onEpoch: ({ epoch }) => void (epoch === 2 && controller.abort()) },
  );
  expect(between).toMatchObject({ reason: "interrupted", epochs: 2, restored: true });
  // A clock that runs gives way after every step, so that the run ends in the middle of an epoch.
  let time = 0;
  const inside = new AbortController();
  const within = await run(classes, {
    now: () => (time += 100),
    signal: inside.signal,
    onProgress: ({ epoch, step }) => void (epoch === 2 && step === 1 && inside.abort()),
  });
  expect(within).toMatchObject({ reason: "interrupted", epochs: 1, steps: 4 });
  const before = await run(classes, { signal: AbortSignal.abort() });
  expect(before.reason).toBe("interrupted");
});

test("memory is flat: no tensor stays behind a step, whichever way is computed", async () => {
  const { tf } = await openBackend("wasm");
  for (const plain of [false, true]) {
    const seen = new Set<string>();
    await run(
      { ...classes, train: `${classes.train}  early_stopping { patience: none }` },
      {
        plain,
        epochs: 6,
        onEpoch: ({ epoch }) => void (epoch > 1 && seen.add(`${tf.memory().numTensors} ${tf.memory().numBytes}`)),
      },
    );
    expect(seen.size, plain ? "plain" : "plan").toBe(1);
  }
});

test("every loss that fits a target learns it", async () => {
  const cases = [
    { target: "class(3)", kind: "class", outputs: 3, last: "dense(3, activation: softmax)", metric: "accuracy" },
    { target: "binary", kind: "binary", outputs: 1, last: "dense(1, activation: sigmoid)", metric: "accuracy" },
    { target: "multi_label(3)", kind: "binary", outputs: 3, last: "dense(3, activation: sigmoid)", metric: undefined },
    { target: "regression(columns: [a, b])", kind: "regression", outputs: 2, last: "dense(2)", metric: "rmse" },
  ] as const;
  for (const { target, kind, outputs, last, metric } of cases) {
    const { history } = await run(
      { target, network: `input(4) dense(16, activation: relu) ${last}`, train: "learning_rate: 0.02  epochs: 30" },
      { data: dataSet(kind, { outputs, count: 200 }) },
    );
    expect(history.at(-1)!.loss, target).toBeLessThan(history[0]!.loss / 3);
    if (metric === "accuracy") expect(history.at(-1)!["validation_accuracy"], target).toBeGreaterThan(0.8);
    if (metric === "rmse") expect(history.at(-1)!["rmse"]).toBeCloseTo(Math.sqrt(history.at(-1)!.loss), 4);
  }
});
