import { evaluate } from "../formula/evaluate.ts";
import type { WordUse } from "../network/value.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";

/** What a regularizer adds to the loss for one weight of size 1; undefined for a formula that cannot be read. */
export function strengthOf(use: WordUse): number | undefined {
  const formula = formulaOf(use);
  if (formula === undefined) return undefined;
  const value = evaluate(formula, { w: 1 });
  return typeof value === "number" ? value : undefined;
}
