/** Twenty updates of each optimizer word against PyTorch, or where it is no reference by hand: see scripts/oracle/optimizers.py. */
import { describe, expect, test } from "vitest";
import figures from "../fixtures/optimizers.json" with { type: "json" };
import { sidesOf, statePath, trainingGraph } from "../../src/graph/training-graph.ts";
import { allWeights } from "../../src/graph/step.ts";
import { steps64, stepsByPlan, type After } from "../support/steps.ts";
import { trainingOf } from "../support/training.ts";
import { standard } from "../support/words.ts";

const { start, gradients, rate, paths, by_hand: byHand } = figures;

/** A network whose kernel has the gradient that is fed: its output is the sum of features times weights, and is the loss. */
const training = (optimizer: string) =>
  trainingOf({
    words: "loss pulled(target, output) = output",
    target: "regression",
    network: "input(4) dense(1, bias: false)",
    train: `loss: pulled  optimizer: ${optimizer}  learning_rate: ${rate}`,
  });
const steps = {
  batches: gradients.map((features) => ({ features, target: [0] })),
  start: new Map([["dense_1.kernel", start]]),
};
const pathOf = (after: readonly After[]) => after.map(({ weights }) => weights.get("dense_1.kernel")!);
const difference = (found: readonly (readonly number[])[], expected: readonly (readonly number[])[]): number =>
  Math.max(...found.flatMap((row, i) => row.map((value, j) => Math.abs(value - expected[i]![j]!))));

test("every optimizer of the library has figures with its own defaults", () => {
  expect(Object.keys({ ...paths, ...byHand })).toEqual(expect.arrayContaining([...standard.names("optimizer")]));
});

// Ours are Keras's forms; PyTorch's momentum keeps the rate outside of the velocity, which is the same at a constant rate. Where the
// two add epsilon in different places they are held together without one, and Keras's place is held by hand.
describe.each(Object.entries({ ...paths, ...byHand }))("%s", (optimizer, path) => {
  test("moves as the reference does: the formula to the last digits", () => {
    expect(difference(pathOf(steps64(training(optimizer), steps)), path)).toBeLessThan(1e-13);
  });

  // Twenty roundings of numbers about 1, each to one part in 2 ^ 24; a variance, a difference of squares, loses some more.
  test("moves as the reference does: the plan in float32", async () => {
    const bound = optimizer.includes("centered") ? 1e-4 : 2e-6;
    expect(difference(pathOf(await stepsByPlan(training(optimizer), steps)), path)).toBeLessThan(bound);
  });
});

test.each([
  ["sgd", []],
  ["rmsprop", ["square"]],
  ["rmsprop(momentum: 0.9)", ["square", "velocity"]],
  ["rmsprop(centered: true)", ["square", "average"]],
  ["rmsprop(momentum: 0.9, centered: true)", ["square", "average", "velocity"]],
  ["nadam", ["m", "v"]],
])("%s keeps %j for each weight, and no more", (optimizer, expected) => {
  const one = training(optimizer);
  const { graph } = trainingGraph(one, allWeights(one.network), 1, 1);
  const kept = graph.updates.map(({ variable }) => variable).filter((name) => name.includes("/"));
  expect(kept).toEqual(expected.map((state) => statePath("dense_1.kernel", state)));
  expect(one.optimizerProgram.states.filter(({ rank }) => rank !== "number").map(({ name }) => name)).toEqual(expected);
});

/** Two layers and a norm, a few steps on the same batches: every weight after each. */
function moved(optimizer: string, layer: string, norm = "batch_norm", learningRate = rate) {
  const one = trainingOf({
    target: "regression",
    network: `input(4) dense(3, activation: tanh${layer}) ${norm} dense(1)`,
    train: `optimizer: ${optimizer}  learning_rate: ${learningRate}`,
  });
  const batches = [0, 4, 8].map((first) => ({
    features: gradients.slice(first, first + 4).flat(),
    target: gradients.slice(first, first + 4).map(([x]) => x!),
  }));
  const weights = allWeights(one.network);
  const first = new Map(
    weights.map(({ path, shape }) => {
      const count = sidesOf(shape).reduce((size, side) => size * side, 1);
      return [path, Array.from({ length: count }, (_, i) => Math.cos(i + 1) + (path.endsWith("variance") ? 2 : 0))];
    }),
  );
  return { first, after: steps64(one, { batches, start: first }).map((step) => step.weights) };
}

describe.each(["sgd", "momentum", "adam", "adamw(weight_decay: 0.1)", "nadam"])("%s", (optimizer) => {
  test("moves a layer with a multiplier of 0.5 as with half the rate, and the others as before", () => {
    const half = moved(optimizer, ", learning_rate_multiplier: 0.5").after[0]!;
    const whole = moved(optimizer, "").after[0]!;
    const slow = moved(optimizer, "", "batch_norm", rate / 2).after[0]!;
    for (const [path, values] of half) {
      const expected = path.startsWith("dense_1") ? slow : whole;
      expect(difference([values], [expected.get(path)!]), path).toBeLessThan(1e-15);
      if (path === "dense_1.kernel") expect(difference([values], [whole.get(path)!])).toBeGreaterThan(1e-4);
    }
  });

  test("moves everything as with half the rate where every layer has a multiplier of 0.5", () => {
    const m = "learning_rate_multiplier: 0.5";
    const one = trainingOf({
      target: "regression",
      network: `input(4) dense(3, ${m}) batch_norm(${m}) dense(1, ${m})`,
      train: `optimizer: ${optimizer}  learning_rate: ${rate}`,
    });
    const other = trainingOf({
      target: "regression",
      network: "input(4) dense(3) batch_norm dense(1)",
      train: `optimizer: ${optimizer}  learning_rate: ${rate / 2}`,
    });
    const batches = gradients.map((features) => ({ features: [...features, ...features], target: [0.5, 1] }));
    const { first } = moved("sgd", "");
    const [found, expected] = [one, other].map((training) => steps64(training, { batches, start: first }).at(-1)!);
    for (const [path, values] of found!.weights)
      expect(difference([values], [expected!.weights.get(path)!]), path).toBeLessThan(1e-13);
  });
});

test("adamw takes its decay off kernels and leaves biases and norms to adam", () => {
  const [decayed, plain] = [moved("adamw(weight_decay: 0.5)", ""), moved("adam", "")].map(({ after }) => after[0]!);
  const { first } = moved("adam", "");
  for (const [path, values] of decayed!) {
    const off = path.endsWith("kernel") ? first.get(path)!.map((w) => rate * 0.5 * w) : values.map(() => 0);
    const expected = plain!.get(path)!.map((w, i) => w - off[i]!);
    expect(difference([values], [expected]), path).toBeLessThan(1e-15);
  }
  expect([...decayed!.keys()]).toEqual(expect.arrayContaining(["dense_1.bias", "batch_norm_1.gamma"]));
});
