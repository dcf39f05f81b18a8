/** What a metric looks at, found from its formula: so a user's own is judged like a built-in one. */
import { evaluate, evaluateNumber } from "../formula/evaluate.ts";
import { argsOf, mentions, number, some, substitute, type Formula } from "../formula/formula.ts";
import { planMetric } from "../formula/metric.ts";
import { simplify } from "../formula/simplify.ts";
import { remembered } from "../formula/remembered.ts";
import type { WordUse } from "../network/value.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { portableMetricOf } from "../vocabulary/portable-metrics.ts";
import { distanceOf } from "../vocabulary/loss-reading.ts";
import { byUse } from "./by-use.ts";

/** `one answer`: the largest of several outputs; `answers`: each output as a yes or a no; `distance`: how far a number is off. */
export type MetricKind = "one answer" | "answers" | "distance" | "other";

const kinds = byUse((use) => {
  const known = remembered<MetricKind>(100);
  return (outputs: number | undefined) => known(String(outputs), () => kindOf(use, outputs));
});

/** What a metric looks at where an example has so many outputs. */
export const metricKind = (use: WordUse, outputs: number | undefined): MetricKind => kinds(use)(outputs);

function kindOf(use: WordUse, outputs: number | undefined): MetricKind {
  if (portableMetricOf(use) !== undefined) return "answers";
  const written = formulaOf(use);
  if (written === undefined) return "other";
  const formula =
    outputs === undefined ? written : simplify(substitute(written, new Map([["outputs", number(outputs)]])));
  if (distanceOf(use) === "plain" || isOfResiduals(formula)) return "distance";
  if (some(formula, ({ op }) => op === "argmax" || op === "rank")) return "one answer";
  return formula.op === "equal" || thresholdsOf(formula, "target") !== undefined ? "answers" : "other";
}

const comparisons: ReadonlySet<string> = new Set(["greater", "greater_equal", "less", "less_equal"]);

/** The numbers from 0 to 1 that `name` is compared with, where it is looked at in no other way: as yes or no, that is. */
export function thresholdsOf(formula: Formula, name: "target" | "output"): readonly number[] | undefined {
  const found: number[] = [];
  const isCompared = (part: Formula): boolean => {
    if (!mentions(part, name)) return true;
    if (!("args" in part)) return false;
    const bound = part.args.find((arg) => arg.op === "number");
    if (!comparisons.has(part.op) || bound === undefined) return part.args.every(isCompared);
    found.push(bound.value);
    return part.args.some((arg) => arg.op === "variable") && bound.value >= 0 && bound.value <= 1;
  };
  return isCompared(formula) && found.length > 0 ? found : undefined;
}

/** The numbers that `name` itself is compared with. */
export function boundsOf(formula: Formula, name: "target" | "output"): readonly number[] {
  const inside = argsOf(formula).flatMap((arg) => boundsOf(arg, name));
  if (!comparisons.has(formula.op)) return inside;
  const args = argsOf(formula);
  const isName = args.some((arg) => arg.op === "variable" && arg.name === name);
  return isName ? [...inside, ...args.flatMap((arg) => (arg.op === "number" ? [arg.value] : []))] : inside;
}

/** Over several examples: stays when targets and outputs move together, and goes one way as the residuals grow, but not with their square. */
function isOfResiduals(formula: Formula): boolean {
  const plan = planMetric(simplify(substitute(formula, new Map([["outputs", number(1)]]))));
  if (typeof plan === "string" || plan.sums.some(({ per }) => per === "example")) return false;
  const at = (by: number, moved = 0): number => {
    const sums = plan.sums.map(({ name, how, formula: each }) => {
      const values = examples.map(([target, residual]) =>
        evaluateNumber(each, { target: target + moved, output: target + by * residual + moved }),
      );
      const total = values.reduce((so, value) => so + value, 0);
      return [name, how === "sum" ? total : total / values.length] as const;
    });
    return evaluate(plan.result, Object.fromEntries(sums)) as number;
  };
  const near = (one: number, other: number): boolean => Math.abs(one - other) < 1e-9 * (1 + Math.abs(one));
  const [first, second, fourth] = [at(1), at(2), at(4)];
  const grows = (first < second && second < fourth) || (first > second && second > fourth);
  return grows && near(at(1, 7), first) && near(at(2, 7), second) && !near(second, 4 * first);
}

/** Targets and residuals that add up to 0. */
const examples = [
  [1, 0.3],
  [2, -0.3],
  [3, 0.2],
  [5, -0.2],
] as const;
