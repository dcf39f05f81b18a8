/** Where the declarations of a damaged file begin, so that each is read by itself. */
import type { IToken, TokenType } from "chevrotain";
import * as t from "../../grammar/tokens.ts";
import { nearest } from "../diagnostics/suggest.ts";
import type { Layout } from "./layout.ts";

const keywords = new Set<TokenType>(t.declarationTokens);
const heads = new Set<TokenType>([t.LeftBrace, t.LeftParenthesis, t.On]);
const namesSomethingElse = new Set<TokenType>([t.Colon, t.Assign, t.Arrow]);
/** YAML's `network:` above indented lines. */
const mayLackName = new Set<TokenType>([t.Data, t.Network, t.Train]);
const opensEntry = new Set<TokenType>([t.LeftBrace, t.Colon]);

export const isName = ({ tokenType }: IToken): boolean => t.belongs(tokenType, t.Identifier);

export const isDefaults = ({ image }: IToken): boolean => image === "defaults";

/** Words that stand for a declaration elsewhere. */
const habits = new Map([
  ["model", "network"],
  ["dataset", "data"],
  ["training", "train"],
]);

/** The keyword that a word was meant to be. */
export const meantKeyword = (word: string): string | undefined =>
  habits.get(word.toLowerCase()) ?? nearest(word, t.declarationWords);

/** `data digits`, something else with a name and a head, `netwrok x {`, or `defaults` below the first declaration. */
function opensDeclaration(tokens: readonly IToken[], at: number, layout: Layout, isFirst: boolean): boolean {
  const [word, name, head] = [tokens[at]!, tokens[at + 1], tokens[at + 2]];
  if (!isName(word) || name === undefined) return false;
  if (isDefaults(word) && opensEntry.has(name.tokenType)) return !isFirst && layout.indentOf(word) === 0;
  if (layout.opensLine(name)) return false;
  const isKeyword = keywords.has(word.tokenType);
  if (name.tokenType === t.Colon && mayLackName.has(word.tokenType) && layout.opensLine(word))
    return layout.indentOf(word) === 0 && head !== undefined && layout.opensLine(head) && layout.indentOf(head) > 0;
  if (!isName(name)) return isKeyword && layout.indentOf(word) === 0 && !namesSomethingElse.has(name.tokenType);
  return isKeyword || (head !== undefined && heads.has(head.tokenType) && meantKeyword(word.image) !== undefined);
}

/** The tokens above all declarations, and those of each declaration: it begins a line, or stands behind the brace that ends another. */
export function split(tokens: readonly IToken[], layout: Layout): { prelude: IToken[]; declarations: IToken[][] } {
  const starts: number[] = [];
  let braces = 0;
  let brackets = 0;
  let indent = 0;
  tokens.forEach((token, at) => {
    const type = token.tokenType;
    const isOutside = braces <= 0 && brackets <= 0;
    const begins = layout.opensLine(token)
      ? isOutside || layout.indentOf(token) <= indent
      : isOutside && tokens[at - 1]?.tokenType === t.RightBrace;
    if (begins) {
      if (opensDeclaration(tokens, at, layout, starts.length === 0)) {
        starts.push(at);
        [braces, brackets, indent] = [0, 0, layout.indentOf(token)];
      }
    }
    if (type === t.LeftBrace) braces++;
    else if (type === t.RightBrace) braces--;
    else if (type === t.LeftParenthesis || type === t.LeftBracket) brackets++;
    else if (type === t.RightParenthesis || type === t.RightBracket) brackets--;
  });
  return {
    prelude: tokens.slice(0, starts[0] ?? tokens.length),
    declarations: starts.map((start, index) => tokens.slice(start, starts[index + 1] ?? tokens.length)),
  };
}
