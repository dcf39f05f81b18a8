import type { Diagnostic, Severity } from "./diagnostic.ts";

const weight: { readonly [K in Severity]: number } = { error: 0, warning: 1, info: 2 };

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const order = (one: Diagnostic, other: Diagnostic): number =>
  compare(one.at.source.path, other.at.source.path) ||
  one.at.start - other.at.start ||
  one.at.end - other.at.end ||
  weight[one.severity] - weight[other.severity] ||
  compare(one.code, other.code) ||
  compare(one.message, other.message);

/** By file, place and severity, each finding once. */
export const sorted = (diagnostics: readonly Diagnostic[]): Diagnostic[] =>
  diagnostics
    .toSorted(order)
    .filter((diagnostic, index, all) => index === 0 || order(all[index - 1]!, diagnostic) !== 0);

/** No more findings of a file than anyone reads; of the others the number is told, at the first of them. */
export function atMost(diagnostics: readonly Diagnostic[], most: number): Diagnostic[] {
  const left = diagnostics.length - most;
  if (left <= 0) return [...diagnostics];
  const { at } = diagnostics[most - 1]!;
  const severity = diagnostics.slice(most - 1).some((one) => one.severity === "error") ? "error" : "warning";
  const message = `${left + 1} more findings are not shown`;
  const help = "mend the first ones and look again";
  return [...diagnostics.slice(0, most - 1), { code: "more-findings", severity, message, at, help }];
}
