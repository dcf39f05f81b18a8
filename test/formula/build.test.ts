/** What texts mean as formulas, and what is said where they mean nothing. */
import { expect, test } from "vitest";
import { evaluate, type Value } from "../../src/formula/evaluate.ts";
import { number } from "../../src/formula/formula.ts";
import { printFormula } from "../../src/formula/print-formula.ts";
import { textOf } from "../../src/text/source.ts";
import type { Scope } from "../../src/formula/build.ts";
import { formulaOf, names, read } from "../support/formulas.ts";

const row = [0.5, -1.5, 2];
const e = Math.exp;

test.each<[text: string, x: number, reference: number]>([
  ["2 + 3 * x ^ 2", 2, 14],
  ["-x ^ 2", 3, -9],
  ["2 ^ 3 ^ x", 2, 512],
  ["1 - 2 - x", 3, -4],
  ["8 / 2 / x", 2, 2],
  ["20% * x", 5, 1],
  ["mod(x, 3)", -1, 2],
  ["pow(x, 3)", 2, 8],
  ["min(x, 3, 1)", 2, 1],
  ["max(x, 3, 1)", 2, 3],
  ["clamp(x, 0, 1)", 5, 1],
  ["if x > 0 and not (x > 2) then 1 else 2", 3, 2],
  ["if x == 1 or x != 1 then 1 else 2", 3, 1],
  ["(x >= 3) + (x <= 3) + (x < 3)", 3, 2],
  ["not x", 0, 1],
  ["x and 2", 5, 1],
  ["sign(x) * abs(x) + floor(x)", -1.5, -3.5],
  ["sin(pi / 2) + cos(0) + log(e) + sqrt(x)", 4, 5],
  ["exp(x) * sigmoid(x)", 1, e(1) / (1 + e(-1))],
  ["tanh(x) + softplus(x)", -2, Math.tanh(-2) + Math.log1p(e(-2))],
  ["1 / infinity + x", 1, 1],
  ["softplus(x)", 1000, 1000],
  ["erf(x)", 0.5, 0.5204998778130465],
  ["erf(x)", -2.5, -0.9995930479825551],
  ["erf(x)", 5.9, 1],
  ["erf(x)", 1000, 1],
  ["erf(x)", -Infinity, -1],
  ["noise(x, 4)", 2, 3],
])("%s at %d is %d", (text, x, reference) => {
  expect(evaluate(formulaOf(text), { x })).toBeCloseTo(reference, 12);
});

test.each<[text: string, reference: Value]>([
  ["sum(x)", 1],
  ["mean(x)", 1 / 3],
  ["max(x)", 2],
  ["min(x)", -1.5],
  ["norm(x)", Math.sqrt(6.5)],
  ["log_sum_exp(x)", Math.log(e(0.5) + e(-1.5) + e(2))],
  ["log_sum_exp(1000 * x)", 2000],
  ["argmax(x)", 2],
  ["argmax(-x * x)", 0],
  ["x - mean(x) + y", row.map((x) => x - 1 / 3 + 10)],
  ["if sum(x) > 0 then x else 0", row],
])("%s over a row", (text, reference) => {
  const value = evaluate(formulaOf(text), { x: row, y: 10 }, 3);
  [value].flat().forEach((found, i) => expect(found).toBeCloseTo([reference].flat()[i]!, 12));
});

const lists: Scope = new Map([
  ...names("step"),
  ["rates", [number(0.1), number(0.01), number(0.001)]],
  ["at", [number(10), number(20)]],
  ["none_at_all", []],
]);

test("pick takes the first value before the first moment, then the second, and the last for ever", () => {
  const { formula } = read("pick(rates, at, step)", lists);
  const rates = [0, 9, 10, 19, 20, 1000].map((step) => evaluate(formula!, { step }));
  expect(rates).toEqual([0.1, 0.1, 0.01, 0.01, 0.001, 0.001]);
});

test("a length of time is counted in steps", () => {
  expect(printFormula(formulaOf("2 epochs + 3 steps"))).toBe("2 * steps_per_epoch + 3");
});

test.each<[text: string, message: string, place: string, help?: string]>([
  ["x + alhpa", "there is no `alhpa` in this formula", "alhpa", "did you mean `alpha`?"],
  ["x + unlikely", "there is no `unlikely` in this formula", "unlikely", "it knows `x`, `alpha`, `list`"],
  ["x + list", "`list` is a list; a formula takes single numbers", "list"],
  ["logg(x)", "there is no function `logg`", "logg", "did you mean `log`?"],
  ["unlikely(x)", "there is no function `unlikely`", "unlikely"],
  ["constructor(x)", "there is no function `constructor`", "constructor"],
  ["x + toString", "there is no `toString` in this formula", "toString"],
  ["x * trainable(1)", "`trainable` is the value of an activation's parameter, and stands in no formula", "trainable"],
  ["exp(x, 2)", "`exp` takes 1 argument, not 2", "exp(x, 2)"],
  ["clamp(x)", "`clamp` takes 3 arguments, not 1", "clamp(x)"],
  ["max()", "`max` takes 1 to 16 arguments, not 0", "max()"],
  ["pow(a: x, b: 2)", "the arguments of `pow` have no names", "a"],
  ['x + "text"', "a formula is made of numbers, names and functions", '"text"'],
  ["[x]", "a formula is made of numbers, names and functions", "[x]"],
  ["pick(x, x, x)", "`pick` takes a list of values, a list of moments, and where we are", "pick(x, x, x)"],
  ["pick(list)", "`pick` takes a list of values, a list of moments, and where we are", "pick(list)"],
  ["pick(empty, list, x)", "there is no value to pick from", "pick(empty, list, x)"],
])("%s is refused at its place", (text, message, place, help) => {
  const scope: Scope = new Map([...names("x", "alpha"), ["list", [number(1)]], ["empty", []]]);
  const { formula, diagnostics } = read(
    text,
    text.includes("empty") ? scope : new Map([...scope].filter(([name]) => name !== "empty")),
  );
  expect(formula).toBeUndefined();
  expect(diagnostics.map((one) => [one.severity, one.message, textOf(one.at)])).toEqual([["error", message, place]]);
  if (help !== undefined) expect(diagnostics[0]!.help).toBe(help);
});

test("every wrong part of a formula is told, not the first alone", () => {
  const { diagnostics } = read("a1 + exp(b1) * c1");
  expect(diagnostics.map(({ at }) => textOf(at))).toEqual(["a1", "b1", "c1"]);
});
