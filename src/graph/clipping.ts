/** Clipping: what gradients become between the backward pass and the optimizer. Said once, for the step and for the printed program. */
import { mentions, type Formula } from "../formula/formula.ts";
import type { Rank } from "../formula/rank.ts";
import type { WordUse } from "../network/value.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import type { Algebra } from "./algebra.ts";
import { wide } from "./formula-rule.ts";
import { lowerFormula } from "./lower-formula.ts";

export interface Clipping {
  /** Of `g`, and of the norms that it asks for. */
  readonly formula: Formula;
  readonly readsNorm: boolean;
  readonly readsGlobalNorm: boolean;
}

/** The norms are one number for the whole tensor, computed within the step. */
const ranks: ReadonlyMap<string, Rank> = new Map<string, Rank>([
  ["g", "tensor"],
  ["norm", "row"],
  ["global_norm", "row"],
]);

/** What a word of kind clipping computes. */
export function clippingOf(use: WordUse): Clipping {
  const formula = wide(formulaOf(use)!, "g", ranks);
  return { formula, readsNorm: mentions(formula, "norm"), readsGlobalNorm: mentions(formula, "global_norm") };
}

/** The sum of the squares of everything in a tensor: rank 0. */
const squares = <T>(algebra: Algebra<T>, x: T): T =>
  algebra.reduce("sum", algebra.elementwise("square", x), "all", false);

/** The 2-norm of all gradients together, which are taken in their order: rank 0. */
export const globalNorm = <T>(algebra: Algebra<T>, gradients: readonly T[]): T =>
  algebra.elementwise(
    "sqrt",
    gradients.map((gradient) => squares(algebra, gradient)).reduce((sum, one) => algebra.elementwise("add", sum, one)),
  );

/** One weight's gradient, clipped; reductions of the formula run over its first axis. */
export function clipped<T>(clipping: Clipping, algebra: Algebra<T>, gradient: T, ofAll: T | undefined): T {
  const values = new Map([["g", gradient]]);
  if (clipping.readsNorm)
    values.set("norm", algebra.keep("norm", algebra.elementwise("sqrt", squares(algebra, gradient))));
  if (ofAll !== undefined) values.set("global_norm", ofAll);
  return lowerFormula(clipping.formula, { algebra, ranks, values, axis: 0, width: undefined });
}
