import type { Interval, TargetSpec } from "../data/spec.ts";
import { evaluateNumber } from "../formula/evaluate.ts";
import { isReduction, some } from "../formula/formula.ts";
import { planMetric } from "../formula/metric.ts";
import { listOf, type WordUse } from "../network/value.ts";
import type { Span } from "../text/source.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { byUse } from "./by-use.ts";
import { outputOf } from "./output.ts";
import { rule } from "./rule.ts";
import { madeRange, wantedRange } from "./target-range.ts";

export const relativeErrorAtZero = rule({
  name: "relative-error-at-zero",
  severity: "warning",
  default: "on",
  on: "training",
  description: "An error in proportion to the target is taken of a target that can be 0.",
  why: "an error divided by almost nothing is huge, so that a few examples near 0 are all that counts (Hyndman and Koehler 2006)",
  help: "use `mae`, `rmse` or `huber`, or leave the target as it is where it stays away from 0",
  messages: { divides: "`{word}` divides by the target, and that can be 0" },
  check(subject, find) {
    const { target, loss, at } = outputOf(subject);
    const source = subject.training.data.spec.sources.train;
    const own = target.kind === "regression" ? (target.range ?? madeRange(source)) : ofClasses(target);
    const blame = (word: string, place: Span, range: Interval | undefined): void => {
      if (range === undefined || range.low > 0 || range.high < 0) return;
      find("divides", { word }, { at: place, related: [{ at: target.at, label: "the target" }] });
    };
    if (isRelative(loss))
      blame(loss.word.name, at.loss, target.kind === "regression" ? wantedRange(target, source) : own);
    // Metrics of numbers are told in the target's own units.
    for (const item of listOf(subject.training.arguments["metrics"]))
      if (item.kind === "word" && isRelative(item.use)) blame(item.use.word.name, item.use.at, own);
  },
});

const ofClasses = ({ kind }: TargetSpec): Interval | undefined => (kind === "none" ? undefined : { low: 0, high: 1 });

/** Whether it stays when target and output are scaled alike, and grows without end as the target comes to 0. */
const isRelative = byUse((use: WordUse): boolean => {
  const formula = formulaOf(use);
  if (formula === undefined || use.word.stable !== undefined) return false;
  const plan = use.word.kind === "metric" ? planMetric(formula) : undefined;
  if (typeof plan === "string") return false;
  const [sum, ...more] = plan?.sums ?? [];
  if (more.length > 0 || sum?.per === "example") return false;
  const each = sum?.formula ?? formula;
  if (some(each, isReduction)) return false;
  const at = (target: number, output: number): number => evaluateNumber(each, { target, output, outputs: 1 });
  const [once, twice, near] = [at(1, 1.5), at(2, 3), at(1e-5, 1)];
  return once > 0 && Math.abs(once - twice) < 1e-4 * once && near > 1e3 * once;
});
