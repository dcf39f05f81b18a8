/** What holds for every file that is formatted. */
import type { IToken } from "chevrotain";
import { format, util, type Options } from "prettier";
import { belongs, BinaryOperator, declarationWords, RangeOperator, tokenize } from "../../grammar/tokens.ts";
import * as plugin from "../../src/format/plugin.ts";
import { suppressionsOf } from "../../src/rules/suppress.ts";
import type { File } from "../../src/syntax/ast.ts";
import { parse } from "../../src/syntax/parse.ts";
import { visit } from "../../src/syntax/visit.ts";
import { meaning } from "../syntax/support.ts";

/** A text as the plugin lays it out. */
export const formatted = (text: string, options: Options = {}): Promise<string> =>
  format(text, { ...options, parser: "dnn", plugins: [plugin] });

/** What is written in a text; `undefined` where it is not sound. */
export function readSound(text: string): File | undefined {
  const { file, diagnostics } = parse({ path: "test.dnn", text });
  return diagnostics.length === 0 ? file : undefined;
}

const written = ({ entries, declarations }: File): unknown => meaning({ entries, declarations });

/** How many entries, lines, layers and declarations begin before what each suppression is about. */
function suppressed(file: File): readonly unknown[] {
  const starts: number[] = [];
  const count = ({ span }: { readonly span: { readonly start: number } }): void => void starts.push(span.start);
  visit(file, {
    ...{ entry: count, flow: count, repeat: count, line: count, stage: count, state: count, data: count },
    ...{ network: count, block: count, train: count, preset: count, word: count, import: count },
  });
  return suppressionsOf(file).map(({ rule, reason, over }) => [
    rule,
    reason,
    starts.filter((at) => at < (over?.start ?? -1)).length,
  ]);
}

/** What of the laws does not hold for a text: nothing is lost, nothing moves to another entry, and the second time changes nothing. */
export async function violation(before: File, options: Options = {}): Promise<string | undefined> {
  const { text } = before.source;
  const once = await formatted(text, options);
  const after = readSound(once);
  if (after === undefined) return `it is not sound any more:\n${once}`;
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ["comments", remarks(before), remarks(after)],
    ["meaning", written(before), written(after)],
    ["what suppressions are about", suppressed(before), suppressed(after)],
  ];
  const changed = pairs.find(([, one, other]) => JSON.stringify(one) !== JSON.stringify(other));
  if (changed !== undefined) return `${changed[0]} changed:\n${once}`;
  const twice = await formatted(once, options);
  if (twice !== once) return `it changes again:\n${once}\n=====\n${twice}`;
  return text.includes("prettier-ignore") ? undefined : misshapen(once, options);
}

const remarks = ({ comments }: File): readonly string[] =>
  comments.map(({ span: { source, start, end } }) => source.text.slice(start, end).trimEnd());

/** One newline at the end, one blank line at most, no blanks at the end of a line, and no line too long that could be broken. */
function misshapen(text: string, { printWidth = 80, tabWidth = 2, endOfLine = "lf" }: Options): string | undefined {
  const newline = endOfLine === "crlf" ? "\r\n" : "\n";
  if (text.trim() === "") return undefined;
  const lines = text.replace(/^\ufeff/, "").split(newline);
  if (lines.some((line) => /[\r\n]/.test(line))) return `a line ends otherwise:\n${text}`;
  if (lines.at(-1) !== "" || lines.at(-2) === "") return `no newline, or several, end\n${text}`;
  if (lines[0] === "") return `a blank line begins\n${text}`;
  if (lines.some((line, index) => line === "" && lines[index + 1] === "" && index + 2 < lines.length))
    return `two blank lines in\n${text}`;
  const trailing = lines.find((line) => /[ \t]$/.test(line));
  if (trailing !== undefined) return `blanks end\n${trailing}|\nin\n${text}`;
  const long = lines.find((line) => isTooLong(line.replaceAll("\t", " ".repeat(tabWidth)), printWidth));
  return long === undefined ? undefined : `this line is too long:\n${long}\nin\n${text}`;
}

const isLead = ({ image, tokenType }: IToken): boolean =>
  belongs(tokenType, BinaryOperator) || /^(if|then|else|not|in|->|[)\]}])$/.test(image);

/** Whether a line is longer than allowed, but for comments, and holds more than a header, one operand or one name, and brackets. */
function isTooLong(line: string, width: number): boolean {
  const { tokens } = tokenize(line);
  const end = tokens.at(-1);
  if (end === undefined || util.getStringWidth(line.slice(0, end.startOffset + end.image.length)) <= width)
    return false;
  const first = tokens.findIndex((token) => !isLead(token));
  const last = tokens.findLastIndex(({ image }) => !/^[()[\]{},:=]$/.test(image));
  const core = tokens.slice(Math.max(first, 0), last + 1).filter(({ image }) => image !== "-");
  const isRange = core.length === 3 && belongs(core[1]!.tokenType, RangeOperator);
  return core.length > 1 && !isRange && !declarationWords.includes(core[0]!.image);
}
