/**
 * What is put right before a damaged declaration is read, so that one mistake in its frame does not hide its inside:
 * a misspelt keyword, a forgotten name, a colon before the brace, a closing brace left out. Each is reported.
 */
import type { IToken } from "chevrotain";
import * as t from "../../grammar/tokens.ts";
import type { Report } from "../diagnostics/diagnostic.ts";
import type { Source, Span } from "../text/source.ts";
import { endOf, quoted, replacing, startOf, syntaxError } from "./build.ts";
import type { Layout } from "./layout.ts";
import { makeToken } from "./lex.ts";
import { mendBraces, mendClosers } from "./mend-brackets.ts";
import { mendHead } from "./mend-head.ts";
import { mendIndents } from "./mend-indents.ts";
import { mendNames } from "./mend-names.ts";
import { meantKeyword } from "./split.ts";

export interface Mending {
  readonly source: Source;
  readonly layout: Layout;
  readonly report: Report;
  /** Where nothing more is to be said. */
  readonly quiet: Quiet[];
}

/** A stretch in which only the finding that begins at `but` is spoken of. */
export interface Quiet {
  readonly from: number;
  readonly to: number;
  readonly but: number;
  /** Not even what the lexer found is. */
  readonly whole?: true;
}

const keywordTokens = new Map(t.declarationTokens.map((token) => [token.PATTERN as string, token]));

export const tokenSpan = ({ source }: Mending, first: IToken, last = first): Span => ({
  source,
  start: startOf(first),
  end: endOf(last),
});

/** A declaration with its frame whole. */
export const mend = (mending: Mending, tokens: readonly IToken[]): IToken[] => [
  ...mendBraces(
    mending,
    mendClosers(mending, mendIndents(mending, mendNames(mending, mendHead(mending, mendKeyword(mending, tokens))))),
  ),
];

function mendKeyword(mending: Mending, tokens: readonly IToken[]): readonly IToken[] {
  const [word, ...rest] = tokens as [IToken, ...IToken[]];
  if (keywordTokens.has(word.image)) return tokens;
  const meant = meantKeyword(word.image)!;
  const at = tokenSpan(mending, word);
  mending.report(
    syntaxError(`${quoted(word.image)} opens no declaration`, at, {
      help: `did you mean \`${meant}\`?`,
      fix: replacing(at, meant),
    }),
  );
  return [makeToken(keywordTokens.get(meant)!, word.image, word.startOffset), ...rest];
}
