/** What one run of the linter found, as every form for other programs is made of it. */
import { fingerprintsOf } from "../fingerprint.ts";
import type { Diagnostic } from "../diagnostic.ts";

export interface LintReport {
  /** The version of dnnc. */
  readonly version: string;
  /** The specs that were read, as they were named. */
  readonly files: readonly string[];
  /** What is shown, in order of file and place. */
  readonly findings: readonly Diagnostic[];
  /** What was found and is not shown. */
  readonly accepted: readonly Accepted[];
  readonly unreadable: readonly Unreadable[];
  readonly rules: readonly RuleAbout[];
  /** Whether a finding of this severity makes the run fail. */
  isFailing(finding: Diagnostic): boolean;
  /** A spec's path from the root of the project, with `/` between its parts; absolute where it lies outside. */
  pathOf(path: string): string;
}

/** A finding that somebody has decided to leave: in a comment of the spec, or in a baseline. */
export interface Accepted {
  readonly finding: Diagnostic;
  readonly by: "comment" | "baseline";
  /** Empty where none is given. */
  readonly reason: string;
}

export interface Unreadable {
  readonly path: string;
  readonly message: string;
  readonly help: string;
}

/** A rule as a form tells of it. */
export interface RuleAbout {
  readonly name: string;
  readonly category: string;
  readonly severity: Diagnostic["severity"];
  /** Whether it speaks without being asked. */
  readonly on: boolean;
  readonly description: string;
  readonly why: string;
  readonly help: string;
  /** Where its page lies, an absolute URI, where that is known. */
  readonly page?: string | undefined;
}

export type Form = (report: LintReport) => string;

/** The names of all findings, shown or not; a finding keeps its name when others are accepted. */
export const namesOf = ({ findings, accepted, pathOf }: LintReport): ReadonlyMap<Diagnostic, string> =>
  fingerprintsOf([...findings, ...accepted.map(({ finding }) => finding)], pathOf);

/** Message, reason and help as one text of several lines. */
export const fullText = ({ message, why, help }: Diagnostic): string =>
  [message, ...(why === undefined ? [] : [`why: ${why}`]), ...(help === undefined ? [] : [`help: ${help}`])].join("\n");

/** The findings of each file that was read, those without any too. */
export function byFile({ files, findings }: LintReport): ReadonlyMap<string, readonly Diagnostic[]> {
  const found = new Map<string, Diagnostic[]>(files.map((file) => [file, []]));
  for (const finding of findings) {
    const { path } = finding.at.source;
    const before = found.get(path);
    if (before === undefined) found.set(path, [finding]);
    else before.push(finding);
  }
  return found;
}
