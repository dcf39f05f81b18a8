import { evaluateNumber } from "../formula/evaluate.ts";
import { number, substitute } from "../formula/formula.ts";
import { planMetric, rowNumbers } from "../formula/metric.ts";
import { simplify } from "../formula/simplify.ts";
import { listOf, type WordUse } from "../network/value.ts";
import type { Training } from "../network/resolve-train.ts";
import type { Span } from "../text/source.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { replacing } from "./edit.ts";
import { boundsOf, metricKind, thresholdsOf, type MetricKind } from "./metric-kind.ts";
import { outputOf, targetText, type Output } from "./output.ts";
import { rule } from "./rule.ts";
import type { TargetSpec } from "../data/spec.ts";

export const metricMismatch = rule({
  name: "metric-mismatch",
  severity: "warning",
  default: "on",
  fix: "safe",
  on: "training",
  description:
    "A metric says nothing of the target or the outputs: right answers on numbers, a distance on classes, a threshold that is not the loss's.",
  why: "a number is hardly ever met exactly, several labels are not one answer, and the distance between classes means nothing",
  help: "use the metric that fits the target",
  messages: {
    says: "`{metric}` says nothing of {target}",
    side: "`{metric}` asks whether an output is above {threshold}, and `{loss}` parts yes from no at 0",
    beyond: "`{metric}` asks whether an output is above {threshold}, and `{activation}` gives {low} to {high}",
    constant: "`{metric}` is {value} wherever an output lies between {low} and {high}: it is hardly ever met exactly",
    majority: "`{metric}` of all examples hides the rare class, whose weight is {times} times that of another",
    always: "`{metric}` is 1 whatever comes out: there are no more than {outputs} outputs",
  },
  check(subject, find) {
    const { training } = subject;
    const output = outputOf(subject);
    const { target } = training.data.spec;
    const names = training.metrics.map(({ word }) => word.name);
    const right = fitting[target.kind];
    const rarity = rarityOf(subject.training, output);
    for (const item of listOf(training.arguments["metrics"])) {
      if (item.kind !== "word") continue;
      if (!says[metricKind(item.use, output.units)].includes(target.kind)) {
        const { word, at } = item.use;
        const metric = word.name;
        const threshold = thresholdBeside(item.use, output);
        const outside = thresholdOutside(item.use, output);
        const constant = constantOf(item.use, output);
        const hidden = isAccuracy(item.use, output) ? rarity : undefined;
        const related = [{ at: output.at.loss, label: "the side of 0 counts here" }];
        const help = `write \`${metric}(threshold: 0)\``;
        if (threshold !== undefined)
          find("side", { metric, threshold, loss: output.loss.word.name }, { at, related, help });
        else if (outside !== undefined) {
          const { low, high } = output.head.activation!.traits.range;
          const holes = { metric, threshold: outside, activation: output.activation, low, high };
          find("beyond", holes, {
            at,
            related: [{ at: output.at.activation, label: "comes out here" }],
            help: `write a threshold between ${low} and ${high}`,
          });
        } else if (constant !== undefined) {
          const { low, high } = output.head.activation!.traits.range;
          const help = "compare with a threshold: `(output > 0.5) == (target > 0.5)`";
          find("constant", { metric, value: constant, low, high }, { at, help });
        } else if (hidden !== undefined) {
          const related = [{ at: hidden.at, label: "the classes weigh so differently" }];
          find(
            "majority",
            { metric, times: hidden.times },
            { at, related, help: "add `precision` and `recall`, or `auc`" },
          );
        } else if (isAlwaysRight(item.use, output.units)) {
          const outputs = output.units!;
          find("always", { metric, outputs }, { at, help: "ask for fewer places than there are outputs" });
        }
        continue;
      }
      const written = training.arguments["metrics"]!.from.kind === "written";
      find(
        "says",
        { metric: item.use.word.name, target: targetText(target) },
        {
          at: item.use.at,
          related: [{ at: target.at, label: `the target is ${targetText(target)}` }],
          help: right === undefined ? "take it out" : `write \`${right}\``,
          fix:
            written && right !== undefined && !names.includes(right)
              ? { safe: true, edits: [replacing(item.use.at, right)] }
              : undefined,
        },
      );
    }
  },
});

const fitting: { readonly [K in TargetSpec["kind"]]: string | undefined } = {
  class: "accuracy",
  binary: "accuracy",
  multi_label: undefined,
  regression: "rmse",
  none: undefined,
};

/** What a metric looks at, and the targets of which that says nothing; the squared distance of probabilities is the Brier score. */
const says: { readonly [K in MetricKind]: readonly TargetSpec["kind"][] } = {
  "one answer": ["regression", "multi_label"],
  answers: ["regression"],
  distance: ["class"],
  other: [],
};

const formulaFor = (use: WordUse, outputs: number) => {
  const formula = formulaOf(use);
  return formula && simplify(substitute(formula, new Map([["outputs", number(outputs)]])));
};

/** The threshold that all outputs are on one side of, where a metric takes an output beyond it for a yes. */
function thresholdOutside(use: WordUse, { head, units, lossKind }: Output): number | undefined {
  // Where the loss goes by the side of 0, outputs that have one side alone are at fault.
  const formula = units === undefined || lossKind === "side" ? undefined : formulaFor(use, units);
  const range = head.activation?.traits.range;
  if (formula === undefined || range === undefined) return undefined;
  return boundsOf(formula, "output").find((bound) => bound <= range.low || bound >= range.high);
}

/** The threshold above 0 by which a metric takes an output for a yes, where the loss goes by the side of 0. */
function thresholdBeside(use: WordUse, { lossKind, units }: Output): number | undefined {
  if (lossKind !== "side" || units === undefined) return undefined;
  const formula = formulaFor(use, units);
  return formula && thresholdsOf(formula, "output")?.find((threshold) => threshold > 0);
}

/** What a metric is for each output strictly inside the range, whatever the target. */
function constantOf(use: WordUse, { units, head }: Output): number | undefined {
  const formula = units === undefined ? undefined : formulaFor(use, units);
  const { low, high } = head.activation?.traits.range ?? { low: -Infinity, high: Infinity };
  const plan = formula === undefined || high - low === Infinity ? "" : planMetric(formula);
  if (typeof plan === "string" || plan.sums.length !== 1 || plan.sums[0]!.per === "example") return undefined;
  if (plan.result.op !== "variable") return undefined;
  const values = [0, 1].flatMap((target) =>
    shares.map((share) => evaluateNumber(plan.sums[0]!.formula, { target, output: low + share * (high - low) })),
  );
  return values.every((value) => value === values[0]) ? values[0] : undefined;
}

const shares = [0.001, 0.13, 0.37, 0.499, 0.501, 0.77, 0.93, 0.999];

/** Whether a metric counts right answers of all classes alike. */
const isAccuracy = (use: WordUse, { units }: Output): boolean => {
  const formula = units === undefined ? undefined : formulaFor(use, units);
  return formula?.op === "equal";
};

/** So much larger a weight says that a class is rare. */
const rare = 20;

/** Where class weights tell that a class is rare, and nothing that is written looks at it. */
function rarityOf({ data, metrics }: Training, output: Output): { at: Span; times: number } | undefined {
  const given = data.spec.classWeights;
  if (given === undefined || given.weights === "balanced" || !metrics.every((use) => isAccuracy(use, output)))
    return undefined;
  const times = Math.max(...given.weights) / Math.min(...given.weights.filter((weight) => weight > 0));
  return times >= rare ? { at: given.at, times: Math.round(times) } : undefined;
}

const zero = Object.fromEntries(rowNumbers.map((name) => [name, 0]));

/** Whether a metric of places is 1 at every place that an output can have. */
function isAlwaysRight(use: WordUse, outputs: number | undefined): boolean {
  const formula = outputs === undefined ? undefined : formulaFor(use, outputs);
  const plan = formula === undefined ? "" : planMetric(formula);
  if (outputs === undefined || typeof plan === "string" || plan.sums.length !== 1) return false;
  const [sum] = plan.sums;
  if (sum!.per !== "example" || sum!.how !== "mean" || plan.result.op !== "variable") return false;
  return Array.from({ length: outputs }, (_, place) => place).every(
    (place) => evaluateNumber(sum!.formula, { ...zero, rank_output_target: place, argmax_output: place }) === 1,
  );
}
