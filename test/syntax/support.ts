import { parse } from "../../src/syntax/parse.ts";
import type { Expression, File, Word } from "../../src/syntax/ast.ts";
import type { Diagnostic, Edit } from "../../src/diagnostics/diagnostic.ts";

export const read = (text: string): { file: File; diagnostics: Diagnostic[] } => parse({ path: "test.dnn", text });

/** The formula of `activation f() = text`, which must be sound. */
export function expression(text: string): Expression {
  const { file, diagnostics } = read(`activation f() = ${text}`);
  if (diagnostics.length > 0) throw new Error(`${text}: ${diagnostics[0]!.message}`);
  return (file.declarations[0] as Word).body as Expression;
}

const places = new Set(["span", "inside", "source"]);

/** A tree without its places, for comparing meanings. */
export const meaning = (node: unknown): unknown =>
  JSON.parse(JSON.stringify(node, (key, value: unknown) => (places.has(key) ? undefined : value)));

export const applied = (text: string, edits: readonly Edit[]): string =>
  edits
    .toSorted((one, other) => other.start - one.start)
    .reduce((changed, { start, end, text: put }) => changed.slice(0, start) + put + changed.slice(end), text);

/** A text with `«` and `»` around its places, in order; without them, and the places. */
export function marked(text: string): { text: string; places: { start: number; end: number }[] } {
  const places: { start: number; end: number }[] = [];
  let plain = "";
  for (const part of text.split(/([«»])/)) {
    if (part === "«") places.push({ start: plain.length, end: NaN });
    else if (part === "»") places.findLast(({ end }) => Number.isNaN(end))!.end = plain.length;
    else plain += part;
  }
  return { text: plain, places };
}
