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
