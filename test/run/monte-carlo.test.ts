/** Monte Carlo dropout: what its samples average to, that they can be repeated, and its measures by hand. */
import { expect, test } from "vitest";
import { isRandom } from "../../src/graph/monte-carlo.ts";
import { openBackend } from "../../src/run/backend.ts";
import { loadModel, predict, readWeights, type LoadedModel } from "../../src/run/model.ts";
import { evaluateByMean, predictByMean } from "../../src/run/monte-carlo.ts";
import { createSession } from "../../src/run/session.ts";
import { dataSet, numbers, trainingOf, type Spec } from "../support/training.ts";

async function modelOf(spec: Spec) {
  const training = trainingOf(spec);
  return { training, model: loadModel(training.network, createSession(await openBackend("wasm")), training.seed) };
}

const seed = 5;
const rows = numbers(6 * 4, 3, 2);
const samplesOf = (model: LoadedModel, samples: number) => predictByMean(model, rows, 6, { samples, seed });

test.each([
  ["dropout(50%)", (x: number, w: number) => (x * w) ** 2],
  ["gaussian_dropout(50%)", (x: number, w: number) => (x * w) ** 2],
  ["gaussian_noise(0.5)", (_: number, w: number) => (0.5 * w) ** 2],
])(
  "the samples of a linear network behind %s have its mean, and the deviation that follows",
  async (layer, variance) => {
    const { model } = await modelOf({ target: "regression", network: `input(4) ${layer} dense(1)` });
    const kernel = readWeights(model).get("dense_1.kernel")!;
    const plain = predict(model, rows, 6)[0]!;
    const samples = 4000;
    const { mean, deviation } = samplesOf(model, samples);
    for (let row = 0; row < 6; row++) {
      const expected = Math.sqrt(kernel.reduce((sum, w, i) => sum + variance(rows[row * 4 + i]!, w), 0));
      // The mean of 4000 samples is within 4 of its own deviations, the deviation within 6%.
      expect(Math.abs(mean[row]! - plain[row]!)).toBeLessThan((4 * expected) / Math.sqrt(samples));
      expect(Math.abs(deviation[row]! / expected - 1)).toBeLessThan(0.06);
    }
  },
);

test("one seed gives the same samples again, another does not; more samples begin with the same ones", async () => {
  const { model } = await modelOf({
    network: "input(4) dense(8, activation: elu) dropout(30%) dense(3, activation: softmax)",
  });
  const first = samplesOf(model, 3);
  expect(samplesOf(model, 3)).toEqual(first);
  expect(predictByMean(model, rows, 6, { samples: 3, seed: 6 }).mean).not.toEqual(first.mean);
  const [two, fourth] = [samplesOf(model, 4), samplesOf(model, 4).mean.map((mean, i) => 4 * mean - 3 * first.mean[i]!)];
  for (let row = 0; row < 6; row++) {
    const sum = [...fourth.subarray(row * 3, row * 3 + 3)].reduce((so, p) => so + p, 0);
    expect(Math.abs(sum - 1)).toBeLessThan(1e-5);
  }
  expect(two.mean).not.toEqual(first.mean);
});

test("examples of one batch and of the next have masks of their own", async () => {
  const { model } = await modelOf({ target: "regression", network: "input(4) dropout(50%) dense(1)" });
  const features = new Float32Array(1001 * 4).fill(1);
  const { mean } = predictByMean(model, features, 1001, { samples: 5, seed });
  expect(new Set([mean[0], mean[1], mean[1000]]).size).toBe(3);
});

test("norms go by their history, and the statistics stay", async () => {
  const { model } = await modelOf({
    target: "regression",
    network: "input(4) batch_norm gaussian_noise(1e-6) dense(1)",
  });
  const before = readWeights(model);
  const plain = predict(model, rows, 6)[0]!;
  const { mean, deviation } = samplesOf(model, 5);
  mean.forEach((value, i) => expect(Math.abs(value - plain[i]!)).toBeLessThan(1e-5));
  expect(Math.max(...deviation)).toBeGreaterThan(0);
  expect(readWeights(model)).toEqual(before);
});

test("a network is random where anything is drawn", () => {
  const random = (layer: string): boolean =>
    isRandom(trainingOf({ network: `input(4) ${layer} dense(3, activation: softmax)` }).network);
  expect(["dropout", "alpha_dropout", "gaussian_noise", "gaussian_dropout"].map(random)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(["dropout(0%)", "gaussian_noise(0)", "batch_norm", "relu"].map(random)).toEqual([false, false, false, false]);
});

const near = (found: number | undefined, expected: number, within: number): void =>
  expect(Math.abs(found! - expected)).toBeLessThan(within);

/** Probabilities of classes are float32: sums of 40 of their logarithms are good to some 1e-6. */
test("the loss of classes is that of the mean probabilities, and the mean log probability its opposite", async () => {
  const { training, model } = await modelOf({
    network: "input(4) dense(8, activation: elu, regularization: l2(0.01)) dropout(30%) dense(3, activation: softmax)",
  });
  const data = dataSet("class");
  const { count, features, targets } = data.train;
  const { mean } = predictByMean(model, features, count, { samples: 7, seed });
  const right = [...mean].filter((_, i) => targets[i] === 1);
  const expected = right.reduce((sum, p) => sum + Math.log(p), 0) / count;
  const penalty =
    0.01 *
    readWeights(model)
      .get("dense_1.kernel")!
      .reduce((sum, w) => sum + w ** 2, 0);
  const found = evaluateByMean(model, training, data, data.train, { samples: 7, seed });
  expect(Object.keys(found)).toEqual(["loss", "accuracy", "log_likelihood"]);
  near(found["log_likelihood"], expected, 1e-9);
  near(found["loss"], penalty - expected, 3e-6);
  const best = Array.from({ length: count }, (_, row) => {
    const own = [...mean.subarray(row * 3, row * 3 + 3)];
    return Number(targets[row * 3 + own.indexOf(Math.max(...own))] === 1);
  });
  near(found["accuracy"], best.reduce((sum, is) => sum + is, 0) / count, 1e-12);
});

test("yes and no are measured by the mean of the probabilities too", async () => {
  const { training, model } = await modelOf({
    target: "binary",
    network: "input(4) dense(8, activation: elu) dropout(30%) dense(1, activation: sigmoid)",
  });
  const data = dataSet("binary", { outputs: 1 });
  const { count, features, targets } = data.train;
  const { mean } = predictByMean(model, features, count, { samples: 7, seed });
  const expected = mean.reduce((sum, p, i) => sum + Math.log(targets[i] === 1 ? p : 1 - p), 0) / count;
  const found = evaluateByMean(model, training, data, data.train, { samples: 7, seed });
  near(found["log_likelihood"], expected, 1e-9);
  near(found["loss"], -expected, 3e-6);
});

test("numbers are measured by the density of Gal and Ghahramani, in the target's own units", async () => {
  const { training, model } = await modelOf({
    target: "regression(columns: [a, b], normalize: standardize)",
    network: "input(4) dense(8, activation: elu) dropout(30%) dense(2)",
  });
  const scalings = [
    { shift: 3, scale: 2 },
    { shift: -1, scale: 10 },
  ];
  const made = dataSet("regression", { outputs: 2 });
  const data = { ...made, fitted: { ...made.fitted, targets: scalings } };
  const own = (value: number, i: number): number => value * scalings[i % 2]!.scale + scalings[i % 2]!.shift;
  const [part, basis] = [data.train, data.validation!];
  const at = (samples: number, { features, count }: typeof part) =>
    predictByMean(model, features, count, { samples, seed }).mean;
  const variances = [0, 1].map((column) => {
    const errors = [...at(2, basis)].map((mean, i) => (own(mean, i) - own(basis.targets[i]!, i)) ** 2);
    return errors.filter((_, i) => i % 2 === column).reduce((sum, error) => sum + error, 0) / basis.count;
  });
  const first = at(1, part);
  const second = at(2, part).map((mean, i) => 2 * mean - first[i]!);
  const density = (values: Float64Array, row: number): number =>
    [0, 1].reduce((product, column) => {
      const [i, variance] = [row * 2 + column, variances[column]!];
      const off = own(part.targets[i]!, i) - own(values[i]!, i);
      return (product * Math.exp(-(off ** 2) / (2 * variance))) / Math.sqrt(2 * Math.PI * variance);
    }, 1);
  const logs = Array.from({ length: part.count }, (_, row) =>
    Math.log((density(first, row) + density(second, row)) / 2),
  );
  const found = evaluateByMean(model, training, data, part, { samples: 2, seed });
  near(found["log_likelihood"], logs.reduce((sum, log) => sum + log, 0) / part.count, 1e-9);
  const mean = at(2, part);
  const squares = [...mean].map((value, i) => (value - part.targets[i]!) ** 2);
  near(found["loss"], squares.reduce((sum, square) => sum + square, 0) / squares.length, 3e-6);
});
