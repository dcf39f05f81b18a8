/** Formulas from text and at random. */
import fc from "fast-check";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { buildFormula, type Scope } from "../../src/formula/build.ts";
import {
  apply,
  binaryOperators,
  number,
  reductionOperators,
  unaryOperators,
  variable,
  type Formula,
  type Operator,
} from "../../src/formula/formula.ts";
import { parse } from "../../src/syntax/parse.ts";
import type { Expression, Word } from "../../src/syntax/ast.ts";

export function expressionOf(text: string): Expression {
  const { file, diagnostics } = parse({ path: "formula.dnn", text: `activation f(x) = ${text}` });
  if (diagnostics.length > 0) throw new Error(`${text}: ${diagnostics[0]!.message}`);
  return (file.declarations[0] as Word).body as Expression;
}

/** What a text means as a formula of x, y and z, and what is wrong with it. */
export function read(text: string, scope: Scope = names("x", "y", "z")) {
  const diagnostics: Diagnostic[] = [];
  const formula = buildFormula(expressionOf(text), scope, (diagnostic) => diagnostics.push(diagnostic));
  return { formula, diagnostics };
}

export const names = (...known: string[]): Scope => new Map(known.map((name) => [name, variable(name)]));

/** A sound text's formula. */
export function formulaOf(text: string): Formula {
  const { formula, diagnostics } = read(text);
  if (formula === undefined) throw new Error(`${text}: ${diagnostics[0]?.message}`);
  return formula;
}

const constants = fc.oneof(
  fc.constantFrom(0, 1, -1, 2, 0.5, -3, -0, 1e-7, 1e21),
  fc.double({ noNaN: true, min: -9, max: 9 }),
);

/** Any formula of the numbers x and y: every operator, in any order; a reduction has one number to run over. */
export const anyFormula: fc.Arbitrary<Formula> = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    fc.constantFrom("x", "y").map(variable),
    constants.map(number),
    fc
      .tuple(fc.constantFrom<Operator>(...unaryOperators, ...reductionOperators), tie("formula"))
      .map(([op, a]) => apply(op, a)),
    fc
      .tuple(fc.constantFrom<Operator>(...binaryOperators), tie("formula"), tie("formula"))
      .map(([op, a, b]) => apply(op, a, b)),
    fc.tuple(tie("formula"), tie("formula"), tie("formula")).map(([a, b, c]) => apply("where", a, b, c)),
  ),
})).formula;

const one = number(1);
const square = (a: Formula): Formula => apply("pow", a, number(2));

/** Ways to make a formula of others that stays finite and has a derivative (nearly) everywhere. */
const smooth: readonly ((a: Formula, b: Formula) => Formula)[] = [
  (a, b) => apply("add", a, b),
  (a, b) => apply("sub", a, b),
  (a, b) => apply("mul", apply("sin", a), apply("tanh", b)),
  (a, b) => apply("div", apply("cos", a), apply("add", one, square(b))),
  (a) => apply("exp", apply("neg", apply("sigmoid", a))),
  (a) => apply("log", apply("add", one, apply("exp", apply("sin", a)))),
  (a) => apply("sqrt", apply("add", one, square(a))),
  (a) => apply("softplus", a),
  (a) => apply("erf", a),
  (a) => apply("abs", a),
  (a, b) => apply("pow", apply("add", one, apply("sigmoid", a)), apply("sin", b)),
  (a, b) => apply("max", a, b),
  (a, b) => apply("min", a, b),
  (a, b) => apply("where", apply("greater", a, apply("sin", b)), a, apply("sin", b)),
  (a) => apply("mod", apply("add", apply("sin", a), number(1.5)), number(3)),
];
const overRow: readonly ((a: Formula) => Formula)[] = (["sum", "mean", "largest", "log_sum_exp", "norm"] as const).map(
  (op) => (a) => apply(op, a),
);

/** A formula of x (a row of numbers) and y (a number) with a derivative nearly everywhere. */
export const smoothFormula: fc.Arbitrary<Formula> = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(variable("x"), variable("x"), variable("y"), number(0.7)),
    fc.tuple(fc.constantFrom(...smooth), tie("formula"), tie("formula")).map(([make, a, b]) => make(a, b)),
    fc.tuple(fc.constantFrom(...overRow), tie("formula")).map(([make, a]) => make(a)),
  ),
})).formula;
