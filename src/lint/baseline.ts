/** A baseline: the findings that a project had when it began to lint, accepted until they are mended. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { fingerprintsOf } from "../diagnostics/fingerprint.ts";
import { atMost } from "../diagnostics/sort.ts";
import type { Source, Span } from "../text/source.ts";
import { readJson } from "./json-text.ts";
import { valueOf, type Shape } from "./shape.ts";

/** One accepted finding; what it is known by is the fingerprint, the rest is for people. */
export interface Entry {
  readonly file: string;
  readonly rule: string;
  readonly message: string;
  readonly fingerprint: string;
}

export interface Baseline {
  /** With the place of each in the baseline's file. */
  readonly entries: readonly (Entry & { readonly at: Span })[];
}

const text = (about: string): Shape => ({ kind: "text", about });

const shape: Shape = {
  kind: "record",
  about: "a baseline",
  required: ["version", "findings"],
  keys: {
    version: { kind: "count", about: "`version`" },
    findings: {
      kind: "list",
      about: "`findings`",
      of: {
        kind: "record",
        about: "a finding",
        required: ["file", "rule", "message", "fingerprint"],
        keys: {
          file: text("`file`"),
          rule: text("`rule`"),
          message: text("`message`"),
          fingerprint: text("`fingerprint`"),
        },
      },
    },
  },
};

/** What a baseline holds, or everything that is wrong in it. */
export function readBaseline(source: Source): Baseline | { readonly mistakes: readonly Diagnostic[] } {
  const read = readJson(source);
  if ("mistake" in read) return { mistakes: [read.mistake] };
  const mistakes: Diagnostic[] = [];
  const value = valueOf(read.node, shape, (mistake) => mistakes.push(mistake)) as {
    version: number;
    findings: readonly Entry[];
  };
  if (mistakes.length === 0 && value.version !== 1)
    mistakes.push({
      code: "config",
      severity: "error",
      message: `this baseline is of version ${value.version}, and dnnc reads version 1`,
      at: read.node.at,
      help: "write it anew with `--write-baseline`",
    });
  if (mistakes.length > 0) return { mistakes };
  const list = read.node.kind === "object" && read.node.members.find(({ key }) => key === "findings")!.value;
  const places = list && list.kind === "array" ? list.items : [];
  return { entries: value.findings.map((entry, i) => ({ ...entry, at: places[i]!.at })) };
}

/** Findings as entries; paths begin at the baseline's folder. */
export function entriesOf(findings: readonly Diagnostic[], pathOf: (path: string) => string): Entry[] {
  const names = fingerprintsOf(findings, pathOf);
  return findings.map((finding) => ({
    file: pathOf(finding.at.source.path),
    rule: finding.code,
    message: finding.message,
    fingerprint: names.get(finding)!,
  }));
}

const order = (one: Entry, other: Entry): number =>
  one.file < other.file ? -1 : one.file > other.file ? 1 : one.fingerprint < other.fingerprint ? -1 : 1;

/** The text of a baseline: sorted, an entry a line, so that changes of it are read and merged well. */
export function baselineText(entries: readonly Entry[]): string {
  const lines = entries
    .toSorted(order)
    .map(({ file, rule, message, fingerprint }) => `    ${JSON.stringify({ file, rule, message, fingerprint })}`);
  const list = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n  ]`;
  return `{\n  "version": 1,\n  "findings": ${list}\n}\n`;
}

/** What a run found, parted by a baseline; `stale` are entries for files of this run, or for none, that nothing is found for. */
export interface Parted {
  readonly fresh: readonly Diagnostic[];
  readonly accepted: readonly Diagnostic[];
  readonly stale: readonly Diagnostic[];
}

/** `isJudged` tells whether this run looked at a file, or the file is gone. */
export function part(
  findings: readonly Diagnostic[],
  { entries }: Baseline,
  pathOf: (path: string) => string,
  isJudged: (file: string) => boolean,
): Parted {
  const names = fingerprintsOf(findings, pathOf);
  const known = new Set(entries.map(({ fingerprint }) => fingerprint));
  const found = new Set(names.values());
  const isAccepted = (finding: Diagnostic): boolean => known.has(names.get(finding)!);
  return {
    fresh: findings.filter((finding) => !isAccepted(finding)),
    accepted: findings.filter(isAccepted),
    stale: atMost(
      entries.filter(({ file, fingerprint }) => isJudged(file) && !found.has(fingerprint)).map(staleEntry),
      mostStale,
    ),
  };
}

/** Stale entries that are told one by one. */
const mostStale = 500;

const staleEntry = ({ file, rule, at }: Entry & { readonly at: Span }): Diagnostic => ({
  code: "stale-baseline",
  severity: "warning",
  message: `\`${rule}\` is not found in ${file} any more`,
  at,
  why: "an entry that nothing is found for would hide the next finding of its name",
  help: "write the baseline anew with `--write-baseline`",
});
