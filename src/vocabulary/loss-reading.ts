/** What a loss or a metric of single outputs asks for, found from its formula: so one's own are judged too. */
import { evaluate } from "../formula/evaluate.ts";
import type { WordUse } from "../network/value.ts";
import { formulaOf } from "./instantiate.ts";

/** A loss of one output, as a function of its target and the output. */
export type LossAt = (target: number, output: number) => number;

/** Undefined for a word that has no formula, or takes what goes into the output's activation. */
function lossAtOf(use: WordUse, outputs = 1): LossAt | undefined {
  const formula = formulaOf(use);
  if (formula === undefined || use.word.stable !== undefined) return undefined;
  return (target, output) => evaluate(formula, { target, output, outputs }) as number;
}

/** Whether a loss asks for a high output where the target is 1 and takes any where it is 0: only rivals keep outputs down then. */
export function needsRivals(loss: WordUse): boolean {
  const at = lossAtOf(loss);
  if (at === undefined) return false;
  return at(1, 0.1) > at(1, 0.5) && at(1, 0.5) > at(1, 0.9) && Math.abs(at(0, 0.1) - at(0, 0.9)) < 1e-5;
}

/** Whether a loss is lowest where the output is the target, also for targets that are no shares: `poisson` and its like. */
export function isForNumbers(loss: WordUse): boolean {
  const at = lossAtOf(loss);
  return (
    at !== undefined &&
    [0.5, 2, 5].every((target) => [0.7, 1.4].every((times) => at(target, target) < at(target, target * times) - 1e-9))
  );
}

/** Whether no at an output is yes at the opposite one, and the loss falls from the wrong side to the right one: hinge. */
export function goesBySide(loss: WordUse, outputs = 1): boolean {
  const at = lossAtOf(loss, outputs);
  if (at === undefined) return false;
  const isMirrored = [-2, -0.7, 0.3, 0.9, 4].every((output) => Math.abs(at(1, output) - at(0, -output)) < 1e-9);
  return isMirrored && at(1, -1) > at(1, 0) && at(1, 0) > at(1, 0.5);
}

/** How a loss or a metric grows with the distance of output and target; undefined where it does not depend on that alone. */
export function distanceOf(use: WordUse, outputs = 1): "squared" | "plain" | undefined {
  const at = lossAtOf(use, outputs);
  if (at === undefined || !isSameAlong(at, 1)) return undefined;
  if (!pairs.every(([target, output]) => at(target, output) > at(target, (target + output) / 2))) return undefined;
  return isNear(at(0, 2), 4 * at(0, 1)) && isNear(at(0, 8), 64 * at(0, 1)) ? "squared" : "plain";
}

/** Whether a loss stays where the target moves, and the output with it (1) or against it (-1). */
export const isSameAlong = (at: LossAt, way: 1 | -1): boolean =>
  pairs.every(([target, output]) => isNear(at(target, output), at(target + 7, output + 7 * way)));

const isNear = (one: number, other: number): boolean => Math.abs(one - other) < 1e-9 * (1 + Math.abs(one));

/** Targets and outputs that no sound loss takes for one another. */
export const pairs = [
  [0.3, 0.1],
  [0.1, 0.8],
  [-2, 3],
  [5, 4.5],
] as const;
