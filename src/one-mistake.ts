/**
 * What is one mistake to whoever wrote it, though several phases found a part: in `loss='mean_squared_error'` the mark, the quotes
 * and the name. Findings that stand side by side and can be mended become one, with what is to be written in their place.
 */
import { isError, type Diagnostic, type Edit } from "./diagnostics/diagnostic.ts";
import type { File } from "./syntax/ast.ts";
import { visit } from "./syntax/visit.ts";
import { textOf, type Span } from "./text/source.ts";

/** The errors of a damaged file, each mistake once. */
export function oneOfEach(file: File, syntax: readonly Diagnostic[], meaning: readonly Diagnostic[]): Diagnostic[] {
  if (syntax.length === 0 || meaning.length === 0) return runs([...syntax, ...meaning]);
  const mended = meaning.flatMap(({ fix }) => fix?.edits ?? []);
  const known = syntax.filter(
    ({ at }) => !mended.some(({ start, end }) => start <= at.start && at.end <= end && start < end),
  );
  const refused = refusedEntries(file, meaning);
  const outside = known.filter(({ at }) => !refused.some((span) => span.start <= at.start && at.end <= span.end));
  return runs([...outside, ...meaning]);
}

export const isSame = (one: Span, other: Span): boolean => one.start === other.start && one.end === other.end;

/** What stands behind names that are no entries, and for which nothing can be put: of it nothing more is said. */
function refusedEntries(file: File, meaning: readonly Diagnostic[]): readonly Span[] {
  const names = new Set(
    meaning.flatMap(({ code, at, fix }) => (code === "unknown-name" && fix === undefined ? [at.start] : [])),
  );
  const refused: Span[] = [];
  const look = ({ name, span }: { readonly name: { readonly span: Span } | undefined; readonly span: Span }): void => {
    if (name !== undefined && names.has(name.span.start)) refused.push({ ...span, start: name.span.end });
  };
  if (names.size > 0) visit(file, { entry: look, argument: look, call: look });
  return refused;
}

/** Each run of findings that stand side by side as one. */
function runs(found: readonly Diagnostic[]): Diagnostic[] {
  const sorted = found.toSorted((one, other) => one.at.start - other.at.start || one.at.end - other.at.end);
  const joined: Diagnostic[] = [];
  for (let at = 0; at < sorted.length;) {
    let end = at + 1;
    while (end < sorted.length && end < at + 5 && isBeside(sorted[end - 1]!, sorted[end]!)) end++;
    const run = sorted.slice(at, end);
    const one = run.length > 1 && run.some(({ code }) => code === "syntax") ? joinedOf(run) : undefined;
    joined.push(...(one ? [one] : run));
    at = end;
  }
  return joined;
}

/** Whether the second begins where the first ends; a gap, where something is missing, stands beside nothing. */
function isBeside(one: Diagnostic, other: Diagnostic): boolean {
  if (!isError(one) || !isError(other) || !one.fix || !other.fix || one.related || other.related) return false;
  if (other.at.start < one.at.end || other.at.start - one.at.end > 1) return false;
  const { text } = one.at.source;
  const isWritten = ({ at }: Diagnostic): boolean => /\S/.test(text.slice(at.start, at.end));
  return text.slice(one.at.end, other.at.start).trim() === "" && isWritten(one) && isWritten(other);
}

/** How much of a line is shown as what to write. */
const widest = 60;

function joinedOf(run: readonly Diagnostic[]): Diagnostic | undefined {
  const [first, last] = [run[0]!, run.at(-1)!];
  const { source } = first.at;
  const edits = run
    .flatMap(({ fix }) => fix!.edits)
    .toSorted((one, other) => one.start - other.start || one.end - other.end);
  if (edits.some(({ start }, index) => index > 0 && start < edits[index - 1]!.end)) return undefined;
  const at: Span = { source, start: first.at.start, end: last.at.end };
  const end = Math.max(at.end, edits.at(-1)!.end);
  const begin = Math.min(nameBefore(at), edits[0]!.start);
  const value = /^[ \t]*(?:"[^"\n]*"|[\w.+%-]+)?/.exec(source.text.slice(end, end + 200))![0];
  const stretch = end + (/[=.]/.test(source.text.charAt(at.end - 1)) ? value.length : 0);
  const more = /^(?:\((?!\))|\[)/.exec(source.text.slice(stretch, stretch + 2))?.[0];
  const written = edited(source.text, begin, stretch, edits) + (more ? { "(": "(…)", "[": "[…]" }[more] : "");
  if (written.includes("\n") || written.length > widest) return undefined;
  const told = run.find(({ code }) => code === "unknown-name") ?? run.find(({ code }) => code !== "syntax") ?? first;
  return {
    ...told,
    at,
    message: withPath(told, run),
    label: undefined,
    help: `write \`${written}\``,
    fix: { safe: run.every(({ fix }) => fix!.safe), edits },
  };
}

/** `there is no layer` with the name as it is written: `nn.Linear`. */
function withPath({ message, at }: Diagnostic, run: readonly Diagnostic[]): string {
  const path = run.find((one) => one.at.end === at.start && /^[\w.]+\.$/.test(textOf(one.at)));
  const name = textOf(at);
  return path === undefined ? message : message.replace(`\`${name}\``, `\`${textOf(path.at)}${name}\``);
}

/** Where the name begins that `=` stands behind. */
function nameBefore({ source, start }: Span): number {
  if (source.text[start] !== "=") return start;
  return start - /[\w-]*[ \t]*$/.exec(source.text.slice(Math.max(start - 100, 0), start))![0].length;
}

function edited(text: string, from: number, to: number, edits: readonly Edit[]): string {
  let [at, written] = [from, ""];
  for (const { start, end, text: put } of edits) {
    written += text.slice(at, start) + put;
    at = end;
  }
  return (written + text.slice(at, to)).trim();
}
