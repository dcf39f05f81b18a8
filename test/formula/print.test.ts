/** One formula, several interpretations: simplified, compiled, printed as code and as text, it means the same. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { compileFormula } from "../../src/formula/compile.ts";
import { erf } from "../../src/formula/erf.ts";
import { evaluateNumber } from "../../src/formula/evaluate.ts";
import { some, type Formula } from "../../src/formula/formula.ts";
import { printCode, printTruth } from "../../src/formula/print-code.ts";
import { printFormula } from "../../src/formula/print-formula.ts";
import { simplify } from "../../src/formula/simplify.ts";
import { anyFormula, formulaOf } from "../support/formulas.ts";

const points = [-2.5, -1, -1e-3, 0, 0.3, 1, 1.7, 4].flatMap((x) => [-1.3, 0, 0.8, 2].map((y) => ({ x, y })));
const values = (formula: Formula): number[] => points.map((point) => evaluateNumber(formula, point));

/** The values of a JavaScript expression of x and y. */
const run = (code: string): number[] => {
  const f = new Function("x", "y", "erf", `"use strict"; return ${code};`) as (...given: unknown[]) => number;
  return points.map(({ x, y }) => f(x, y, erf));
};

const always = { numRuns: 2000, seed: 1 };

test("a compiled formula gives what `evaluate` gives, to the bit", () => {
  fc.assert(
    fc.property(anyFormula, (formula) => {
      const f = compileFormula(formula);
      expect(points.map(f)).toEqual(values(formula));
    }),
    always,
  );
});

test("printed code gives what `evaluate` gives, to the bit, as a number and as a condition", () => {
  fc.assert(
    fc.property(anyFormula, (formula) => {
      expect(run(printCode(formula))).toEqual(values(formula));
      expect(run(`(${printTruth(formula)}) === true`)).toEqual(values(formula).map((value) => value !== 0));
    }),
    always,
  );
});

test("the text of a formula is read back as the same formula", () => {
  fc.assert(
    fc.property(anyFormula, (formula) => {
      const finite = !some(formula, (part) => part.op === "number" && !Number.isFinite(part.value));
      fc.pre(finite);
      const again = formulaOf(printFormula(formula));
      expect(printFormula(again)).toBe(printFormula(formula));
      expect(values(again)).toEqual(values(formula));
    }),
    always,
  );
});

test("formulas of one text have one value", () => {
  const seen = new Map<string, number[]>();
  fc.assert(
    fc.property(anyFormula, (formula) => {
      const text = printFormula(formula);
      const before = seen.get(text);
      if (before !== undefined) expect(values(formula)).toEqual(before);
      seen.set(text, values(formula));
    }),
    { numRuns: 10_000, seed: 2 },
  );
});

// Factors are put together, `2 * (3 * x)` is `6 * x`, so that the last bits may differ, and what cancels shows them.
test("a simplified formula has the same value wherever that is finite", () => {
  fc.assert(
    fc.property(anyFormula, (formula) => {
      const simple = values(simplify(formula));
      const all = valuesOfParts(formula);
      values(formula).forEach((value, i) => {
        // Beside a jump (a comparison, `floor`) or a pole the last bit may decide.
        if (all[i]!.every((part) => Number.isFinite(part) && Math.abs(part) < 1e6)) {
          const near = Math.abs(simple[i]! - value) <= 1e-9 * Math.max(1, ...all[i]!.map(Math.abs));
          if (!near && !jumps(formula)) expect(simple[i]).toBe(value);
        }
      });
    }),
    always,
  );
});

/** At each point, the values of all parts. */
function valuesOfParts(formula: Formula): number[][] {
  const parts = [
    values(formula),
    ...("args" in formula ? formula.args.map(valuesOfParts) : []).map((each) =>
      each.map((at) => Math.max(...at.map((value) => (Number.isNaN(value) ? Infinity : Math.abs(value))))),
    ),
  ];
  return points.map((_, i) => parts.map((part) => part[i]!));
}

const jumping = new Set([
  "floor",
  "mod",
  "sign",
  "not",
  "equal",
  "not_equal",
  "less",
  "less_equal",
  "greater",
  "greater_equal",
  "where",
  "and",
  "or",
]);
const jumps = (formula: Formula): boolean => some(formula, ({ op }) => jumping.has(op));

test.each([
  ["x * 1 + 0", "x"],
  ["0 - x", "-x"],
  ["x - -y", "x + y"],
  ["2 * (3 * x)", "6 * x"],
  ["x * 2", "2 * x"],
  ["x ^ 1 * x ^ 0", "x"],
  ["x ^ 0.5", "sqrt(x)"],
  ["--x", "x"],
  ["if 1 < 2 then x else y", "x"],
  ["if x > 0 then y else y", "y"],
  ["0 < x", "x > 0"],
  ["2 * (if x > 0 then x else 3)", "if x > 0 then 2 * x else 6"],
  ["x > 0 and true", "x > 0"],
  ["x and true", "x and 1"],
  ["x or 0", "x or 0"],
  ["0 or x > y", "x > y"],
  ["x or 2", "1"],
])("%s is simply %s", (text, simple) => {
  expect(printFormula(simplify(formulaOf(text)))).toBe(simple);
});

test.each([
  ["x + (y + 1)", "x + (y + 1)"],
  ["x + y + 1", "x + y + 1"],
  ["x * (y / 3)", "x * (y / 3)"],
  ["(x == y) == (x == 1)", "Number(x === y === (x === 1))"],
  ["(x > y) + 1", "Number(x > y) + 1"],
  ["if x then 1 else 2", "x !== 0 ? 1 : 2"],
  ["x and y", "Number(x !== 0 && y !== 0)"],
  ["(-2) ^ x", "(-2) ** x"],
  ["x * erf(x - 1)", "x * erf(x - 1)"],
  ["x * erf(0)", "0"],
  ["x * sigmoid(y)", "x * (1 / (1 + Math.exp(-y)))"],
])("%s prints as %s", (text, code) => {
  expect(printCode(simplify(formulaOf(text)))).toBe(code);
});
