/** What is refused before it is read: texts that are none, or too large, and expressions too deep for any reader. */
import type { IToken, TokenType } from "chevrotain";
import * as t from "../../grammar/tokens.ts";
import type { Diagnostic, Report } from "../diagnostics/diagnostic.ts";
import type { Source, Span } from "../text/source.ts";
import { syntaxError } from "./build.ts";
import { findExcess, type Excess } from "./scan.ts";

export const limits = {
  /** Characters in a file (bytes where it is read from a disk). */
  size: 2 * 1024 * 1024,
  /** Words and marks in a file: a tree of more takes hundreds of megabytes. */
  tokens: 250_000,
  /** Characters that the language has not: each takes the lexer long. */
  strange: 20_000,
  /** Characters that are looked through for closing quotation marks that are not there. */
  unclosed: 10_000_000,
  /** Brackets in brackets. */
  nesting: 200,
  /** Operators between a whole expression and its innermost part: everyone who walks an AST may recurse. */
  depth: 500,
  /** Declarations in a file. */
  declarations: 2000,
  /** Arguments of a call, parameters of a signature, lines of a word: what a reader takes in one after the other. */
  members: 1000,
  /** Findings in a file that are shown. */
  findings: 100,
  /** Findings of one kind that are collected; a file that is damaged in more places is read no further. */
  collected: 1000,
} as const;

const controls = /[\u0000-\u0008\u000b\u000e-\u001f\u007f\ufffd]/g;

/** The first of a row, as many as there may be; of the others the first is told. */
export function atMost<Member extends { readonly span: Span }>(
  members: readonly Member[],
  most: number,
  what: string,
  report: Report,
): readonly Member[] {
  const excess = members[most];
  if (excess === undefined) return members;
  const { source, start } = excess.span;
  report(
    syntaxError(
      `there are more than ${grouped(most)} ${what} here`,
      { source, start, end: start + 1 },
      { why: "a spec is read by people", help: "divide it into parts" },
    ),
  );
  return members.slice(0, most);
}

/** A text that is too long, or no text at all. */
export function refuse(source: Source): Diagnostic | undefined {
  const at = { source, start: 0, end: 0 };
  if (source.text.length > limits.size) {
    return syntaxError("the file is too large for a spec", at, {
      why: "a spec holds at most 2 MiB",
      help: "data stands in files of its own, which the spec names",
    });
  }
  const strange = source.text.match(controls)?.length ?? 0;
  if (strange <= source.text.length / 100) return;
  const first = source.text.search(controls);
  return syntaxError(
    "this is not a text file",
    { source, start: first, end: first + 1 },
    {
      why: "it holds characters that no text has",
      help: "a spec is plain text in UTF-8",
    },
  );
}

/** A text of more words, or more nonsense, than is worth reading. */
export function refuseExcess(source: Source): Diagnostic | undefined {
  const excess = findExcess(source.text, limits);
  return excess && endless[excess.what]({ source, start: excess.at, end: excess.at + 1 });
}

/** A text with more tokens than a tree is made of: the look before may have counted too few. */
export function tooMany(source: Source, tokens: readonly IToken[]): Diagnostic | undefined {
  const beyond = tokens[limits.tokens];
  if (beyond === undefined) return undefined;
  return endless.tokens({ source, start: beyond.startOffset, end: beyond.startOffset + beyond.image.length });
}

const endless: { readonly [K in Excess["what"]]: (at: Span) => Diagnostic } = {
  tokens: (at) =>
    syntaxError("the file is too long for a spec", at, {
      why: `a spec holds at most ${grouped(limits.tokens)} words and marks`,
      help: "data stands in files of its own, which the spec names",
    }),
  characters: (at) =>
    syntaxError("this is no spec", at, {
      why: `more than ${grouped(limits.strange)} of its characters have no meaning in the language`,
      help: "name a file that ends in `.dnn`",
    }),
  "quotation marks": (at) =>
    syntaxError("this is no spec", at, {
      why: "many of its texts have no closing quotation mark",
      help: "a text ends on the line on which it begins",
    }),
};

const grouped = (count: number): string => String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");

const opening = new Set<TokenType>([t.LeftBrace, t.LeftBracket, t.LeftParenthesis]);
const closing = new Set<TokenType>([t.RightBrace, t.RightBracket, t.RightParenthesis]);
const separating = new Set<TokenType>([t.Comma, t.Colon, t.Assign, t.Arrow]);

const operators = new Set<TokenType>([
  t.If,
  t.Not,
  t.ForeignNot,
  ...t.tokens.filter((token) => t.belongs(token, t.BinaryOperator)),
]);

/** What was counted in one pair of brackets: operators in the present element, its deepest part, the deepest element before. */
interface Level {
  count: number;
  part: number;
  before: number;
}

/**
 * The tokens at which brackets are nested too deeply or an expression grows too deep, one for each time; in a sound file,
 * or in one declaration.
 * The tree over `n` operators in a row is at most `n` deep, and one deeper with each bracket.
 */
export function tooDeep(tokens: readonly IToken[]): IToken[] {
  const found: IToken[] = [];
  const outside: Level[] = [];
  let level: Level = { count: 0, part: 0, before: 0 };
  let refused = false;
  for (const token of tokens) {
    const type = token.tokenType;
    if (opening.has(type)) {
      if (type === t.LeftBrace) level.count = level.part = 0;
      outside.push(level);
      level = { count: 0, part: 0, before: 0 };
    } else if (closing.has(type) && outside.length > 0) {
      const inside = Math.max(level.count + level.part, level.before) + 1;
      level = outside.pop()!;
      level.part = type === t.RightBrace ? 0 : Math.max(level.part, inside);
    } else if (separating.has(type)) {
      level.before = Math.max(level.before, level.count + level.part);
      level.count = level.part = 0;
    } else if (operators.has(type)) level.count++;
    const over = outside.length > limits.nesting || level.count + level.part > limits.depth;
    if (over && !refused) found.push(token);
    refused = over;
  }
  return found;
}

/** Says that the reading stops here. */
export const depthExceeded = (source: Source, { startOffset, image, tokenType }: IToken): Diagnostic =>
  syntaxError(
    opening.has(tokenType)
      ? `brackets are nested more than ${limits.nesting} deep`
      : `this expression is more than ${limits.depth} operations deep`,
    { source, start: startOffset, end: startOffset + image.length },
    { why: "a spec is read by people", help: "give its parts names, in lines of their own" },
  );
