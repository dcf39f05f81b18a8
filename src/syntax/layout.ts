/** How a damaged text was laid out. Lines and indents carry no meaning in the language; they tell what was meant where brackets are lost. */
import type { IToken } from "chevrotain";
import { linesOf, type Source } from "../text/source.ts";

export interface Layout {
  /** Whether the token is the first on its line. */
  opensLine(token: IToken): boolean;
  /** The column, from 0, at which the token's line begins. */
  indentOf(token: IToken): number;
}

/** Of a line whose first tokens are not read, such as `nn.` of `nn.Linear`, too. */
function widthOfBlanks(text: string, start: number): number {
  let at = start;
  while (/[ \t\ufeff]/.test(text.charAt(at))) at++;
  return at - start;
}

/** Two numbers a token, computed in one walk. */
export function layoutOf(source: Source, tokens: readonly IToken[]): Layout {
  const starts = linesOf(source);
  const places = new Map<IToken, { readonly opens: boolean; readonly indent: number }>();
  let line = 0;
  let lineOfLast = -1;
  let indent = 0;
  for (const token of tokens) {
    while (line + 1 < starts.length && starts[line + 1]! <= token.startOffset) line++;
    const opens = line !== lineOfLast;
    if (opens) indent = widthOfBlanks(source.text, starts[line]!);
    lineOfLast = line;
    places.set(token, { opens, indent });
  }
  return {
    opensLine: (token) => places.get(token)?.opens ?? false,
    indentOf: (token) => places.get(token)?.indent ?? 0,
  };
}
