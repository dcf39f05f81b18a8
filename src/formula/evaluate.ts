import { erf } from "./erf.ts";
import type { BinaryOperator, Formula, ReductionOperator, UnaryOperator } from "./formula.ts";

/** A number, or one example's row of numbers. */
export type Value = number | readonly number[];

export const unary: { readonly [K in UnaryOperator]: (x: number) => number } = {
  neg: (x) => -x,
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  abs: Math.abs,
  sign: Math.sign,
  sin: Math.sin,
  cos: Math.cos,
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  erf,
  floor: Math.floor,
  not: (x) => (x === 0 ? 1 : 0),
};

export const binary: { readonly [K in BinaryOperator]: (a: number, b: number) => number } = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  pow: (a, b) => a ** b,
  min: (a, b) => Math.min(a, b),
  max: (a, b) => Math.max(a, b),
  mod: (a, b) => a - b * Math.floor(a / b),
  equal: (a, b) => Number(a === b),
  not_equal: (a, b) => Number(a !== b),
  less: (a, b) => Number(a < b),
  less_equal: (a, b) => Number(a <= b),
  greater: (a, b) => Number(a > b),
  greater_equal: (a, b) => Number(a >= b),
  and: (a, b) => Number(a !== 0 && b !== 0),
  or: (a, b) => Number(a !== 0 || b !== 0),
};

/** What `noise` is where nothing is drawn. */
export const meanOf = (low: number, high: number): number => (low + high) / 2;

const total = (row: readonly number[]): number => row.reduce((sum, x) => sum + x);
const largest = (row: readonly number[]): number => row.reduce((most, x) => Math.max(most, x), -Infinity);

export const reduction: { readonly [K in ReductionOperator]: (row: readonly number[]) => number } = {
  sum: total,
  mean: (row) => total(row) / row.length,
  largest,
  log_sum_exp: (row) => {
    if (row.length === 1) return row[0]!;
    const top = largest(row);
    return !Number.isFinite(top) ? top : top + Math.log(total(row.map((x) => Math.exp(x - top))));
  },
  argmax: (row) => row.reduce((best, x, i) => (x > row[best]! ? i : best), 0),
  // One number's root of the square is its size, also where the square is too large or too small.
  norm: (row) => (row.length === 1 ? Math.abs(row[0]!) : Math.sqrt(total(row.map((x) => x * x)))),
};

const rowOf = (value: Value): readonly number[] => (typeof value === "number" ? [value] : value);
const rankIn = (row: readonly number[], place: number): number => row.filter((x) => x > row[place]!).length;

/** Applies `f` element by element; a number meets every element of a row. */
function elementwise(args: readonly Value[], f: (...numbers: number[]) => number): Value {
  const row = args.find((arg) => typeof arg !== "number") as readonly number[] | undefined;
  const at = (arg: Value, i: number): number => (typeof arg === "number" ? arg : arg[i]!);
  if (row === undefined) return f(...(args as readonly number[]));
  return row.map((_, i) => f(...args.map((arg) => at(arg, i))));
}

/**
 * The value of `formula` in float64, where rows are one example's numbers and reductions run over a row; `round` is what becomes of
 * every number on the way, `Math.fround` where float32 is asked for. An unknown variable is a bug of the caller and throws.
 */
export function evaluate(
  formula: Formula,
  values: Readonly<Record<string, Value>>,
  width = 1,
  round: (x: number) => number = exact,
): Value {
  if (formula.op === "number") return round(formula.value);
  if (formula.op === "variable") {
    const value = values[formula.name];
    if (value === undefined) throw new Error(`no value for ${formula.name}`);
    return value;
  }
  if (formula.op === "width") return width;
  if (formula.op === "where") {
    const condition = evaluate(formula.args[0]!, values, width, round);
    if (typeof condition === "number") return evaluate(formula.args[condition !== 0 ? 1 : 2]!, values, width, round);
    const [yes, no] = [1, 2].map((branch) => evaluate(formula.args[branch]!, values, width, round));
    return elementwise([condition, yes!, no!], (which, one, other) => (which !== 0 ? one! : other!));
  }
  const args = formula.args.map((arg) => evaluate(arg, values, width, round));
  if (formula.op === "per_output") return args[0]!;
  if (formula.op === "rank") return rankIn(rowOf(args[0]!), reduction.argmax(rowOf(args[1]!)));
  if (formula.op in reduction) {
    return round(reduction[formula.op as ReductionOperator](rowOf(args[0]!)));
  }
  const f =
    formula.op === "noise"
      ? meanOf
      : formula.op in unary
        ? unary[formula.op as UnaryOperator]
        : binary[formula.op as BinaryOperator];
  return elementwise(args, (...numbers) => round((f as (...numbers: number[]) => number)(...numbers)));
}

const exact = (x: number): number => x;

/** `evaluate` where everything is a number: schedules, limits, an optimizer's coefficients. */
export const evaluateNumber = (formula: Formula, values: Readonly<Record<string, number>>): number =>
  evaluate(formula, values) as number;
