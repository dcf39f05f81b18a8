import type { Rank } from "../formula/rank.ts";
import type { WordUse } from "../network/value.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import type { Algebra } from "./algebra.ts";
import { wide } from "./formula-rule.ts";
import { lowerFormula } from "./lower-formula.ts";

const ranks: ReadonlyMap<string, Rank> = new Map([["w", "tensor"]]);

/**
 * What a kernel `[inputs, units]` becomes by its constraint, after an update. Reductions run over the first axis: the weights that come
 * into one neuron.
 */
export const constrained = <T>(use: WordUse, algebra: Algebra<T>, kernel: T): T =>
  lowerFormula(wide(formulaOf(use)!, "w", ranks), {
    algebra,
    ranks,
    values: new Map([["w", kernel]]),
    axis: 0,
    width: undefined,
  });
