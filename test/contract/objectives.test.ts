/** Every loss and every regularizer, through the whole rule: its mean over the batch, and the gradient of that. */
import { expect, test } from "vitest";
import { evaluate } from "../../src/formula/evaluate.ts";
import { number, substitute, type Formula } from "../../src/formula/formula.ts";
import { lossRule, penaltyRule } from "../../src/graph/formula-rule.ts";
import { formulaOf } from "../../src/vocabulary/instantiate.ts";
import { scalar, tensor, type Tensor } from "../support/float64.ts";
import { differences64, distance, pull64, pullBy, type Pulled } from "../support/rules.ts";
import { numbers, targets } from "../support/training.ts";
import { standard, useOf, vocabularyWith } from "../support/words.ts";
import type { Rule } from "../../src/graph/algebra.ts";

const own = vocabularyWith(`
  loss copied(target, output = softmax(z)) = log_sum_exp(z) - sum(target * z)
  loss row_mean(target, output) = mean((target - output) ^ 2)
  loss cosine(target, output) = 1 - sum(target * output) / (norm(target) * norm(output) + 1e-3)
  loss centred(target, output) = (target - output) ^ 2 + mean(output) + 0.5 * norm(output - target)
  loss furthest(target, output) = max(abs(target - output))
  loss misses(target, output) = (output > target) * (output - target) + 0.1 * output ^ 2
  loss by_width(target, output, outputs) = (target - output) ^ 2 * outputs
  loss pinball(target, output, quantile: 0.9) = max(quantile * (target - output), (quantile - 1) * (target - output))
  loss spread(target, output) = mean(output)
  regularizer copied(w) = 0.01 * w ^ 2
  regularizer groups(w) = norm(w)
  regularizer level(w) = mean(w) ^ 2 + w * mean(w) + 0.1 * w
  regularizer bounded(w) = if abs(w) > 0.5 then (abs(w) - 0.5) ^ 2 else 0
`);

/** What comes of it in float64, held against finite differences, the plan and the CPU backend. */
async function hold(rule: Rule, inputs: readonly Tensor[]): Promise<Pulled> {
  const found = pull64(rule, inputs, scalar(1.5));
  expect(found.value.shape).toEqual([]);
  expect(found.gradients[0]!.shape).toEqual(inputs[0]!.shape);
  // Differences of width 2e-5 are good to 1e-11 of the loss, which comes to 10,000 here.
  expect(distance(found.gradients[0]!.values, differences64(rule, inputs, scalar(1.5))[0]!)).toBeLessThan(1e-7);
  for (const backend of ["wasm", "cpu"] as const) {
    const computed = await pullBy(backend, rule, inputs, scalar(1.5));
    expect(computed.gradients[0]!.shape, backend).toEqual(inputs[0]!.shape);
    expect(distance(computed.value.values, found.value.values), backend).toBeLessThan(2e-6);
    expect(distance(computed.gradients[0]!.values, found.gradients[0]!.values), backend).toBeLessThan(2e-6);
  }
  return found;
}

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
const batch = 6;

/** Predictions near 0, and some far from it, where a loss must stay finite; above 0 where the loss asks for that. */
const predictions = (width: number, positive = false): Tensor =>
  tensor(
    [batch, width],
    numbers(batch * width, width, 2)
      .map((x, i) => (i < width ? 60 * x : x))
      .map((x) => (positive ? Math.abs(x) + 0.1 : x)),
  );

const losses = [
  ...own.names("loss"),
  ...["huber(delta: 0.2)", "cross_entropy(label_smoothing: 0.1)", "binary_cross_entropy(label_smoothing: 20%)"],
  "pinball(quantile: 0.2)",
];

for (const text of losses)
  for (const kind of ["class", "binary", "regression"] as const)
    for (const width of [1, 2, 5])
      test(`${text} of ${width} outputs on a ${kind} target is a mean, and its gradient the mean's`, async () => {
        const { word, ...use } = useOf("loss", text, own);
        const formula: Formula = substitute(formulaOf({ word, ...use })!, new Map([["outputs", number(width)]]));
        const by = word.stable?.input ?? "output";
        const output = predictions(width, text === "poisson");
        const target = tensor([batch, width], targets(kind, batch, width, 3));
        const { value } = await hold(lossRule(word.name, formula, by, width, word.doc), [output, target]);
        const each = Array.from({ length: batch }, (_, row) => {
          const of = ({ values }: Tensor): number[] => [...values.slice(row * width, (row + 1) * width)];
          const loss = evaluate(formula, { [by]: of(output), target: of(target) }, width);
          return typeof loss === "number" ? loss : mean(loss);
        });
        expect(value.values[0]).toBeCloseTo(mean(each), 10);
        // Weighted, each example counts by its weight, and the mean stays one over the batch.
        const weights = numbers(batch, 4).map(Math.abs);
        const weighted = lossRule(word.name, formula, by, width, word.doc, true);
        const { value: sum } = await hold(weighted, [output, target, tensor([batch, 1], weights)]);
        expect(sum.values[0]).toBeCloseTo(mean(each.map((loss, i) => loss * weights[i]!)), 10);
      });

test.each(["cross_entropy", "binary_cross_entropy", "cross_entropy(label_smoothing: 0.1)"])(
  "%s of logits of 10,000 and -10,000 is finite, and so is its gradient",
  async (text) => {
    const use = useOf("loss", text, own);
    const formula = substitute(formulaOf(use)!, new Map([["outputs", number(3)]]));
    const logits = tensor([2, 3], [1e4, -1e4, 0, 1e4, -1e4, 0]);
    const target = tensor([2, 3], [1, 0, 0, 0, 1, 0]);
    const { value } = await hold(lossRule(use.word.name, formula, "z", 3, ""), [logits, target]);
    expect(value.values[0]).toBeGreaterThan(3000);
    expect(value.values[0]).toBeLessThan(20_000);
  },
);

const penalties = [...own.names("regularizer"), "l1(0.3)", "l2(0)", "l1_l2(l1: 0, l2: 0.2)"];

for (const text of penalties)
  for (const shape of [
    [4, 3],
    [5, 1],
    [1, 6],
  ] as const)
    test(`${text} of a kernel of ${shape.join(" × ")} is a sum, and its gradient the sum's`, async () => {
      const { word, ...use } = useOf("regularizer", text, own);
      const formula = formulaOf({ word, ...use })!;
      const [rows, units] = shape;
      const w = tensor(shape, numbers(rows * units, 9));
      const { value } = await hold(penaltyRule(word.name, formula, units, word.doc), [w]);
      const sums = Array.from({ length: rows }, (_, row) => {
        const penalty = evaluate(formula, { w: [...w.values.slice(row * units, (row + 1) * units)] }, units);
        return typeof penalty === "number" ? penalty : penalty.reduce((sum, x) => sum + x, 0);
      });
      expect(value.values[0]).toBeCloseTo(
        sums.reduce((sum, x) => sum + x, 0),
        10,
      );
    });

test("every loss and every regularizer of the library is among them", () => {
  expect(losses).toEqual(expect.arrayContaining([...standard.names("loss")]));
  expect(penalties).toEqual(expect.arrayContaining([...standard.names("regularizer")]));
});
