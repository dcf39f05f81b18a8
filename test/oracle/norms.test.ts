/** Layer norm, and batch norm with less than everything, against PyTorch in float64: see scripts/oracle/norms.py. */
import { expect, test } from "vitest";
import figures from "../fixtures/norms.json" with { type: "json" };
import { networkStep } from "../../src/graph/step.ts";
import { algebra64 } from "../support/algebra64.ts";
import { tensor, type Tensor } from "../support/float64.ts";
import { trainingOf } from "../support/training.ts";

type Numbers = number | readonly Numbers[];
const flat = (numbers: Numbers): number[] => (typeof numbers === "number" ? [numbers] : numbers.flatMap(flat));
const near = (found: Float64Array, expected: Numbers): void => {
  expect(found.length).toBe(flat(expected).length);
  flat(expected).forEach((value, i) => expect(Math.abs(found[i]! - value), `at ${i}`).toBeLessThan(1e-12));
};
const row = (values: readonly number[]): Tensor => tensor([4], values);
const of = (input: string, norm: string) =>
  networkStep(trainingOf({ network: `input(${input}) ${norm} flatten dense(3, activation: softmax)` }).network, true);

const [x, images] = [tensor([6, 4], flat(figures.x)), tensor([3, 2, 4], flat(figures.images))];
const [gamma, beta] = [row(figures.gamma), row(figures.beta)];
const cases: readonly (readonly [
  string,
  { upstream: Numbers; value: Numbers; gradients: readonly Numbers[] },
  Tensor[],
])[] = [
  ["layer_norm", figures.layer_norm, [x, gamma, beta]],
  ["layer_norm", figures.layer_norm_of_images, [images, gamma, beta]],
  ["layer_norm(center: false)", figures.layer_norm_without_beta, [x, gamma]],
  ["layer_norm(scale: false)", figures.layer_norm_without_gamma, [x, beta]],
  ["layer_norm(center: false, scale: false)", figures.layer_norm_alone, [x]],
  ["batch_norm(center: false)", figures.batch_norm_without_beta, [x, gamma]],
  ["batch_norm(scale: false)", figures.batch_norm_without_gamma, [x, beta]],
  ["batch_norm(center: false, scale: false)", figures.batch_norm_alone, [x]],
];

test.each(cases)("%s computes PyTorch's values and all of its gradients", (norm, figure, inputs) => {
  const { shape } = inputs[0]!;
  const { rule, inputs: refs } = of(shape.slice(1).join(", "), norm).calls[0]!;
  expect(refs.length).toBe(inputs.length);
  const { value, keep } = rule.value(algebra64(), inputs);
  near(value.values, figure.value);
  const gradients = rule.pull(algebra64(), tensor(shape, flat(figure.upstream)), keep);
  expect(gradients.length).toBe(inputs.length);
  figure.gradients.forEach((expected, i) => near(gradients[i]!().values, expected));
});

// PyTorch averages the unbiased variance, 5 / 4 of that of five examples: ours and Keras's is the one that is normalized by.
test("batch_norm's moving statistics are PyTorch's over several batches, but for the kind of variance", () => {
  const { statistics } = of("4", "batch_norm(momentum: 0.9)").follows[0]!;
  let moved: Readonly<Record<string, Tensor>> = { mean: row([0, 0, 0, 0]), variance: row([1, 1, 1, 1]) };
  figures.batches.forEach((batch, i) => {
    moved = statistics.next(algebra64(), moved, tensor([5, 4], flat(batch)));
    near(moved["mean"]!.values, figures.moved_means[i]!);
  });
  // What is left of the first variance, 1, is no batch's.
  const left = 0.9 ** figures.batches.length;
  near(
    moved["variance"]!.values,
    figures.moved_variance.map((variance) => left + ((variance - left) * 4) / 5),
  );
});
