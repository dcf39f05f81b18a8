/** Where reading goes on behind a damaged entry, line or flow. */
import { EOF, type IRecognitionException, type IToken, type TokenType } from "chevrotain";
import type { Skip } from "../../grammar/parser.ts";
import * as t from "../../grammar/tokens.ts";
import { deeper, shallower } from "./brackets.ts";
import type { Layout } from "./layout.ts";
import { isName } from "./split.ts";

/** An error, and the tokens from `first` up to `end` that belong to what it damaged. */
export interface Damage {
  readonly error: IRecognitionException;
  readonly first: number;
  readonly at: number;
  readonly end: number;
}

const opensEntry = new Set<TokenType>([t.Colon, t.Assign, t.LeftBrace]);
const awaitsMore = new Set<TokenType>([t.Comma, t.Colon, t.Assign, t.Arrow, t.Not, t.If, t.Then, t.Else]);

/** What begins no item, and yet a line of its own that is worth reading. */
const opensLineOnly = new Set<TokenType>([t.In, t.If, t.StringLiteral, t.ForeignString, t.Minus]);

const continues = ({ tokenType }: IToken): boolean =>
  awaitsMore.has(tokenType) || t.belongs(tokenType, t.BinaryOperator);

/** Numbers the tokens, so that an error's token can be found again. */
export const number = (tokens: readonly IToken[]): void => tokens.forEach((token, index) => (token.payload = index));

export const indexOf = (token: IToken, tokens: readonly IToken[]): number =>
  token.tokenType === EOF ? tokens.length : (token.payload as number);

/** Skips a damaged item up to the next line that begins one, or to the brace that closes its block. */
export function skipItem(tokens: readonly IToken[], layout: Layout, found: Damage[], most: number): Skip {
  return (firstToken, error) => {
    const first = indexOf(firstToken, tokens);
    const at = indexOf(error.token, tokens);
    const end = found.length >= most ? tokens.length : itemEnd(tokens, layout, first, at);
    found.push({ error, first, at, end });
    return end - at;
  };
}

function itemEnd(tokens: readonly IToken[], layout: Layout, first: number, at: number): number {
  const indent = layout.indentOf(tokens[first]!);
  let brackets = 0;
  let braces = 0;
  for (let index = first; index < tokens.length; index++) {
    const token = tokens[index]!;
    const type = token.tokenType;
    if (index >= at && braces === 0) {
      if (type === t.RightBrace) return index;
      if (index > first && beginsItem(tokens, layout, index, brackets <= 0, indent)) return index;
    }
    if (deeper.has(type)) brackets++;
    else if (shallower.has(type)) brackets--;
    else if (type === t.LeftBrace) braces++;
    else if (type === t.RightBrace) braces--;
  }
  return tokens.length;
}

function beginsItem(
  tokens: readonly IToken[],
  layout: Layout,
  index: number,
  outside: boolean,
  indent: number,
): boolean {
  const token = tokens[index]!;
  if (!isName(token) && !opensLineOnly.has(token.tokenType)) return false;
  const next = tokens[index + 1]?.tokenType;
  const hasHead = next !== undefined && opensEntry.has(next);
  if (!layout.opensLine(token)) return outside && next === t.Colon;
  return (outside || layout.indentOf(token) <= indent) && (hasHead || !continues(tokens[index - 1]!));
}
