/** `dnnc explain WORD`: what a word of the language is. */
import type * as ast from "../syntax/ast.ts";
import { textOf } from "../text/source.ts";
import { describeLimits } from "../vocabulary/limits.ts";
import type { Parameter, Word } from "../vocabulary/word.ts";
import { renderTable } from "./table.ts";

/** The word's signature, its doc, then what is known of it, each fact with its name. */
export function explainWord(word: Word): string {
  const facts: readonly (readonly [name: string, text: string | undefined])[] = [
    ["formula", formulaText(word.declaration)],
    ["provided", word.given.map(({ name }) => name).join(", ")],
    ["parameters", parametersText(word.parameters)],
    ["source", word.source],
    ["aliases", word.aliases.join(", ")],
    ["state", word.planned ? "not supported yet" : undefined],
  ];
  const told = facts.flatMap(([name, text]) => (text === undefined || text === "" ? [] : [fact(name, text)]));
  const doc = word.doc === "" ? [] : [`${indent(word.doc, 2)}\n`];
  return [`${word.kind} ${word.name}\n`, ...doc, ...(told.length === 0 ? [] : [told.join("")])].join("\n");
}

const indent = (text: string, by: number): string => text.replaceAll(/^(?=.)/gm, " ".repeat(by));

/** `  name        text`, the lines of the text below one another. */
const fact = (name: string, text: string): string => `  ${name.padEnd(12)}${indent(text, 14).trimStart()}\n`;

/** The formula as it is written, without the blanks that its place in a file gives its lines. */
function formulaText({ body, span }: ast.Word): string | undefined {
  if (body === undefined) return undefined;
  if (body.kind !== "body") return textOf(body.span);
  const inside = textOf({ ...span, start: body.span.start, end: body.span.end }).slice(1, -1);
  return inside
    .split("\n")
    .map((text) => text.trim())
    .filter((text) => text !== "")
    .join("\n");
}

/** `fitting` in a signature: `resolve` fills it in. */
const defaultText = (standing: ast.Expression | undefined): string =>
  standing === undefined ? "needed" : textOf(standing.span).replace(/^fitting$/, "what fits");

function parametersText(parameters: readonly Parameter[]): string {
  if (parameters.length === 0) return "";
  const rows = parameters.map(({ name, default: standing, limits }) => [
    name,
    defaultText(standing),
    describeLimits(limits),
  ]);
  const columns = ["", "", ""].map((head) => ({ head, align: "left" }) as const);
  return renderTable(columns, rows).trim();
}
