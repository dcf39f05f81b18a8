/**
 * Annotations of GitHub Actions: workflow commands, one a line, that a runner reads from a step's output and shows in the diff of a
 * pull request. Columns count from 1 in UTF-16 units; `endColumn` is the last one that is meant, and a place of several lines has
 * no columns, for the runner takes none there.
 */
import type { Diagnostic, Severity } from "../diagnostic.ts";
import { stretchOf } from "../stretch.ts";
import { fullText, type Form } from "./report.ts";

const commands: { readonly [K in Severity]: string } = { error: "error", warning: "warning", info: "notice" };

export const github: Form = ({ findings, unreadable, pathOf }) =>
  [
    ...findings.map((finding) =>
      command(
        commands[finding.severity],
        { file: pathOf(finding.at.source.path), ...placeOf(finding), title: `dnnc ${finding.code}` },
        fullText(finding),
      ),
    ),
    ...unreadable.map(({ path, message, help }) =>
      command("error", { file: pathOf(path), title: "dnnc unreadable-file" }, `${message}\nhelp: ${help}`),
    ),
  ]
    .map((line) => `${line}\n`)
    .join("");

function placeOf({ at }: Diagnostic): Readonly<Record<string, number>> {
  const { start, end } = stretchOf(at);
  if (start.line !== end.line) return { line: start.line, endLine: end.line };
  return {
    line: start.line,
    endLine: start.line,
    col: start.column,
    endColumn: Math.max(start.column, end.column - 1),
  };
}

/** `::error file=a.dnn,line=3::text`; whatever stands in the text, the command ends with its line. */
function command(name: string, properties: Readonly<Record<string, string | number>>, text: string): string {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${name} ${given.join(",")}::${data(text)}`;
}

const data = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
