/** What a finding is called over time, so that a list of accepted ones outlives a change of the lines around them. */
import { createHash } from "node:crypto";
import { lineText, positionAt } from "../text/source.ts";
import type { Diagnostic } from "./diagnostic.ts";

/**
 * A name for each finding, 32 hexadecimal digits: made of the file's path, the rule, and the text of the line that the finding
 * begins in, without its layout. It stays when lines are put in, taken out or indented elsewhere, and goes when the line itself
 * is changed. Of findings that are alike the first has the name, the others are numbered in the order of their places.
 */
export function fingerprintsOf(
  findings: readonly Diagnostic[],
  pathOf: (path: string) => string,
): ReadonlyMap<Diagnostic, string> {
  const seen = new Map<string, number>();
  const names = new Map<Diagnostic, string>();
  for (const finding of findings.toSorted((one, other) => one.at.start - other.at.start)) {
    const { source } = finding.at;
    const line = lineText(source, positionAt(source, finding.at.start).line);
    const text = [pathOf(source.path), finding.code, line.slice(0, longest).replaceAll(/\s+/g, "")].join("\n");
    const count = seen.get(text) ?? 0;
    seen.set(text, count + 1);
    names.set(finding, hashOf(count === 0 ? text : `${text}\n${count}`));
  }
  return names;
}

/** Characters of a line that count. */
const longest = 500;

export const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);
