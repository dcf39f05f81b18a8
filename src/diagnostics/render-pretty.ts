/** Findings for people: the header, the user's own lines with what is to be seen in them, then why, help and more. */
import picocolors from "picocolors";
import { lineText, linesOf, positionAt, type Source, type Span } from "../text/source.ts";
import { codeLine, harmless } from "./code-line.ts";
import type { Diagnostic, Severity } from "./diagnostic.ts";

export interface PrettyOptions {
  readonly colors: boolean;
  /** Whether `dnnc explain CODE` has a page to show. */
  readonly explained?: (code: string) => boolean;
}

type Colors = ReturnType<typeof picocolors.createColors>;
type Paint = (text: string) => string;

/** Lines that are this far apart have a mark between them. */
const distant = 5;

/** A stretch of one line, and what is said under it. */
interface Mark {
  readonly source: Source;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly label: string;
  readonly primary: boolean;
}

/** All findings, a blank line between two. */
export const renderPretty = (diagnostics: readonly Diagnostic[], options: PrettyOptions): string =>
  diagnostics.map((diagnostic) => renderOne(diagnostic, options)).join("\n");

function renderOne(diagnostic: Diagnostic, { colors, explained }: PrettyOptions): string {
  const paint = picocolors.createColors(colors);
  const severe = severities(paint)[diagnostic.severity];
  const marks = [
    markOf(diagnostic.at, diagnostic.label ?? "", true),
    ...(diagnostic.related ?? []).map(({ at, label }) => markOf(at, label, false)),
  ];
  const files = grouped(marks);
  const gutter = String(Math.max(...marks.map(({ line }) => line))).length;
  const excerpts = [...files.values()].flatMap((found) => excerpt(found, gutter, paint, severe));
  const notes = [
    ["why", diagnostic.why],
    ["help", diagnostic.help],
    ["more", explained?.(diagnostic.code) ? `dnnc explain ${diagnostic.code}` : undefined],
  ].flatMap(([name, text]) => (text === undefined ? [] : [note(name!, text, gutter, paint)]));
  const bar =
    notes.length > 0 && diagnostic.at.source.text !== "" ? [`${" ".repeat(gutter + 1)}${paint.blue("│")}`] : [];
  const title = `${severe(`${diagnostic.severity}[${diagnostic.code}]`)}${paint.bold(`: ${harmless(diagnostic.message)}`)}`;
  return [title, ...excerpts, ...bar, ...notes, ""].join("\n");
}

const severities = (paint: Colors): { readonly [K in Severity]: Paint } => ({
  error: (text) => paint.bold(paint.red(text)),
  warning: (text) => paint.bold(paint.yellow(text)),
  info: (text) => paint.bold(paint.blue(text)),
});

function grouped(marks: readonly Mark[]): Map<Source, Mark[]> {
  const files = new Map<Source, Mark[]>();
  for (const mark of marks) files.set(mark.source, [...(files.get(mark.source) ?? []), mark]);
  return files;
}

/** A place on its first line; what goes on below is not underlined. */
function markOf({ source, start, end }: Span, label: string, primary: boolean): Mark {
  const { line, offset } = positionAt(source, start);
  const lineStart = linesOf(source)[line - 1]!;
  const length = lineText(source, line).length;
  const column = (at: number): number => Math.min(Math.max(at - lineStart, 0), length);
  return { source, line, start: column(offset), end: column(end), label, primary };
}

/** `┌─ path:line:column`, and the lines that the marks of one file stand in, each with its marks. */
function excerpt(marks: readonly Mark[], gutter: number, paint: Colors, severe: Paint): string[] {
  const { source, line, start } = marks[0]!;
  const blank = " ".repeat(gutter + 1);
  const bar = paint.blue("│");
  if (source.text === "") return [`${blank}${paint.blue("┌─")} ${harmless(source.path)}`];
  const lines = [`${blank}${paint.blue("┌─")} ${harmless(source.path)}:${line}:${start + 1}`, `${blank}${bar}`];
  const sorted = marks.toSorted((one, other) => one.line - other.line || one.start - other.start);
  let last = sorted[0]!.line;
  for (const number of new Set(sorted.map((mark) => mark.line))) {
    const here = sorted.filter((mark) => mark.line === number);
    const code = codeLine(lineText(source, number), (here.find(({ primary }) => primary) ?? here[0]!).start);
    if (number - last >= distant) lines.push(`${blank}${paint.blue("·")}`);
    lines.push(`${paint.blue(`${String(number).padStart(gutter)} │`)} ${code.text}`.trimEnd());
    for (const mark of here) {
      const { from, width } = code.columns(mark.start, mark.end);
      const under = `${(mark.primary ? "^" : "-").repeat(width)} ${harmless(mark.label)}`.trimEnd();
      lines.push(`${blank}${bar} ${" ".repeat(from)}${mark.primary ? severe(under) : paint.cyan(under)}`);
    }
    last = number;
  }
  return lines;
}

function note(name: string, text: string, gutter: number, paint: Colors): string {
  const indent = " ".repeat(gutter + 1);
  const [first, ...rest] = text.split("\n").map(harmless);
  const under = rest.map((line) => `${indent}${" ".repeat(name.length + 4)}${line}`);
  return [`${indent}${paint.blue("=")} ${paint.bold(`${name}:`)} ${first}`, ...under].join("\n");
}
