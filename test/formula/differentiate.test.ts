/** Derivatives against finite differences, their conventions at ties, and what must not turn into NaN. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { differentiate } from "../../src/formula/differentiate.ts";
import { evaluate, evaluateNumber, type Value } from "../../src/formula/evaluate.ts";
import { variable, type Formula } from "../../src/formula/formula.ts";
import { printFormula } from "../../src/formula/print-formula.ts";
import type { Rank } from "../../src/formula/rank.ts";
import { formulaOf, smoothFormula } from "../support/formulas.ts";

const rows = new Map<string, Rank>([
  ["x", "tensor"],
  ["g", "tensor"],
]);

const each = (value: Value, width: number): readonly number[] =>
  typeof value === "number" ? Array.from({ length: width }, () => value) : value;
const total = (row: readonly number[]): number => row.reduce((sum, value) => sum + value, 0);

/** Of the sum of g times the formula's value, the derivative by each element of x, as found and by differences of width 2h. */
function slopes(formula: Formula, x: readonly number[], y: number, g: readonly number[], h: number) {
  const width = x.length;
  const pulled = (at: readonly number[]): number =>
    total(each(evaluate(formula, { x: at, y }, width), width).map((value, i) => value * g[i]!));
  const found = each(evaluate(differentiate(formula, "x", rows, variable("g")), { x, y, g }, width), width);
  const differences = x.map((at, i) => (pulled(x.with(i, at + h)) - pulled(x.with(i, at - h))) / (2 * h));
  return { found, differences };
}

/** From -2 to 2, and never 0, where so much has a kink. */
const coordinate = fc.integer({ min: -1000, max: 1000 }).map((i) => i / 503 + 0.00123);

// Differences of width 2e-5 and 2e-6 are good to 1e-8 or so; where the two disagree, a kink or a tie is near.
test("the derivative of any smooth formula is that of finite differences, with row reductions or without", () => {
  let compared = 0;
  const point = fc.tuple(fc.uniqueArray(coordinate, { minLength: 1, maxLength: 4 }), coordinate);
  fc.assert(
    fc.property(smoothFormula, point, fc.array(coordinate, { minLength: 4, maxLength: 4 }), (formula, [x, y], g) => {
      const { found, differences } = slopes(formula, x, y, g.slice(0, x.length), 1e-5);
      const nearer = slopes(formula, x, y, g.slice(0, x.length), 1e-6).differences;
      const scale = 1 + Math.max(...differences.map(Math.abs));
      fc.pre(differences.every((slope, i) => Math.abs(slope - nearer[i]!) < 1e-7 * scale));
      compared++;
      found.forEach((slope, i) => expect(Math.abs(slope - differences[i]!)).toBeLessThan(1e-6 * scale));
    }),
    { numRuns: 3000, seed: 1 },
  );
  expect(compared).toBeGreaterThan(2000);
});

test.each([
  ["x + mean(x)", "the mean has a share of every element"],
  ["sum(x + mean(x))", "inside a reduction too"],
  ["mean(sum(x))", "the mean of one number is that number"],
  ["mean((x - mean(x)) ^ 2)", "the variance"],
  ["(x - mean(x)) / sqrt(mean((x - mean(x)) ^ 2) + 1e-3)", "the norm of a layer"],
  ["exp(x - log_sum_exp(x))", "softmax"],
  ["if sum(x) > 0 then x * mean(x) else norm(x)", "a choice for the whole row"],
  ["max(x, mean(x)) + min(x, sum(x))", "an element against its row"],
  ["max(x) - min(x)", "the extremes"],
  ["x / norm(x) + log_sum_exp(x * y)", "a direction"],
])("%s: %s", (text) => {
  const { found, differences } = slopes(formulaOf(text), [0.3, -0.7, 1.1, 0.2], 0.6, [0.5, -1.2, 0.7, 2], 1e-5);
  found.forEach((slope, i) => expect(slope).toBeCloseTo(differences[i]!, 7));
});

test("a gradient of 1 stands for a 1 at every element", () => {
  const slope = differentiate(formulaOf("x ^ 2 + mean(x)"), "x", rows);
  expect(each(evaluate(slope, { x: [1, 2, 3] }, 3), 3)).toEqual([3, 5, 7]);
});

const at = (text: string, x: number, y = 0): number =>
  evaluateNumber(differentiate(formulaOf(text), "x", new Map([["x", "tensor"]])), { x, y });

test.each([
  ["max(0, x)", 0, 0, "relu"],
  ["max(x, 0)", 0, 1, "max follows its first argument"],
  ["max(0.1 * x, x)", 0, 0.1, "leaky relu"],
  ["min(x, 0)", 0, 0, "min follows its second argument"],
  ["min(0, x)", 0, 1, "min follows its second argument"],
  ["abs(x)", 0, 0, "abs"],
  ["if x > 0 then x else 2 * x", 0, 2, "if follows the branch it takes"],
  ["if x >= 0 then x else 2 * x", 0, 1, "if follows the branch it takes"],
  ["clamp(x, 0, 1)", 0, 1, "clamp passes at its lower end"],
  ["clamp(x, 0, 1)", 1, 0, "and not at its upper end"],
  ["floor(x) + sign(x) + (x > 0)", 0.5, 0, "steps have no slope"],
  ["x ^ 2", 0, 0, "a square"],
  ["norm(x)", 0, 0, "norm"],
])("the slope of %s at %d is %d: %s", (text, x, slope) => {
  expect(at(text, x)).toBeCloseTo(slope, 12);
});

test("the equally largest of a row share its gradient", () => {
  const slope = differentiate(formulaOf("max(x)"), "x", rows);
  expect(evaluate(slope, { x: [1, 3, 3, 2] }, 4)).toEqual([0, 0.5, 0.5, 0]);
});

// Each branch is smooth where it is taken, and infinite or no number where it is not.
test.each([
  ["if x > 0 then x else exp(x) - 1", [100, 1000, -100, -1000], [1, 1, 0, 0]],
  ["1.05 * (if x > 0 then x else 1.67 * (exp(x) - 1))", [100, 1000, -100], [1.05, 1.05, 0]],
  ["if x > 0 then sqrt(x) else 0", [-4, 0, 4], [0, 0, 0.25]],
  ["if x > 0 then log(x) else x", [-4, 0, 4], [1, 1, 0.25]],
  ["min(exp(x), 1)", [100, 1000, -1000], [0, 0, 0]],
  ["max(0, sqrt(x - 1))", [5], [0.25]],
  ["max(-1, 1 / x)", [-0.001, 2], [0, -0.25]],
  ["clamp(exp(x), 0, 10)", [1000, 0], [0, 1]],
  ["sqrt(max(x, 0))", [-4, 4], [0, 0.25]],
  ["softplus(x)", [1000, -1000], [1, 0]],
  ["x * sigmoid(x)", [1000, -1000], [1, 0]],
  ["tanh(x)", [1000, -1000], [0, 0]],
])("%s has slopes at %j", (text, points, expected) => {
  points.forEach((x, i) => expect(at(text, x)).toBeCloseTo(expected[i]!, 6));
});

test("the slope by an exponent is 0 at 0, where the logarithm has no end", () => {
  const slope = differentiate(formulaOf("max(y, 0) ^ x"), "x", rows);
  expect([0, 1, Math.E].map((y) => evaluateNumber(slope, { x: 2, y }))).toEqual([0, 0, Math.E ** 2]);
});

test("a row far from 0 has finite gradients", () => {
  const softmax = differentiate(formulaOf("exp(x - log_sum_exp(x))"), "x", rows, variable("g"));
  const gradient = evaluate(softmax, { x: [1000, -1000, 999], g: [1, 2, 3] }, 3) as readonly number[];
  expect(gradient.every(Number.isFinite)).toBe(true);
  expect(evaluate(differentiate(formulaOf("norm(x)"), "x", rows), { x: [0, 0] }, 2)).toEqual([0, 0]);
});

test.each([
  ["x ^ 3", "3 * x ^ 2"],
  ["3 * x + y", "3"],
  ["y", "0"],
  ["max(0, x)", "if x <= 0 then 0 else 1"],
])("the derivative of %s reads %s", (text, derivative) => {
  expect(printFormula(differentiate(formulaOf(text), "x", rows))).toBe(derivative);
});
