import { createTokenInstance, type IToken } from "chevrotain";
import { tokenize, Unknown, UnclosedString } from "../../grammar/tokens.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { positionAt, type Source, type Span } from "../text/source.ts";
import type { Comment } from "./ast.ts";
import { commentsOf } from "./comments.ts";
import { conflictsIn } from "./conflicts.ts";
import { readForeignForms } from "./foreign-forms.ts";
import { limits } from "./guard.ts";
import { isBlank, mistakeIn, pathAround, unknownCharacters } from "./mistakes.ts";

export interface Lexed {
  readonly tokens: IToken[];
  readonly comments: readonly Comment[];
  readonly diagnostics: readonly Diagnostic[];
}

const byteOrderMark = "\ufeff";

/** A token that the text does not have, or that the lexer could not name. */
export const makeToken = (type: Parameters<typeof createTokenInstance>[0], image: string, start: number): IToken =>
  createTokenInstance(type, image, start, start + image.length, NaN, NaN, NaN, NaN);

/** Splits a text; every character that opens no token becomes an `Unknown`, so that no one reads over it. */
export function lex(source: Source): Lexed {
  const { tokens, groups, errors } = tokenize(source.text);
  const spanAt = (start: number, length: number): Span => ({ source, start, end: start + length });
  const conflicts = conflictsIn(source, groups["mistakes"] ?? []);
  const isKept = ({ startOffset }: IToken): boolean => !conflicts.isLeft(startOffset);
  const unknown = errors
    .filter(({ offset }) => offset > 0 || source.text.charAt(0) !== byteOrderMark)
    .map(({ offset, length }) => makeToken(Unknown, source.text.slice(offset, offset + length), offset));
  const solid = unknown.filter(({ image }) => !isBlank(image) && image !== "\0");
  const every = solid.length === 0 ? tokens : [...tokens, ...solid].sort((a, b) => a.startOffset - b.startOffset);
  const all = conflicts.found.length === 0 ? every : every.filter(isKept);
  const forms = readForeignForms(source, all, (point) => pathAround(point) !== undefined);
  const diagnostics: Diagnostic[] = conflicts.found.slice(0, limits.collected);
  const lost = new Set<number>();
  for (const token of [...tokens, ...(groups["mistakes"] ?? [])]) {
    if (diagnostics.length >= limits.collected) break;
    if (forms.told.has(token.startOffset) || !isKept(token)) continue;
    const found = mistakeIn(token, spanAt(token.startOffset, token.image.length));
    if (found) diagnostics.push(found);
    if (token.tokenType === UnclosedString) lost.add(positionAt(source, token.startOffset).line);
  }
  const isLost = (offset: number): boolean => lost.size > 0 && lost.has(positionAt(source, offset).line);
  for (const { startOffset, image } of unknown) {
    if (diagnostics.length >= 2 * limits.collected) break;
    if (forms.told.has(startOffset) || conflicts.isLeft(startOffset) || isLost(startOffset)) continue;
    diagnostics.push(unknownCharacters(spanAt(startOffset, image.length)));
  }
  for (const found of forms.diagnostics) {
    if (diagnostics.length >= 3 * limits.collected) break;
    if (!isLost(found.at.start)) diagnostics.push(found);
  }
  return { tokens: forms.tokens, comments: commentsOf(source, groups["comments"] ?? []), diagnostics };
}
