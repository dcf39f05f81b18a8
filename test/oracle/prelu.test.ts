/** Slopes that are learned, one for each unit and one for the layer, against PyTorch: see scripts/oracle/prelu.py. */
import { describe, expect, test } from "vitest";
import figures from "../fixtures/prelu.json" with { type: "json" };
import { networkStep, trainableWeights } from "../../src/graph/step.ts";
import { algebra64 } from "../support/algebra64.ts";
import { steps64, stepsByPlan, type After } from "../support/steps.ts";
import { trainingOf } from "../support/training.ts";

const uses = { unit: "prelu", layer: "prelu(alpha: trainable(0.25, per: layer))" } as const;

describe.each(["unit", "layer"] as const)("a slope for each %s", (per) => {
  const training = trainingOf({
    target: "regression(columns: [a, b, c])",
    network: `defaults { regularization: l2(0.01) } input(4) dense(5, activation: ${uses[per]}) dense(3)`,
    train: "optimizer: sgd  learning_rate: 0.1  batch_size: 12  loss: mse",
  });
  const { slope, losses, end } = figures[per];
  const batches = losses.map(() => ({ features: figures.features.flat(), target: figures.target.flat() }));
  const start = new Map([
    ...Object.entries(figures.start).map(([path, values]) => [path, values.flat()] as const),
    ["prelu_1.alpha", slope.map(() => 0.25)] as const,
  ]);

  const compare = (after: readonly After[], tolerance: number): void => {
    losses.forEach((loss, step) => expect(Math.abs(after[step]!.loss - loss), `step ${step}`).toBeLessThan(tolerance));
    // After one step of 0.1, the weight has moved by a tenth of its gradient; no penalty takes part in it.
    after[0]!.weights
      .get("prelu_1.alpha")!
      .forEach((value, i) => expect(Math.abs((0.25 - value) / 0.1 - slope[i]!)).toBeLessThan(10 * tolerance));
    for (const [path, values] of Object.entries(end))
      values
        .flat()
        .forEach((value, i) =>
          expect(Math.abs(after.at(-1)!.weights.get(path)![i]! - value), path).toBeLessThan(tolerance),
        );
  };

  test("is a weight of the activation's layer", () => {
    const found = trainableWeights(training.network).find(({ path }) => path === "prelu_1.alpha");
    expect(found).toMatchObject({ shape: [slope.length], kind: "scale", initial: 0.25 });
    expect(found?.penalty).toBeUndefined();
  });

  test("has PyTorch's gradients and takes twenty of its steps, in float64", () => {
    compare(steps64(training, { batches, start }), 1e-12);
  });

  // Twenty plain steps carry float32's rounding to 1e-6 or so.
  test("and by the plan, as far as float32 goes", async () => {
    compare(await stepsByPlan(training, { batches, start }), 3e-6);
  });
});

test("in inference rrelu's slope is the mean of its ends, and nothing is drawn", () => {
  const { network } = trainingOf({ network: "input(3) rrelu(lower: 0.1, upper: 0.4) dense(3, activation: softmax)" });
  const [call] = networkStep(network, false).calls;
  expect(call!.inputs.map(({ kind }) => kind)).toEqual(["features"]);
  const to = algebra64();
  const x = { shape: [1, 3], values: Float64Array.from([-2, 0, 3]) };
  expect([...call!.rule.value(to, [x]).value.values]).toEqual([-0.5, 0, 3]);
});
