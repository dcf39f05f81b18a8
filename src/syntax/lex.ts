import { createTokenInstance, type IToken } from "chevrotain";
import { tokenize, Unknown, UnclosedString } from "../../grammar/tokens.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { positionAt, type Source, type Span } from "../text/source.ts";
import type { Comment } from "./ast.ts";
import { commentsOf } from "./comments.ts";
import { limits } from "./guard.ts";
import { isBlank, mistakeIn, unknownCharacters } from "./mistakes.ts";

export interface Lexed {
  readonly tokens: IToken[];
  readonly comments: readonly Comment[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A token that the text does not have, or that the lexer could not name. */
export const makeToken = (type: Parameters<typeof createTokenInstance>[0], image: string, start: number): IToken =>
  createTokenInstance(type, image, start, start + image.length, NaN, NaN, NaN, NaN);

/** Splits a text; every character that opens no token becomes an `Unknown`, so that no one reads over it. */
export function lex(source: Source): Lexed {
  const { tokens, groups, errors } = tokenize(source.text);
  const diagnostics: Diagnostic[] = [];
  const spanAt = (start: number, length: number): Span => ({ source, start, end: start + length });
  const lost = new Set<number>();
  for (const token of [...tokens, ...(groups["mistakes"] ?? [])]) {
    if (diagnostics.length >= limits.collected) break;
    const found = mistakeIn(token, spanAt(token.startOffset, token.image.length));
    if (found) diagnostics.push(found);
    if (token.tokenType === UnclosedString) lost.add(positionAt(source, token.startOffset).line);
  }
  const unknown: IToken[] = [];
  for (const { offset, length } of errors) {
    const at = spanAt(offset, length);
    const text = source.text.slice(offset, offset + length);
    if (!isBlank(text)) unknown.push(makeToken(Unknown, text, offset));
    if (diagnostics.length >= 2 * limits.collected) continue;
    if (lost.size === 0 || !lost.has(positionAt(source, offset).line)) diagnostics.push(unknownCharacters(at));
  }
  return {
    tokens: unknown.length === 0 ? tokens : [...tokens, ...unknown].sort((a, b) => a.startOffset - b.startOffset),
    comments: commentsOf(source, groups["comments"] ?? []),
    diagnostics,
  };
}
