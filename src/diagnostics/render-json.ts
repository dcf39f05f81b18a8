import type { Diagnostic, Severity } from "./diagnostic.ts";
import { stretchOf } from "./stretch.ts";

const plain = ({ code, severity, message, at, label, related, why, help, fix }: Diagnostic) => ({
  rule: code,
  severity,
  message,
  file: at.source.path,
  range: stretchOf(at),
  label,
  related: (related ?? []).map((place) => ({
    file: place.at.source.path,
    range: stretchOf(place.at),
    message: place.label,
  })),
  why,
  help,
  fix: fix && { safe: fix.safe, edits: fix.edits.map(({ start, end, text }) => ({ start, end, text })) },
});

/** Findings for other programs: version 1, positions from 1 and offsets in UTF-16 units from 0, one object on one line. */
export function renderJson(diagnostics: readonly Diagnostic[], files: number): string {
  const count = (severity: Severity): number => diagnostics.filter((found) => found.severity === severity).length;
  const summary = { errors: count("error"), warnings: count("warning"), infos: count("info") };
  return JSON.stringify({ version: 1, files, diagnostics: diagnostics.map(plain), summary });
}
