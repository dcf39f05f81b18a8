import type { Report } from "../diagnostics/diagnostic.ts";
import { printValue, type Value, type WordUse } from "./value.ts";

/**
 * The names of a run's metrics in its history: each its word's. Where a word is used more than once, the arguments that tell its uses
 * apart are added: `[top_k(k: 1), top_k(k: 3)]` are `top_k_1` and `top_k_3`.
 */
export function metricNames(metrics: readonly WordUse[]): readonly string[] {
  const printed = new Map<WordUse["word"], Map<string, Set<string>>>();
  for (const { word, arguments: own } of metrics)
    for (const [name, { value }] of Object.entries(own)) {
      const byName = printed.get(word) ?? new Map<string, Set<string>>();
      printed.set(word, byName.set(name, (byName.get(name) ?? new Set()).add(printValue(value))));
    }
  return metrics.map(({ word, arguments: own }) => {
    const differing = Object.entries(own).filter(([name]) => printed.get(word)!.get(name)!.size > 1);
    return [word.name, ...differing.map(([, { value }]) => asName(value))].join("_");
  });
}

/** A value as part of a name: `0.7` is `0_7`. */
const asName = (value: Value): string =>
  printValue(value)
    .replace(/^-/, "minus_")
    .replace(/[^A-Za-z0-9_]+/g, "_")
    .replace(/_$/, "");

/** Reports metrics that would have one name in the history. */
export function checkMetricNames(metrics: readonly WordUse[], report: Report): void {
  const names = metricNames(metrics);
  const seen = new Map<string, number>();
  names.forEach((name, i) => {
    const first = seen.get(name);
    if (first === undefined) return void seen.set(name, i);
    report({
      code: "duplicate-name",
      severity: "error",
      message: `two metrics are called \`${name}\` in the history`,
      at: metrics[i]!.at,
      related: [{ at: metrics[first]!.at, label: "first here" }],
      help: "take one out, or give one of your own another name",
    });
  });
}
