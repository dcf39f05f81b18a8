/** Initializers of a spec's own: what they may call, and what is said of a call that cannot be. */
import { expect, test } from "vitest";
import { check } from "../../src/check.ts";
import { isError } from "../../src/diagnostics/diagnostic.ts";
import { printFormula } from "../../src/formula/print-formula.ts";
import { textOf } from "../../src/text/source.ts";
import { distributionOf } from "../../src/vocabulary/distribution.ts";
import { useOf, vocabularyWith } from "../support/words.ts";

const declared = (formula: string): string =>
  `initializer own(fan_in, fan_out, size: 1, way: a in [a, fan_in]) = ${formula}`;

test.each<[formula: string, kind: string, scale: string]>([
  ["0.5 * size", "constant", "0.5"],
  ["sqrt(4)", "constant", "2"],
  ["truncated_normal", "truncated_normal", "0.05"],
  ["random_normal(size / fan_in)", "normal", "1 / fan_in"],
  ["random_normal(mean: 2, stddev: 3)", "normal", "3"],
  ["random_uniform(limit: 1 / fan_out)", "uniform", "1 / fan_out"],
  ["orthogonal(2 * size)", "orthogonal", "2"],
  ["identity", "identity", "1"],
  ["he_uniform()", "uniform", "sqrt(6 / fan_in)"],
  ["variance_scaling(size, fan_out, distribution: untruncated_normal)", "normal", "sqrt(1 / fan_out)"],
])("%s draws from %s", (formula, kind, scale) => {
  const text = declared(formula);
  expect(check({ path: "own.dnn", text }).diagnostics.filter(isError)).toEqual([]);
  const found = distributionOf(useOf("initializer", "own", vocabularyWith(text)))!;
  expect([found.kind, printFormula(found.scale)]).toEqual([kind, scale]);
});

test.each<[formula: string, message: string, place: string]>([
  ["truncated_normal(stdev: 1)", "the initializer `truncated_normal` has no `stdev`", "stdev"],
  ["orthogonal(1, 2)", "the initializer `orthogonal` takes at most 1 argument", "2"],
  ["he_normal(1)", "the initializer `he_normal` takes no arguments", "1"],
  ["random_normal(1, stddev: 2)", "`stddev` is given twice", "stddev: 2"],
  ["random_normal(-1)", "`stddev` of `random_normal` takes a number from 0", "-1"],
  [
    "variance_scaling(mode: fan_inn)",
    "`mode` of `variance_scaling` takes `fan_in`, or `fan_out`, or `fan_avg`",
    "fan_inn",
  ],
  ["variance_scaling(mode: way)", "`mode` of `variance_scaling` takes `fan_in`, or `fan_out`, or `fan_avg`", "way"],
  ["variance_scaling(scale: 0)", "`scale` of `variance_scaling` takes a number above 0", "0"],
  ["random_normal(stddev: deviation)", "there is no `deviation` in this formula", "deviation"],
  ["truncated_norml(1)", "there is no initializer `truncated_norml`", "truncated_norml"],
  ["2 * he_normal", "there is no `he_normal` in this formula", "he_normal"],
])("%s is refused at its place", (formula, message, place) => {
  const errors = check({ path: "own.dnn", text: declared(formula) }).diagnostics.filter(isError);
  expect(errors.map((one) => [one.message, textOf(one.at)])).toEqual([[message, place]]);
});
