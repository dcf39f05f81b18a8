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
  loss huber(target, output, delta: 1) =
    if abs(target - output) <= delta then (target - output) ^ 2 / 2 else delta * (abs(target - output) - delta / 2)
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

/** Predictions near 0, and some far from it, where a loss must stay finite. */
const predictions = (width: number): Tensor =>
  tensor(
    [batch, width],
    numbers(batch * width, width, 2).map((x, i) => (i < width ? 60 * x : x)),
  );

const losses = [...own.names("loss"), "huber(delta: 0.2)", "pinball(quantile: 0.2)"];

for (const text of losses)
  for (const kind of ["class", "binary", "regression"] as const)
    for (const width of [1, 2, 5])
      test(`${text} of ${width} outputs on a ${kind} target is a mean, and its gradient the mean's`, async () => {
        const { word, ...use } = useOf("loss", text, own);
        const formula: Formula = substitute(formulaOf({ word, ...use })!, new Map([["outputs", number(width)]]));
        const by = word.stable?.input ?? "output";
        const [output, target] = [predictions(width), tensor([batch, width], targets(kind, batch, width, 3))];
        const { value } = await hold(lossRule(word.name, formula, by, width, word.doc), [output, target]);
        const each = Array.from({ length: batch }, (_, row) => {
          const of = ({ values }: Tensor): number[] => [...values.slice(row * width, (row + 1) * width)];
          const loss = evaluate(formula, { [by]: of(output), target: of(target) }, width);
          return typeof loss === "number" ? loss : mean(loss);
        });
        expect(value.values[0]).toBeCloseTo(mean(each), 10);
      });

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
