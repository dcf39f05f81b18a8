/** What a metric makes of an output that has so many numbers: its formula, read once for all who use it alike. */
import { evaluateNumber } from "../formula/evaluate.ts";
import { number, substitute, type Formula } from "../formula/formula.ts";
import { planMetric, rowNumbers, type MetricSum } from "../formula/metric.ts";
import { remembered } from "../formula/remembered.ts";
import { simplify } from "../formula/simplify.ts";
import type { WordUse } from "../network/value.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { byUse } from "./by-use.ts";
import { boundsOf, thresholdsOf } from "./metric-kind.ts";

export interface MetricReading {
  /** What an output is compared with, as a yes or a no from 0 to 1, and with whatever numbers. */
  readonly thresholds: readonly number[];
  readonly bounds: readonly number[];
  /** Whether it counts right answers of all classes alike. */
  readonly isAccuracy: boolean;
  /** Whether it is 1 at every place that the right answer can have among the outputs. */
  readonly isAlwaysRight: boolean;
  /** The only sum over examples that it is, where it is one. */
  readonly sum: MetricSum | undefined;
}

const readings = byUse((use) => {
  const known = remembered<MetricReading | undefined>(100);
  return (outputs: number) => known(String(outputs), () => read(use, outputs));
});

/** Undefined for a metric that has no formula, or where the number of outputs is not known. */
export const readingOf = (use: WordUse, outputs: number | undefined): MetricReading | undefined =>
  outputs === undefined ? undefined : readings(use)(outputs);

function read(use: WordUse, outputs: number): MetricReading | undefined {
  const written = formulaOf(use);
  if (written === undefined) return undefined;
  const formula = simplify(substitute(written, new Map([["outputs", number(outputs)]])));
  const sum = onlySum(formula);
  return {
    thresholds: thresholdsOf(formula, "output") ?? [],
    bounds: boundsOf(formula, "output"),
    isAccuracy: formula.op === "equal",
    isAlwaysRight: sum !== undefined && isAlwaysRight(sum, outputs),
    sum,
  };
}

function onlySum(formula: Formula): MetricSum | undefined {
  const plan = planMetric(formula);
  return typeof plan === "string" || plan.sums.length !== 1 || plan.result.op !== "variable" ? undefined : plan.sums[0];
}

const zero = Object.fromEntries(rowNumbers.map((name) => [name, 0]));

const isAlwaysRight = ({ per, how, formula }: MetricSum, outputs: number): boolean =>
  per === "example" &&
  how === "mean" &&
  Array.from({ length: outputs }, (_, place) => place).every(
    (place) => evaluateNumber(formula, { ...zero, rank_output_target: place, argmax_output: place }) === 1,
  );

/** What a metric is for every output strictly inside a range, whatever the target; undefined where it is not one number. */
export function constantIn({ sum }: MetricReading, low: number, high: number): number | undefined {
  if (sum === undefined || sum.per === "example" || high - low === Infinity) return undefined;
  const at = (target: number, share: number): number =>
    evaluateNumber(sum.formula, { target, output: low + share * (high - low) });
  const value = at(0, shares[0]!);
  return [0, 1].every((target) => shares.every((share) => at(target, share) === value)) ? value : undefined;
}

const shares = [0.001, 0.13, 0.37, 0.499, 0.501, 0.77, 0.93, 0.999] as const;
