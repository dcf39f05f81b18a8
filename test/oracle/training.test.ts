/** Fifty steps of a small network with Adam and cross-entropy against PyTorch: see scripts/oracle/training.py. */
import { expect, test } from "vitest";
import figures from "../fixtures/training.json" with { type: "json" };
import { steps64, stepsByPlan, type After } from "../support/steps.ts";
import { trainingOf } from "../support/training.ts";

const training = trainingOf({
  features: "columns(5)",
  network: "input(5) dense(8, activation: elu) dense(3, activation: softmax)",
  train: "optimizer: adam  learning_rate: 0.01  batch_size: 10",
});
const oneHot = (label: number): number[] => [0, 1, 2].map((at) => Number(at === label));
const batches = figures.losses.map((_, step) => {
  const first = 10 * (step % 5);
  return {
    features: figures.features.slice(first, first + 10).flat(),
    target: figures.labels.slice(first, first + 10).flatMap(oneHot),
  };
});
const start = new Map(Object.entries(figures.start).map(([path, values]) => [path, values.flat()]));
const end = Object.entries(figures.end).map(([path, values]) => [path, values.flat()] as const);

function compare(after: readonly After[], tolerance: number): void {
  figures.losses.forEach((loss, step) =>
    expect(Math.abs(after[step]!.loss - loss), `step ${step}`).toBeLessThan(tolerance),
  );
  const { weights } = after.at(-1)!;
  for (const [path, values] of end)
    values.forEach((value, i) => expect(Math.abs(weights.get(path)![i]! - value), path).toBeLessThan(tolerance));
}

test("the same losses and weights in float64", () => {
  compare(steps64(training, { batches, start }), 1e-11);
});

// Adam divides by the root of small squares, so that early roundings are not forgotten; fifty steps carry them to 1e-6 or so.
test("the same losses and weights by the plan, as far as float32 goes", async () => {
  compare(await stepsByPlan(training, { batches, start }), 1e-5);
});
