import { binary, meanOf, reduction, unary } from "./evaluate.ts";
import type { BinaryOperator, Formula, ReductionOperator, UnaryOperator } from "./formula.ts";

/** The numbers that a compiled formula reads, by variable. */
export type Numbers = Record<string, number>;

/** A formula of numbers as a function, for where it is evaluated over and over; equal to `evaluate` to the bit. */
export const compileFormula = (formula: Formula): ((numbers: Numbers) => number) =>
  compileReading<Numbers>(formula, (name) => (numbers) => numbers[name]!);

/** The same where variables do not lie by their names: `read` says for each how it is found. */
export function compileReading<N>(
  formula: Formula,
  read: (variable: string) => (numbers: N) => number,
): (numbers: N) => number {
  if (formula.op === "number") {
    const { value } = formula;
    return () => value;
  }
  if (formula.op === "variable") return read(formula.name);
  const [a, b, c] = formula.args.map((arg) => compileReading(arg, read));
  if (formula.op === "where") return (numbers) => (a!(numbers) !== 0 ? b!(numbers) : c!(numbers));
  if (formula.op === "per_output") return a!;
  // Of one number none is larger than itself.
  if (formula.op === "rank") return () => 0;
  if (formula.op in unary) {
    const f = unary[formula.op as UnaryOperator];
    return (numbers) => f(a!(numbers));
  }
  if (formula.op in reduction) {
    const f = reduction[formula.op as ReductionOperator];
    return (numbers) => f([a!(numbers)]);
  }
  const f = formula.op === "noise" ? meanOf : binary[formula.op as BinaryOperator];
  return (numbers) => f(a!(numbers), b!(numbers));
}
