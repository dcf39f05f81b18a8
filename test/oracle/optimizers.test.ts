/** Twenty updates of each optimizer word, with our defaults, against PyTorch: see scripts/oracle/optimizers.py. */
import { expect, test } from "vitest";
import figures from "../fixtures/optimizers.json" with { type: "json" };
import { steps64, stepsByPlan, type After } from "../support/steps.ts";
import { trainingOf } from "../support/training.ts";
import { standard } from "../support/words.ts";

const { start, gradients, rate, paths } = figures;

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

test("every optimizer of the library has figures", () => {
  expect(Object.keys(paths).sort()).toEqual([...standard.names("optimizer")].sort());
});

// Ours are Keras's forms; PyTorch's momentum keeps the rate outside of the velocity, which is the same at a constant rate.
for (const [optimizer, path] of Object.entries(paths)) {
  test(`${optimizer} moves as PyTorch's does: the formula to the last digits`, () => {
    expect(difference(pathOf(steps64(training(optimizer), steps)), path)).toBeLessThan(1e-13);
  });

  // Twenty roundings of numbers about 1, each to one part in 2 ^ 24.
  test(`${optimizer} moves as PyTorch's does: the plan in float32`, async () => {
    expect(difference(pathOf(await stepsByPlan(training(optimizer), steps)), path)).toBeLessThan(2e-6);
  });
}
