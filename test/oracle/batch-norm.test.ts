/** Batch norm against PyTorch, in float64: see scripts/oracle/batch_norm.py. */
import { expect, test } from "vitest";
import figures from "../fixtures/batch_norm.json" with { type: "json" };
import { networkStep } from "../../src/graph/step.ts";
import { algebra64 } from "../support/algebra64.ts";
import { tensor } from "../support/float64.ts";
import { trainingOf } from "../support/training.ts";

const matrix = (rows: readonly (readonly number[])[]) => tensor([6, 4], rows.flat());
const row = (values: readonly number[]) => tensor([4], values);
const near = (found: Float64Array, expected: readonly number[]): void =>
  expected.forEach((value, i) => expect(Math.abs(found[i]! - value), `at ${i}`).toBeLessThan(1e-12));

const { network } = trainingOf({ network: "input(4) batch_norm dense(3, activation: softmax)" });
const [to, x, gamma, beta] = [algebra64(), matrix(figures.x), row(figures.gamma), row(figures.beta)];

test("in training it normalizes by the batch, and its gradients are PyTorch's", () => {
  const { rule } = networkStep(network, true).calls[0]!;
  const { value, keep } = rule.value(to, [x, gamma, beta]);
  near(value.values, figures.value.flat());
  const gradients = rule.pull(to, matrix(figures.upstream), keep);
  figures.gradients.forEach((expected, i) => near(gradients[i]!().values, expected.flat()));
});

// As Keras does, ours averages the variance that it normalizes by; PyTorch averages n / (n - 1) times that one.
test("the moving statistics are PyTorch's but for the kind of variance", () => {
  const { statistics } = networkStep(network, true).follows[0]!;
  const next = statistics.next(to, { mean: row(figures.mean), variance: row(figures.variance) }, x);
  near(next["mean"]!.values, figures.moved_mean);
  const biased = figures.moved_variance.map((moved, i) => {
    const kept = 0.99 * figures.variance[i]!;
    return kept + ((moved - kept) * 5) / 6;
  });
  near(next["variance"]!.values, biased);
});

test("in inference it normalizes by the moving statistics", () => {
  const { rule } = networkStep(network, false).calls[0]!;
  const { value } = rule.value(to, [x, gamma, beta, row(figures.mean), row(figures.variance)]);
  near(value.values, figures.inference.flat());
});
