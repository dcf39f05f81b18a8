/** Whether a score of numbers hangs on the unit that they are in. */
import type { Interval } from "../data/spec.ts";
import { evaluate, evaluateNumber } from "../formula/evaluate.ts";
import { number, substitute } from "../formula/formula.ts";
import { planMetric } from "../formula/metric.ts";
import { simplify } from "../formula/simplify.ts";
import type { WordUse } from "../network/value.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";

/** Where the targets lie in their range, and the direction in which the outputs are off: they add up to 0. */
const examples = [
  [0.1, 1],
  [0.35, -1],
  [0.6, 1],
  [0.9, -1],
] as const;

/** What a score that is 1 at best falls to where outputs are off by a tenth of the range, if that is far below 0. */
export function unscaledScore(use: WordUse, { low, high }: Interval): number | undefined {
  const formula = formulaOf(use);
  if (formula === undefined) return undefined;
  const plan = planMetric(simplify(substitute(formula, new Map([["outputs", number(1)]]))));
  if (typeof plan === "string" || plan.sums.some(({ per }) => per === "example")) return undefined;
  const span = high - low;
  const at = (off: number): number => {
    const sums = plan.sums.map(({ name, how, formula: each }) => {
      const values = examples.map(([share, sign]) => {
        const target = low + share * span;
        return evaluateNumber(each, { target, output: target + sign * off * span });
      });
      const total = values.reduce((so, value) => so + value, 0);
      return [name, how === "sum" ? total : total / values.length] as const;
    });
    return evaluate(plan.result, Object.fromEntries(sums)) as number;
  };
  const score = at(0.1);
  return Math.abs(at(0) - 1) < 1e-9 && score < -1 ? score : undefined;
}
