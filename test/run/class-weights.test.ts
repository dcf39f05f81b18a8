/** Class weights in a run: they change what is learned by their meaning, and leave evaluation as it is. */
import { expect, test } from "vitest";
import { interpret } from "../emit/running.ts";
import { loadData } from "../../src/data/load.ts";
import { resolve } from "../../src/network/resolve.ts";
import { parse } from "../../src/syntax/parse.ts";

interface Way {
  readonly weights?: string;
  readonly rate?: number;
  readonly source?: string;
  readonly epochs?: number;
  readonly loss?: string;
}

const source = ({
  weights = "none",
  rate = 0.1,
  source: from = "blobs(examples: 60)",
  epochs = 3,
  loss = "cross_entropy",
}: Way) => ({
  path: "spec.dnn",
  text: `data d { source: ${from}  class_weights: ${weights}  split: random(train: 70%, validation: 30%) }
network n { input  dense(4, activation: tanh)  dense(3, activation: softmax) }
train n on d { optimizer: sgd  learning_rate: ${rate}  batch_size: 8  epochs: ${epochs}  loss: ${loss} }`,
});
const history = async (way: Way) =>
  (await interpret(source(way), { folders: [] })).history.map(({ loss, validation_loss, accuracy }) => ({
    loss,
    validation_loss,
    accuracy,
  }));

test("weights of 1 change nothing, to the bit", async () => {
  expect(await history({ weights: "[1, 1, 1]" })).toEqual(await history({}));
});

test("weights of 2 are a loss of twice the size in training, a step of twice the length, and an unweighted evaluation", async () => {
  const [twice, once] = [await history({ weights: "[2, 2, 2]", rate: 0.05 }), await history({})];
  expect(twice.map(({ loss }) => Number(loss) / 2)).toEqual(once.map(({ loss }) => loss));
  expect(twice.map(({ validation_loss: loss }) => loss)).toEqual(once.map(({ validation_loss: loss }) => loss));
});

test("a class that weighs nothing is not learned, under a loss with a stable form and one without", async () => {
  for (const loss of ["cross_entropy", "mse"]) {
    const way = { weights: "[1, 1, 0]", epochs: 40, rate: 0.3, loss };
    const { data } = await loadData(resolve(parse(source(way)).file).model.trainings[0]!.data.spec, {
      folders: [],
      seed: 42,
    });
    const { targets, count } = data!.validation!;
    const others = targets.filter((_, i) => i % 3 < 2).reduce((sum, x) => sum + x, 0) / count;
    expect((await history(way)).at(-1)!.accuracy, loss).toBeCloseTo(1 - 0.3, 0);
    expect((await interpret(source(way), { folders: [] })).history.at(-1)!["validation_accuracy"], loss).toBeCloseTo(
      others,
      10,
    );
  }
});

test("the training part alone is weighed, by its own counts", async () => {
  const { spec } = resolve(parse(source({ weights: "balanced" })).file).model.trainings[0]!.data;
  const { data } = await loadData(spec, { folders: [], seed: 42 });
  expect(data!.validation!.weights).toBeUndefined();
  const { weights, targets, count } = data!.train;
  const sums = [0, 1, 2].map((label) => weights!.reduce((sum, weight, i) => sum + weight * targets[3 * i + label]!, 0));
  // Every class weighs as much as any other.
  for (const sum of sums) expect(sum).toBeCloseTo(count / 3, 4);
});

test("a class without training examples is said at the entry", async () => {
  const { spec } = resolve(
    parse(source({ weights: "balanced", source: "blobs(examples: 6, classes: 3, seed: 4)" })).file,
  ).model.trainings[0]!.data;
  const one = {
    ...spec,
    split: { ...spec.split!, kind: "ordered", train: { count: 1 }, validation: { count: 5 } } as const,
  };
  const { diagnostics } = await loadData(one, { folders: [], seed: 1 });
  expect(diagnostics).toMatchObject([
    {
      message: expect.stringMatching(/^class \d has no training example, and cannot be balanced$/),
      at: spec.classWeights!.at,
    },
  ]);
});
