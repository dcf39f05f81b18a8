import type { TargetSpec } from "../data/spec.ts";
import type { Training } from "../network/resolve-train.ts";
import { listOf, type WordUse } from "../network/value.ts";
import type { Span } from "../text/source.ts";
import { replacing } from "./edit.ts";
import { metricKind, type MetricKind } from "./metric-kind.ts";
import { constantIn, readingOf, type MetricReading } from "./metric-reading.ts";
import { unscaledScore } from "./metric-scale.ts";
import { outputOf, targetText, type Output } from "./output.ts";
import { rule, type Find } from "./rule.ts";

const messages = {
  says: "`{metric}` says nothing of {target}",
  side: "`{metric}` asks whether an output is above {threshold}, and `{loss}` parts yes from no at 0",
  beyond: "`{metric}` asks whether an output is above {threshold}, and `{activation}` gives {low} to {high}",
  constant: "`{metric}` is {value} wherever an output lies between {low} and {high}: it is hardly ever met exactly",
  majority: "`{metric}` of all examples hides the rare class, whose weight is {times} times that of another",
  unscaled:
    "`{metric}` is 1 where all is right, and {score} where outputs are off by a tenth of the range: it hangs on the target's unit",
  always: "`{metric}` is 1 whatever comes out: there are no more than {outputs} outputs",
} as const;

export const metricMismatch = rule({
  name: "metric-mismatch",
  severity: "warning",
  default: "on",
  fix: "safe",
  on: "training",
  description:
    "A metric says nothing of the target or the outputs: right answers on numbers, a distance on classes, a threshold that is not the loss's.",
  why: "a number is hardly ever met exactly, several labels are not one answer, the distance between classes means nothing, and what is right for most hides the rare",
  help: "use the metric that fits the target",
  messages,
  check(subject, find) {
    const { training } = subject;
    const output = outputOf(subject);
    const { target } = training.data.spec;
    const names = training.metrics.map(({ word }) => word.name);
    const right = fitting[target.kind];
    const rarity = rarityOf(training, output);
    for (const item of listOf(training.arguments["metrics"])) {
      if (item.kind !== "word") continue;
      if (!says[metricKind(item.use, output.units)].includes(target.kind)) {
        const range = target.kind === "regression" ? target.range : undefined;
        const score = range && unscaledScore(item.use, range);
        const metric = item.use.word.name;
        if (score !== undefined)
          find(
            "unscaled",
            { metric, score: Number(score.toPrecision(3)) },
            { at: item.use.at, help: "write `r2`, which divides by the target's variance" },
          );
        const reading = readingOf(item.use, output.units);
        if (reading !== undefined) judgeReading(reading, item.use, output, rarity, find);
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

/** Whether what a metric makes of these outputs tells anything; the first fault speaks. */
function judgeReading(
  reading: MetricReading,
  { word: { name: metric }, at }: WordUse,
  output: Output,
  rarity: Rarity | undefined,
  find: Find<typeof messages>,
): void {
  const [threshold, outside] = [thresholdBeside(reading, output), thresholdOutside(reading, output)];
  const { low, high } = output.head.activation?.traits.range ?? { low: -Infinity, high: Infinity };
  const constant = constantIn(reading, low, high);
  if (threshold !== undefined) {
    const related = [{ at: output.at.loss, label: "the side of 0 counts here" }];
    const help = `write \`${metric}(threshold: 0)\``;
    find("side", { metric, threshold, loss: output.loss.word.name }, { at, related, help });
  } else if (outside !== undefined) {
    const related = [{ at: output.at.activation, label: "comes out here" }];
    const help = `write a threshold between ${low} and ${high}`;
    find("beyond", { metric, threshold: outside, activation: output.activation, low, high }, { at, related, help });
  } else if (constant !== undefined) {
    const help = "compare with a threshold: `(output > 0.5) == (target > 0.5)`";
    find("constant", { metric, value: constant, low, high }, { at, help });
  } else if (reading.isAccuracy && rarity !== undefined) {
    const related = [{ at: rarity.at, label: "the classes weigh so differently" }];
    const help = output.units === 1 ? "add `precision` and `recall`, or `auc`" : eachClass;
    find("majority", { metric, times: rarity.times }, { at, related, help, severity: rarity.severity });
  } else if (reading.isAlwaysRight)
    find("always", { metric, outputs: output.units! }, { at, help: "ask for fewer places than there are outputs" });
}

/** Over several outputs precision and recall count the examples of all classes together. */
const eachClass =
  "add one that takes each class alike: `metric balanced(target, output) = per_output(sum(output > 0.5 and target > 0.5) / max(sum(target > 0.5), 1))`";

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

/** The threshold above 0 by which a metric takes an output for a yes, where the loss goes by the side of 0. */
const thresholdBeside = ({ thresholds }: MetricReading, { lossKind }: Output): number | undefined =>
  lossKind === "side" ? thresholds.find((threshold) => threshold > 0) : undefined;

/** The threshold that all outputs are on one side of, where a metric takes an output beyond it for a yes. */
function thresholdOutside({ bounds }: MetricReading, { head, lossKind }: Output): number | undefined {
  const range = head.activation?.traits.range;
  // Where the loss goes by the side of 0, outputs that have one side alone are at fault.
  if (range === undefined || lossKind === "side") return undefined;
  return bounds.find((bound) => bound <= range.low || bound >= range.high);
}

interface Rarity {
  readonly at: Span;
  readonly times: number;
  /** Where nobody wrote a metric, nobody trusts one. */
  readonly severity: "warning" | "info";
}

/** So much larger a weight says that a class is rare. */
const rare = 20;

/** Where class weights tell that a class is rare, and no metric looks at it. */
function rarityOf({ data, metrics, arguments: args }: Training, { units }: Output): Rarity | undefined {
  const given = data.spec.classWeights;
  if (given === undefined || given.weights === "balanced") return undefined;
  const times = Math.max(...given.weights) / Math.min(...given.weights.filter((weight) => weight > 0));
  const isHidden = metrics.every((use) => readingOf(use, units)?.isAccuracy);
  const severity = args["metrics"]!.from.kind === "fitting" ? "info" : "warning";
  return times >= rare && isHidden ? { at: given.at, times: Math.round(times), severity } : undefined;
}
