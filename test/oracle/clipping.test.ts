/** Ten steps of a small network, clipped and constrained, against PyTorch: see scripts/oracle/clipping.py. */
import { expect, test } from "vitest";
import figures from "../fixtures/clipping.json" with { type: "json" };
import { steps64, stepsByPlan, type After } from "../support/steps.ts";
import { trainingOf } from "../support/training.ts";
import { standard } from "../support/words.ts";

const training = (train: string, defaults = "") =>
  trainingOf({
    features: "columns(5)",
    network: `defaults { regularization: l2(0.01) ${defaults} }
      input(5) dense(6, activation: tanh) dense(3, activation: softmax)`,
    train: `optimizer: momentum  learning_rate: 0.1  batch_size: 10  ${train}`,
  });
const oneHot = (label: number): number[] => [0, 1, 2].map((at) => Number(at === label));
const steps = {
  batches: figures.clippings.norm.norms.map((_, step) => {
    const first = 10 * (step % 4);
    return {
      features: figures.features.slice(first, first + 10).flat(),
      target: figures.labels.slice(first, first + 10).flatMap(oneHot),
    };
  }),
  start: new Map(Object.entries(figures.start).map(([path, values]) => [path, values.flat()])),
};

/** The furthest that a weight lies from where PyTorch has it, after the last step. */
const distance = (after: readonly After[], end: Readonly<Record<string, number[] | number[][]>>): number =>
  Math.max(
    ...Object.entries(end).flatMap(([path, values]) =>
      values.flat().map((value, i) => Math.abs(after.at(-1)!.weights.get(path)![i]! - value)),
    ),
  );

const clippings: Readonly<Record<keyof typeof figures.clippings, string>> = {
  value: "value(0.05)",
  norm: "norm(0.1)",
  global_norm: "global_norm(0.2)",
};
const constraints: Readonly<Record<keyof typeof figures.constraints, string>> = {
  max_norm: "max_norm(0.9)",
  unit_norm: "unit_norm",
  non_negative: "non_negative",
  min_max_norm: "min_max_norm(0.8, 1.1, rate: 0.75)",
};

test("every clipping and every constraint of the library has figures", () => {
  expect(Object.keys(clippings).sort()).toEqual([...standard.names("clipping")].sort());
  expect(Object.keys(constraints).sort()).toEqual([...standard.names("constraint")].sort());
});

test("what is held against PyTorch is clipped at every step", () => {
  expect(Math.min(...Object.values(figures.clippings).flatMap(({ norms }) => norms))).toBeGreaterThan(0.2);
});

const cases = [
  ...Object.entries(clippings).map(([name, use]) => {
    const { end } = figures.clippings[name as keyof typeof clippings];
    return [use, training(`clip_gradients: ${use}`), end] as const;
  }),
  ...Object.entries(constraints).map(([name, use]) => {
    const { end } = figures.constraints[name as keyof typeof constraints];
    return [use, training("", `constraint: ${use}`), end] as const;
  }),
];

// PyTorch divides by norm + 1e-6 in clipping and by norm + 1e-7 in renorm, where we have the plain norm, of 0.1 and more: ten steps
// at rate 0.1 with momentum make a millionth or two of that.
test.each(cases)("%s: the same weights in float64", (_, one, end) => {
  expect(distance(steps64(one, steps), end)).toBeLessThan(2e-6);
});

// Ten steps of roundings of numbers about 1, each to one part in 2 ^ 24.
test.each(cases)("%s: the same weights by the plan, as far as float32 goes", async (_, one, end) => {
  expect(distance(await stepsByPlan(one, steps), end)).toBeLessThan(3e-6);
});
