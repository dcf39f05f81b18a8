/** `freeze`: which layers it holds, what training makes of them, and what is said of a wrong name. */
import { expect, test } from "vitest";
import { check } from "../../src/check.ts";
import { summarize } from "../../src/explain/summarize.ts";
import { allWeights, objectiveStep, trainableWeights } from "../../src/graph/step.ts";
import { trainingGraph } from "../../src/graph/training-graph.ts";
import { openBackend } from "../../src/run/backend.ts";
import { loadModel, readWeights } from "../../src/run/model.ts";
import { createSession } from "../../src/run/session.ts";
import { train } from "../../src/run/train.ts";
import { dataSet, trainingOf } from "../support/training.ts";

const words = "block unit(n) { inner = dense(n)  batch_norm  relu }";
const network = `input(4)  body = dense(5, activation: relu, normalization: batch_norm, regularization: l2(0.1))
  deep = unit(4) -> layer_norm  dense(4, activation: tanh)  batch_norm  head = dense(3, activation: softmax)`;
const frozenBy = (freeze: string) =>
  trainingOf({ words, network, train: `freeze: ${freeze}  epochs: 3  batch_size: 8  optimizer: adam` });
const trainedPaths = (freeze: string): string[] => trainableWeights(frozenBy(freeze).network).map(({ path }) => path);

test("a frozen line holds everything that is written in it: norms, blocks, activations", () => {
  const all = trainableWeights(frozenBy("none").network).map(({ path }) => path);
  const held = (freeze: string): string[] => all.filter((path) => !trainedPaths(freeze).includes(path));
  expect(held("[body]")).toEqual(["dense_1.kernel", "batch_norm_1.gamma", "batch_norm_1.beta"]);
  expect(held("[deep]")).toEqual([
    "dense_2.kernel",
    "dense_2.bias",
    "batch_norm_2.gamma",
    "batch_norm_2.beta",
    "layer_norm_1.gamma",
    "layer_norm_1.beta",
  ]);
  expect(held("[head, body]").length).toBe(5);
});

test("training leaves frozen weights and statistics as they are, to the bit, and moves all others", async () => {
  const training = frozenBy("[body, deep]");
  const session = createSession(await openBackend("wasm"));
  const model = loadModel(training.network, session, training.seed);
  const before = readWeights(model);
  await train(training, dataSet("class"), model, { now: () => 0 });
  const after = readWeights(model);
  session.dispose();
  for (const { path, layer } of allWeights(training.network)) {
    if (layer.frozen) expect(after.get(path), path).toEqual(before.get(path));
    else expect(after.get(path), path).not.toEqual(before.get(path));
  }
});

test("no gradient is computed for what is frozen, and the optimizer keeps no state of it", () => {
  const graphOf = (freeze: string) => {
    const training = frozenBy(freeze);
    return trainingGraph(training, allWeights(training.network), 8, 3).graph;
  };
  const variables = (freeze: string): string[] =>
    graphOf(freeze).nodes.flatMap((node) => (node.op === "variable" ? [node.name] : []));
  expect(variables("none").some((name) => name.startsWith("dense_1.kernel/"))).toBe(true);
  expect(variables("[body]").some((name) => name.startsWith("dense_1.kernel/"))).toBe(false);
  // The first line frozen: nothing flows back through it, and two products are spared.
  const products = (freeze: string): number => graphOf(freeze).nodes.filter(({ op }) => op === "matMul").length;
  expect(products("none") - products("[body]")).toBe(2);
});

test("a frozen norm goes by its history in training, and the loss counts no penalty of what is frozen", () => {
  const step = objectiveStep(frozenBy("[body]"), true);
  const norms = step.calls.filter(({ layer }) => layer.kind === "batch_norm").map(({ rule }) => rule.name);
  expect(norms).toEqual(["batchNormAt", "batchNorm", "batchNorm"]);
  expect(step.follows.map(({ layer }) => layer.name)).toEqual(["batch_norm_2", "batch_norm_3"]);
  const names = (freeze: string): string[] => objectiveStep(frozenBy(freeze), true).calls.map(({ rule }) => rule.name);
  expect(names("none")).toContain("l2");
  expect(names("[body]")).not.toContain("l2");
});

test("a line in a `repeat` is frozen in every round", () => {
  const { network: repeated } = trainingOf({
    network: "input(4) repeat 3 { one = dense(4, activation: relu)  dense(4) } dense(3, activation: softmax)",
    train: "freeze: [one]",
  });
  const held = repeated.layers.filter(({ frozen, kind }) => frozen && kind === "dense").map(({ name }) => name);
  expect(held).toEqual(["dense_1", "dense_3", "dense_5"]);
});

test("the summary counts what is frozen", () => {
  const training = frozenBy("[body]");
  expect(summarize(training.network, training)).toContain("139: 83 trained, 30 frozen, 26 moving averages");
});

const messages = (freeze: string): string[] =>
  check({
    path: "spec.dnn",
    text: `${words} data d { source: csv("d.csv") features: columns(4) target: class(3) split: random(validation: 10%) normalize: standardize }
      network n { ${network} skip = relu dense(3, activation: softmax) } train n on d { freeze: ${freeze} }`.replace(
      "head = dense(3, activation: softmax) skip",
      "head = dense(3) skip",
    ),
  }).diagnostics.map(({ code, message, help }) => `${code}: ${message}; ${help}`);

test.each([
  ["[bodi]", "unknown-name: the network `n` keeps no value `bodi`; did you mean `body`?"],
  ["[inner]", "unknown-name: the network `n` keeps no value `inner`; kept are body, deep, head, skip"],
  [
    "[skip]",
    "entry-without-effect: the line of `skip` has no weights to freeze; name the lines of the layers that shall stay as they are",
  ],
  ["[body, body]", "duplicate-entry: `body` is listed twice; take one out"],
  ["body", "argument: `freeze` takes a list, each item the name of a kept value; write `[body]`"],
  ["[1]", "argument: `freeze` takes the name of a kept value; it takes the name of a kept value"],
])("freeze: %s is told", (freeze, message) => {
  expect(messages(freeze).join("\n")).toContain(message);
});

test("layers that were never trained are frozen with a warning", () => {
  expect(messages("[body]")).toContain(
    "random-frozen: `body` is frozen as its weights are drawn; train them: take the name out of `freeze`",
  );
});
