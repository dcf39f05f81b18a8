import { expect, test } from "vitest";
import { nearest } from "../../src/diagnostics/suggest.ts";

const words = [
  ...["data", "network", "train", "dense", "dropout", "batch_norm", "relu", "elu", "selu", "softmax", "sigmoid"],
  ...["learning_rate", "cross_entropy", "he_normal", "glorot_uniform", "epochs", "mse", "l2"],
];

test.each([
  ["netwrok", "network"],
  ["ntework", "network"],
  ["Network", "network"],
  ["dese", "dense"],
  ["densee", "dense"],
  ["droput", "dropout"],
  ["BatchNorm", "batch_norm"],
  ["batch-norm", "batch_norm"],
  ["batchnormal", "batch_norm"],
  ["rleu", "relu"],
  ["learningrate", "learning_rate"],
  ["crossentropy", "cross_entropy"],
  ["he_norml", "he_normal"],
  ["epcohs", "epochs"],
  ["epoch", "epochs"],
  ["sotfmax", "softmax"],
  ["mes", "mse"],
  ["relu", "relu"],
  ["lr", undefined],
  ["x", undefined],
  ["", undefined],
  ["conv2d", undefined],
  ["_", undefined],
])("%j is near %j", (typed, meant) => {
  expect(nearest(typed, words)).toBe(meant);
});
