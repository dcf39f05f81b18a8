/** Settings that no run could have: each an error at its «argument», with the range that it may have. */
import { expect, test } from "vitest";
import { check } from "../../src/check.ts";
import { marked } from "../syntax/support.ts";

const share = "a number from 0 below 1";
const positive = "a number above 0";
const from0 = "a number from 0";
const finite = "a number";
const count = "a whole number from 1 up to 1000000";

type Row = readonly [use: string, parameter: string, found: string, range: string];

/** In a layer's line. */
const layers: readonly Row[] = [
  ["dropout(«100%»)", "rate` of `dropout", "100%", share],
  ["dropout(«-1%»)", "rate` of `dropout", "-0.01", share],
  ["dropout(«0/0»)", "rate` of `dropout", "NaN", share],
  ["alpha_dropout(«1»)", "rate` of `alpha_dropout", "1", share],
  ["gaussian_dropout(«100%»)", "rate` of `gaussian_dropout", "100%", share],
  ["gaussian_noise(«-0.1»)", "stddev` of `gaussian_noise", "-0.1", from0],
  ["gaussian_noise(«1/0»)", "stddev` of `gaussian_noise", "Infinity", from0],
  ["batch_norm(momentum: «1»)", "momentum` of `batch_norm", "1", share],
  ["batch_norm(epsilon: «0»)", "epsilon` of `batch_norm", "0", positive],
  ["layer_norm(epsilon: «0»)", "epsilon` of `layer_norm", "0", positive],
  ["dense(«0»)", "units` of `dense", "0", "a whole number from 1 up to 16777216"],
  ["dense(3, dropout: «100%»)", "dropout` of `dense", "100%", share],
  ["dense(3, learning_rate_multiplier: «0»)", "learning_rate_multiplier` of `dense", "0", positive],
  ["dense(3, constraint: max_norm(«0»))", "r` of `max_norm", "0", positive],
  ["dense(3, constraint: min_max_norm(max_value: «0»))", "max_value` of `min_max_norm", "0", positive],
  ["dense(3, constraint: min_max_norm(rate: «1.5»))", "rate` of `min_max_norm", "1.5", "a number from 0 up to 1"],
  ["dense(3, regularization: l2(«-1»))", "l2` of `l2", "-1", from0],
  ["dense(3, regularization: l1(«0/0»))", "l1` of `l1", "NaN", from0],
  ["dense(3, regularization: l1_l2(l2: «infinity»))", "l2` of `l1_l2", "Infinity", from0],
  ["dense(3, activation: elu(alpha: «0»))", "alpha` of `elu", "0", positive],
  ["dense(3, activation: leaky_relu(«1/0»))", "alpha` of `leaky_relu", "Infinity", "a number from 0 up to 1"],
  ["dense(3, activation: rrelu(lower: «-0.1»))", "lower` of `rrelu", "-0.1", "a number from 0 up to 1"],
  ["dense(3, activation: swish(beta: «0/0»))", "beta` of `swish", "NaN", finite],
  ["dense(3, activation: prelu(alpha: trainable(«0/0»)))", "alpha` of `prelu", "NaN", finite],
  ["dense(3, init: constant(«0/0»))", "value` of `constant", "NaN", finite],
  ["dense(3, init: random_normal(«-1»))", "stddev` of `random_normal", "-1", from0],
  ["dense(3, init: random_uniform(«1/0»))", "limit` of `random_uniform", "Infinity", from0],
  ["dense(3, init: variance_scaling(scale: «0»))", "scale` of `variance_scaling", "0", positive],
  ["dense(3, init: orthogonal(«-1»))", "gain` of `orthogonal", "-1", from0],
];

/** In a train block. */
const entries: readonly Row[] = [
  ["optimizer: momentum(«1.2»)", "momentum` of `momentum", "1.2", share],
  ["optimizer: nesterov(«1»)", "momentum` of `nesterov", "1", share],
  ["optimizer: adam(beta1: «1»)", "beta1` of `adam", "1", share],
  ["optimizer: adam(epsilon: «0»)", "epsilon` of `adam", "0", positive],
  ["optimizer: adam(epsilon: «0/0»)", "epsilon` of `adam", "NaN", positive],
  ["optimizer: rmsprop(rho: «1»)", "rho` of `rmsprop", "1", share],
  ["optimizer: adagrad(initial_accumulator_value: «-1»)", "initial_accumulator_value` of `adagrad", "-1", from0],
  ["optimizer: adamw(weight_decay: «-1»)", "weight_decay` of `adamw", "-1", from0],
  ["learning_rate: «0»", "learning_rate", "0", positive],
  ["learning_rate: «-0.1»", "learning_rate", "-0.1", positive],
  ["learning_rate: «0/0»", "learning_rate", "NaN", positive],
  ["learning_rate: «1/0»", "learning_rate", "Infinity", positive],
  ["learning_rate: exponential(every: «0 steps»)", "every` of `exponential", "0 steps", positive],
  ["learning_rate: power(every: «0%»)", "every` of `power", "0%", positive],
  ["learning_rate: power(c: «-1»)", "c` of `power", "-1", from0],
  ["learning_rate: cosine(every: «0 epochs»)", "every` of `cosine", "0 epochs", positive],
  ["learning_rate: cosine(growth: «0.5»)", "growth` of `cosine", "0.5", "a number from 1"],
  ["learning_rate: piecewise([0.1, «0»], at: [1 epoch])", "rates` of `piecewise", "0", positive],
  ["learning_rate: piecewise([0.1, 0.01], at: [«0 steps»])", "at` of `piecewise", "0 steps", positive],
  ["learning_rate: performance(factor: «1»)", "factor` of `performance", "1", "a number above 0 below 1"],
  ["learning_rate: performance(patience: «-1»)", "patience` of `performance", "-1", count],
  ["learning_rate: one_cycle(peak: «0/0»)", "peak` of `one_cycle", "NaN", positive],
  ["learning_rate: one_cycle(high: «1»)", "high` of `one_cycle", "1", share],
  ["learning_rate: warmup(«0 steps», into: 0.1)", "over` of `warmup", "0 steps", positive],
  ["learning_rate: warmup(5 steps, into: «0»)", "into` of `warmup", "0", positive],
  ["batch_size: «0»", "batch_size", "0", count],
  ["epochs: «0»", "epochs", "0", count],
  ["epochs: «-1»", "epochs", "-1", count],
  ["early_stopping { patience: «-1» }", "patience", "-1", count],
  ["early_stopping { patience: «0» }", "patience", "0", count],
  ["clip_gradients: value(«0»)", "limit` of `value", "0", positive],
  ["clip_gradients: norm(«0/0»)", "limit` of `norm", "NaN", positive],
  ["clip_gradients: global_norm(«1/0»)", "limit` of `global_norm", "Infinity", positive],
  ["loss: cross_entropy(label_smoothing: «1»)", "label_smoothing` of `cross_entropy", "1", share],
  ["loss: huber(delta: «0»)", "delta` of `huber", "0", positive],
  ["loss_weights { main: «0» }", "main` of `loss_weights", "0", positive],
  ["metrics: [top_k(k: «0»)]", "k` of `top_k", "0", count],
  ["metrics: [accuracy(threshold: «0/0»)]", "threshold` of `accuracy", "NaN", finite],
  ["seed: «-1»", "seed", "-1", "a whole number from 0 up to 4294967295"],
];

/** In a data block. */
const data: readonly Row[] = [
  ["source: moons(noise: «0/0»)", "noise` of `moons", "NaN", from0],
  ["source: spirals(classes: «1»)", "classes` of `spirals", "1", "a whole number from 2 up to 100"],
  ["source: friedman(features: «4»)", "features` of `friedman", "4", "a whole number from 5 up to 10000"],
  ["source: moons examples: «0»", "examples", "0", "a whole number from 1"],
  ["source: moons class_weights: [«-1», 1]", "class_weights", "-1", from0],
  ["source: moons class_weights: [«1/0», 1]", "class_weights", "Infinity", from0],
];

const inLayers = (line: string): string => `network q { input(2) ${line} }`;
const inTraining = (entry: string): string =>
  `data m { source: moons } network q { input dense(2, activation: softmax) } train q on m { ${entry} }`;
const inData = (entry: string): string => `data m { ${entry} }`;

const rows = [
  ...layers.map(([use, ...rest]) => [use, inLayers(use), ...rest] as const),
  ...entries.map(([use, ...rest]) => [use, inTraining(use), ...rest] as const),
  ...data.map(([use, ...rest]) => [use, inData(use), ...rest] as const),
];

test.each(rows)("%s is an error at the argument, with its range", (_, source, parameter, found, range) => {
  const { text, places } = marked(source);
  const errors = check({ path: "impossible.dnn", text }).diagnostics.filter(({ severity }) => severity === "error");
  expect(errors.map(({ at, message, help }) => [{ start: at.start, end: at.end }, message, help])).toEqual([
    [places[0], `\`${parameter}\` is ${found}, which is out of range`, `it takes ${range}`],
  ]);
});
