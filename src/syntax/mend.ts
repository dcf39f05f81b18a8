/**
 * What is put right before a damaged declaration is read, so that one mistake in its frame does not hide its inside:
 * a misspelt keyword, a forgotten name, a colon before the brace, a closing brace left out. Each is reported.
 */
import type { IToken, TokenType } from "chevrotain";
import * as t from "../../grammar/tokens.ts";
import type { Report } from "../diagnostics/diagnostic.ts";
import type { Source, Span } from "../text/source.ts";
import { endOf, quoted, replacing, startOf, syntaxError } from "./build.ts";
import type { Layout } from "./layout.ts";
import { makeToken } from "./lex.ts";
import { mendBraces, mendClosers, reportOpening } from "./mend-brackets.ts";
import { isName, meantKeyword } from "./split.ts";

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
const named = new Set<TokenType>([t.Data, t.Network, t.Block, t.Preset]);

export const tokenSpan = ({ source }: Mending, first: IToken, last = first): Span => ({
  source,
  start: startOf(first),
  end: endOf(last),
});

/** A declaration with its frame whole. */
export const mend = (mending: Mending, tokens: readonly IToken[]): IToken[] => [
  ...mendBraces(mending, mendHead(mending, mendKeyword(mending, mendClosers(mending, tokens)))),
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

/** `train N on D as M` and, on a line of its own, an entry or a stage: the brace between is missing. */
function mendPlan(mending: Mending, tokens: readonly IToken[]): readonly IToken[] {
  const length = tokens[4]?.tokenType === t.As ? 6 : 4;
  if (tokens[2]?.tokenType !== t.On || !tokens.slice(0, length).every(isName)) return tokens;
  const [last, next, behind] = [tokens[length - 1], tokens[length], tokens[length + 1]];
  if (!last || !next || !behind || !isName(next) || !mending.layout.opensLine(next)) return tokens;
  if (![t.Colon, t.LeftBrace].includes(behind.tokenType) && next.tokenType !== t.Stage) return tokens;
  reportOpening(mending, last);
  return [...tokens.slice(0, length), makeToken(t.LeftBrace, "", endOf(last)), ...tokens.slice(length)];
}

function mendHead(mending: Mending, tokens: readonly IToken[]): readonly IToken[] {
  const [keyword, second, third, ...rest] = tokens as [IToken, ...(IToken | undefined)[]];
  if (keyword.tokenType === t.Train) return mendPlan(mending, tokens);
  if (!named.has(keyword.tokenType) || second === undefined) return tokens;
  if (second.tokenType === t.LeftBrace) {
    mending.report(
      syntaxError(`this ${keyword.tokenType.PATTERN} has no name`, tokenSpan(mending, keyword), {
        help: `write \`${keyword.tokenType.PATTERN} NAME { … }\``,
      }),
    );
    return [keyword, makeToken(t.Identifier, "", endOf(keyword)), ...tokens.slice(1)];
  }
  if (third?.tokenType === t.Colon && isName(second)) {
    const at = tokenSpan(mending, third);
    const braced = rest[0]?.tokenType === t.LeftBrace;
    mending.report(
      syntaxError(`no colon stands behind the name of a declaration`, at, {
        help: `write \`${keyword.tokenType.PATTERN} ${second.image} { … }\``,
        fix: braced ? replacing(at, "") : undefined,
      }),
    );
    return braced ? [keyword, second, ...(rest as IToken[])] : [];
  }
  const hasParameters = keyword.tokenType === t.Block && third?.tokenType === t.LeftParenthesis;
  if (third === undefined || third.tokenType === t.LeftBrace || hasParameters) return tokens;
  if (!mending.layout.opensLine(third) || !isName(second)) return tokens;
  reportOpening(mending, second);
  return [keyword, second, makeToken(t.LeftBrace, "", endOf(second)), ...tokens.slice(2)];
}
