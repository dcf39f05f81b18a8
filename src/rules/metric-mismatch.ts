import { some } from "../formula/formula.ts";
import { listOf, type WordUse } from "../network/value.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { replacing } from "./edit.ts";
import { distanceOf, targetText } from "./output.ts";
import { rule } from "./rule.ts";
import type { TargetSpec } from "../data/spec.ts";

export const metricMismatch = rule({
  name: "metric-mismatch",
  severity: "warning",
  default: "on",
  on: "training",
  description: "A metric says nothing of the target: a share of right answers on numbers, or a distance on classes.",
  why: "a number is hardly ever met exactly, several labels are not one answer, and the distance between classes means nothing",
  help: "use the metric that fits the target",
  messages: { says: "`{metric}` says nothing of {target}" },
  check({ training }, find) {
    const { target } = training.data.spec;
    const names = training.metrics.map(({ word }) => word.name);
    const right = fitting[target.kind];
    for (const item of listOf(training.arguments["metrics"])) {
      if (item.kind !== "word" || !says[judges(item.use)].includes(target.kind)) continue;
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
const says: { readonly [K in ReturnType<typeof judges>]: readonly TargetSpec["kind"][] } = {
  "one answer": ["regression", "multi_label"],
  answers: ["regression"],
  distance: ["class"],
  other: [],
};

function judges(use: WordUse): "one answer" | "answers" | "distance" | "other" {
  if (distanceOf(use) === "plain") return "distance";
  const formula = formulaOf(use);
  if (formula === undefined) return "other";
  if (some(formula, ({ op }) => op === "argmax")) return "one answer";
  return formula.op === "equal" ? "answers" : "other";
}
