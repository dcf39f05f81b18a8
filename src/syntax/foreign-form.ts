/** What the readers of foreign forms share: a form that begins at a token, and looks at the tokens around it. */
import { createTokenInstance, type IToken, type TokenType } from "chevrotain";
import * as t from "../../grammar/tokens.ts";
import type { Diagnostic, Edit } from "../diagnostics/diagnostic.ts";
import type { Source, Span } from "../text/source.ts";
import { deeper, shallower } from "./brackets.ts";
import { endOf, startOf } from "./build.ts";

/** Tokens that are read, and the kind of declaration that they stand in: `Network`, `Train`, …; none above the first. */
export interface Reading {
  readonly source: Source;
  readonly tokens: readonly IToken[];
  readonly kind: TokenType | undefined;
  /** Whether no brace is open. */
  readonly isOutside: boolean;
}

/** A form: how many tokens it has, what stands for them, what is said, and what becomes of tokens before and behind it. */
export interface Form {
  readonly length: number;
  readonly put: readonly IToken[];
  readonly found: Diagnostic;
  /** Other tokens that are read as one another, or as nothing. */
  readonly swap?: ReadonlyMap<IToken, IToken | undefined>;
}

/** Tokens that are read as nothing. */
export const leftOut = (tokens: readonly IToken[]): ReadonlyMap<IToken, undefined> =>
  new Map(tokens.map((token) => [token, undefined]));

/** Reads the form that begins at a token, where one does. */
export type Reader = (reading: Reading, at: number) => Form | undefined;

/** How many tokens a form may have. */
export const longest = 500;

/** A token in the place of another, or of several in a row. */
export const as = (type: TokenType, { startOffset }: IToken, image: string): IToken =>
  createTokenInstance(type, image, startOffset, startOffset + image.length, NaN, NaN, NaN, NaN);

export const touches = (one: IToken, other: IToken | undefined): boolean =>
  other !== undefined && endOf(one) === startOf(other);

export const spanAt = ({ source }: Reading, first: IToken, last: IToken = first): Span => ({
  source,
  start: startOf(first),
  end: endOf(last),
});

export const written = ({ source }: Reading, first: IToken, last: IToken = first): string =>
  source.text.slice(startOf(first), endOf(last));

/** The edit that takes a token out. */
export const without = (token: IToken): Edit => ({ start: startOf(token), end: endOf(token), text: "" });

/** Whether nothing stands before it on its line. */
export function opensLine({ source }: Reading, token: IToken): boolean {
  let at = startOf(token) - 1;
  while (at >= 0 && (source.text[at] === " " || source.text[at] === "\t")) at--;
  return at < 0 || source.text[at] === "\n";
}

export const sameLine = ({ source }: Reading, one: IToken, other: IToken): boolean =>
  startOf(other) - endOf(one) < 200 && !source.text.slice(endOf(one), startOf(other)).includes("\n");

const openers = new Set<TokenType>([...deeper, t.LeftBrace]);
const closers = new Set<TokenType>([...shallower, t.RightBrace]);

/** Where the bracket at `at` is closed. */
export function closerOf({ tokens }: Reading, at: number): number | undefined {
  let depth = 0;
  for (let index = at; index < tokens.length && index < at + longest; index++) {
    const type = tokens[index]!.tokenType;
    if (openers.has(type)) depth++;
    else if (closers.has(type) && --depth === 0) return index;
  }
  return undefined;
}

/** Where the bracket that closes at `at` was opened. */
export function openerOf({ tokens }: Reading, at: number): number | undefined {
  let depth = 0;
  for (let index = at; index >= 0 && index > at - longest; index--) {
    const type = tokens[index]!.tokenType;
    if (closers.has(type)) depth++;
    else if (openers.has(type) && --depth === 0) return index;
  }
  return undefined;
}

/** The last token of the line that begins at `at`; a line goes on while a bracket of it is open. */
export function lineEndOf(reading: Reading, at: number): number {
  const { tokens } = reading;
  let depth = 0;
  for (let index = at; index < tokens.length && index < at + longest; index++) {
    const type = tokens[index]!.tokenType;
    if (index > at && depth <= 0 && opensLine(reading, tokens[index]!)) return index - 1;
    if (type === t.LeftBrace || type === t.RightBrace) return index - (index > at ? 1 : 0);
    if (openers.has(type)) depth++;
    else if (closers.has(type)) depth--;
  }
  return Math.min(tokens.length, at + longest) - 1;
}

/** The commas of a stretch that stand in no bracket of it. */
export function commasBetween({ tokens }: Reading, from: number, to: number): IToken[] {
  let depth = 0;
  return tokens.slice(from, to).filter(({ tokenType }) => {
    if (openers.has(tokenType)) depth++;
    else if (closers.has(tokenType)) depth--;
    return tokenType === t.Comma && depth === 0;
  });
}

/** Whether layers stand where the token does. */
export const amongLayers = ({ kind }: Reading): boolean => kind === t.Network || kind === t.Block;

/** Whether the token stands in a word's own formula. */
export const inFormula = ({ kind }: Reading): boolean => kind !== undefined && t.belongs(kind, t.KindOfWord);

/** Whether the token begins a layer: it opens a line, or stands behind `=` or `->`. */
export function beginsLayer(reading: Reading, at: number): boolean {
  const before = reading.tokens[at - 1];
  const opens = [t.Assign, t.Arrow, t.LeftBrace].includes(before?.tokenType as TokenType);
  return amongLayers(reading) && (opens || opensLine(reading, reading.tokens[at]!));
}
