/** Norms as arguments, and what fits beside them. */
import { expect, test } from "vitest";
import { allWeights } from "../../src/graph/step.ts";
import { check } from "../../src/check.ts";
import { printUse, truthOf, wordOf } from "../../src/network/value.ts";
import { trainingOf } from "../support/training.ts";

const networkOf = (text: string) => trainingOf({ network: `${text} dense(3, activation: softmax)` }).network;
const kindsOf = (text: string): string[] => networkOf(text).layers.map(({ kind }) => kind);
const biasOf = (text: string): boolean => truthOf(networkOf(text).layers[1]!.arguments["bias"]);

test.each(["batch_norm", "layer_norm"])("`normalization: %s` stands before the activation and the dropout", (norm) => {
  const expected = ["input", "dense", norm, "activation", "dropout", "dense", "activation"];
  expect(kindsOf(`input(4) dense(5, activation: relu, normalization: ${norm}, dropout: 20%)`)).toEqual(expected);
  expect(kindsOf(`defaults { activation: relu  normalization: ${norm}  dropout: 20% } input(4) dense(5)`)).toEqual(
    expected,
  );
});

test("a batch norm takes a bias away, with or without its own; a layer norm does not", () => {
  expect(biasOf("input(4) dense(5)")).toBe(true);
  expect(biasOf("input(4) dense(5, normalization: batch_norm)")).toBe(false);
  expect(biasOf("input(4) dense(5, normalization: batch_norm(center: false))")).toBe(false);
  expect(biasOf("input(4) dense(5, normalization: layer_norm)")).toBe(true);
});

test.each(["batch_norm", "layer_norm", "dropout", "alpha_dropout", "gaussian_noise", "gaussian_dropout"])(
  "the initializer fits an activation behind %s",
  (between) => {
    const init = (text: string): string => printUse(wordOf(networkOf(text).layers[1]!.arguments["init"])!);
    expect(init(`input(4) dense(5) ${between} relu`)).toBe("he_normal");
    expect(init(`input(4) dense(5) ${between} selu`)).toBe("lecun_normal");
    expect(init(`input(4) dense(5) ${between} dense(5) relu`)).toBe("glorot_uniform");
  },
);

test("a norm without center or scale has no such weight", () => {
  const paths = (norm: string): string[] =>
    allWeights(networkOf(`input(4) ${norm}`)).flatMap(({ path, layer }) =>
      layer.id === 1 ? [path.split(".")[1]!] : [],
    );
  expect(paths("batch_norm")).toEqual(["gamma", "beta", "mean", "variance"]);
  expect(paths("batch_norm(center: false)")).toEqual(["gamma", "mean", "variance"]);
  expect(paths("batch_norm(center: false, scale: false)")).toEqual(["mean", "variance"]);
  expect(paths("layer_norm")).toEqual(["gamma", "beta"]);
  expect(paths("layer_norm(scale: false)")).toEqual(["beta"]);
});

const messages = (network: string): string[] =>
  check({
    path: "spec.dnn",
    text: `data d { source: spirals } network n { ${network} } train n on d`,
  }).diagnostics.flatMap(({ severity, message, help }) => (severity === "error" ? [`${message}; ${help}`] : []));

test.each([
  [
    "input dense(5, normalization: dropout) dense(2, activation: softmax)",
    "`dropout` is no normalization; write `batch_norm`, `layer_norm` or `none`",
  ],
  [
    "input layer_norm(center: false, scale: false)",
    "the network `n` has nothing to learn; give it a layer with weights, such as `dense`",
  ],
  [
    "input batch_norm(epsilon: 0) dense(2, activation: softmax)",
    "`epsilon` of `batch_norm` is 0, which is out of range; it takes a number above 0",
  ],
  [
    "input gaussian_noise(-1) dense(2, activation: softmax)",
    "`stddev` of `gaussian_noise` is -1, which is out of range; it takes a number from 0",
  ],
  [
    "input gaussian_dropout(100%) dense(2, activation: softmax)",
    "`rate` of `gaussian_dropout` is 100%, which is out of range; it takes a number from 0 below 1",
  ],
])("%s is told", (network, message) => {
  expect(messages(network).join("\n")).toContain(message);
});
