/**
 * SARIF 2.1.0, the OASIS standard for findings of static analysis: what GitHub's code scanning, Azure DevOps and editors read.
 * Places are lines and columns from 1 in UTF-16 units, a region's end stands behind its last character.
 */
import type { Diagnostic, Edit } from "../diagnostic.ts";
import { stretchOf } from "../stretch.ts";
import type { Source, Span } from "../../text/source.ts";
import { namesOf, type Accepted, type Form, type LintReport } from "./report.ts";
import { descriptorsOf, levels } from "./sarif-rules.ts";

const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** The base of relative paths, as GitHub and SARIF's viewers know it. */
const root = "%SRCROOT%";

export const sarif: Form = (report) => {
  const rules = descriptorsOf(report);
  const index = new Map(rules.map(({ id }, i) => [id, i]));
  const names = namesOf(report);
  const resultOf = (finding: Diagnostic, accepted: readonly Accepted[]) => ({
    ruleId: finding.code,
    ruleIndex: index.get(finding.code),
    level: levels[finding.severity],
    message: { text: unlinked(sentences(finding)) },
    locations: [locationOf(report, finding.at)],
    relatedLocations: relatedOf(report, finding),
    partialFingerprints: { "dnncFinding/v1": names.get(finding) },
    fixes: finding.fix && [fixOf(report, finding)],
    suppressions: accepted.map(suppressionOf),
  });
  const log = {
    $schema: schema,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "dnnc", version: report.version, semanticVersion: report.version, rules } },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { [root]: { description: { text: "the folder of the project" } } },
        invocations: [
          {
            executionSuccessful: report.unreadable.length === 0,
            toolExecutionNotifications: report.unreadable.map(({ path, message, help }) => ({
              level: "error",
              message: { text: unlinked(`${message}. Help: ${help}`) },
              locations: [{ physicalLocation: { artifactLocation: artifactOf(report, path) } }],
            })),
          },
        ],
        results: [
          ...report.findings.map((finding) => resultOf(finding, [])),
          ...report.accepted.map((one) => resultOf(one.finding, [one])),
        ],
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
};

/** What is wrong, why, and what to write, as sentences: viewers show them in one paragraph. */
function sentences({ message, why, help }: Diagnostic): string {
  const parts = [
    message,
    ...(why === undefined ? [] : [`Why: ${why}`]),
    ...(help === undefined ? [] : [`Help: ${help}`]),
  ];
  return parts.map((part) => (/[.?!]$/.test(part) ? part : `${part}.`)).join(" ");
}

/** `[a](1)` would be a link in a message of SARIF. */
const unlinked = (text: string): string => text.replaceAll(/\[(?=[^\]]*\]\()/g, "\\[");

function artifactOf({ pathOf }: LintReport, path: string) {
  const uri = pathOf(path);
  const encoded = uri.split("/").map(encodeURIComponent).join("/");
  if (/^[A-Za-z]:\//.test(uri)) return { uri: `file:///${uri[0]}:${encoded.slice(4)}` };
  return uri.startsWith("/") ? { uri: `file://${encoded}` } : { uri: encoded, uriBaseId: root };
}

function regionOf(span: Span) {
  const { start, end } = stretchOf(span);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

const physical = (report: LintReport, at: Span) => ({
  artifactLocation: artifactOf(report, at.source.path),
  region: regionOf(at),
});

const locationOf = (report: LintReport, at: Span) => ({ physicalLocation: physical(report, at) });

/** The places in files that were read; the standard library is none. */
function relatedOf(report: LintReport, { related = [] }: Diagnostic) {
  const places = related.filter(({ at }) => report.files.includes(at.source.path));
  if (places.length === 0) return undefined;
  return places.map(({ at, label }, id) => ({ id, ...locationOf(report, at), message: { text: unlinked(label) } }));
}

function fixOf(report: LintReport, { at: { source }, help, fix }: Diagnostic) {
  return {
    description: { text: unlinked(help ?? "mend it") },
    artifactChanges: [
      {
        artifactLocation: artifactOf(report, source.path),
        replacements: fix!.edits.map((edit) => replacement(source, edit)),
      },
    ],
    properties: { safe: fix!.safe },
  };
}

const replacement = (source: Source, { start, end, text }: Edit) => ({
  deletedRegion: regionOf({ source, start, end }),
  insertedContent: { text },
});

const suppressionOf = ({ by, reason }: Accepted) => ({
  kind: by === "comment" ? "inSource" : "external",
  status: "accepted",
  justification: reason === "" ? undefined : reason,
});
