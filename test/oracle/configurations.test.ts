/** Fifty steps of the two configurations for deep networks against PyTorch: see scripts/oracle/configurations.py. */
import { describe, expect, test } from "vitest";
import figures from "../fixtures/configurations.json" with { type: "json" };
import { allWeights } from "../../src/graph/step.ts";
import { steps64, stepsByPlan, type After } from "../support/steps.ts";
import { trainingOf } from "../support/training.ts";

const hidden = Array.from({ length: 6 }, () => "dense(8)").join(" ");
const configuration = (preset: string, peak: number, defaults: string) =>
  trainingOf({
    features: "columns(5)",
    words: `defaults: ${preset}`,
    network: `defaults { ${defaults} } input(5) ${hidden} dense(3, activation: softmax)`,
    train: `learning_rate: one_cycle(peak: ${peak})  batch_size: 10`,
  });

const oneHot = (label: number): number[] => [0, 1, 2].map((at) => Number(at === label));
const batches = figures.default_dnn.losses.map((_, step) => {
  const first = 10 * (step % 5);
  return {
    features: figures.features.slice(first, first + 10).flat(),
    target: figures.labels.slice(first, first + 10).flatMap(oneHot),
  };
});

const cases = [
  ["default_dnn", configuration("default_dnn", 0.1, "regularization: l2(1e-4)"), figures.default_dnn],
  ["self_normalizing", configuration("self_normalizing", 0.05, ""), figures.self_normalizing],
] as const;

describe.each(cases)("%s", (_, training, { start, losses, end }) => {
  const given = new Map(Object.entries(start).map(([path, values]) => [path, values.flat()]));
  const statistics = allWeights(training.network)
    .filter(({ kind }) => kind === "statistic")
    .map(({ path }) => [path, Array<number>(8).fill(path.endsWith("variance") ? 1 : 0)] as const);
  const steps = { batches, start: new Map([...given, ...statistics]) };

  const compare = (after: readonly After[], tolerance: number): void => {
    losses.forEach((loss, step) => expect(Math.abs(after[step]!.loss - loss), `step ${step}`).toBeLessThan(tolerance));
    const { weights } = after.at(-1)!;
    expect([...weights.keys()].sort()).toEqual(Object.keys(end).sort());
    for (const [path, values] of Object.entries(end))
      values
        .flat()
        .forEach((value, i) => expect(Math.abs(weights.get(path)![i]! - value), path).toBeLessThan(tolerance));
  };

  test("learns: the loss comes down to less than half", () => {
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 2);
  });

  test("the same losses and weights in float64", () => {
    compare(steps64(training, steps), 1e-12);
  });

  // float32 rounds to 6e-8; seven layers, fifty steps and a momentum of 0.95 make up to a hundred times that of it.
  test("the same losses and weights by the plan, as far as float32 goes", async () => {
    compare(await stepsByPlan(training, steps), 2e-5);
  });
});
