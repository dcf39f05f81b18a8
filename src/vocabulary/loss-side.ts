/** What a loss takes an output for, found from its formula. */
import { evaluate } from "../formula/evaluate.ts";
import type { WordUse } from "../network/value.ts";
import { formulaOf } from "./instantiate.ts";

/** Whether no at an output is yes at the opposite one, and the loss falls from the wrong side to the right one: hinge. */
export function goesBySide(loss: WordUse, outputs = 1): boolean {
  const formula = formulaOf(loss);
  if (formula === undefined || loss.word.stable !== undefined) return false;
  const at = (target: number, output: number): number => evaluate(formula, { target, output, outputs }) as number;
  const mirrored = [-2, -0.7, 0.3, 0.9, 4].every((output) => Math.abs(at(1, output) - at(0, -output)) < 1e-9);
  return mirrored && at(1, -1) > at(1, 0) && at(1, 0) > at(1, 0.5);
}
