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
import { isName, meantKeyword } from "./split.ts";

export interface Mending {
  readonly source: Source;
  readonly layout: Layout;
  readonly report: Report;
}

const keywordTokens = new Map(t.declarationTokens.map((token) => [token.PATTERN as string, token]));
const named = new Set<TokenType>([t.Data, t.Network, t.Block, t.Preset]);

const spanOf = ({ source }: Mending, first: IToken, last = first): Span => ({
  source,
  start: startOf(first),
  end: endOf(last),
});

/** A declaration with its frame whole. */
export const mend = (mending: Mending, tokens: readonly IToken[]): IToken[] =>
  mendBraces(mending, mendHead(mending, mendKeyword(mending, tokens)));

function mendKeyword(mending: Mending, tokens: readonly IToken[]): readonly IToken[] {
  const [word, ...rest] = tokens as [IToken, ...IToken[]];
  if (keywordTokens.has(word.image)) return tokens;
  const meant = meantKeyword(word.image)!;
  const at = spanOf(mending, word);
  mending.report(
    syntaxError(`${quoted(word.image)} opens no declaration`, at, {
      help: `did you mean \`${meant}\`?`,
      fix: replacing(at, meant),
    }),
  );
  return [makeToken(keywordTokens.get(meant)!, word.image, word.startOffset), ...rest];
}

function mendHead(mending: Mending, tokens: readonly IToken[]): readonly IToken[] {
  const [keyword, second, third, ...rest] = tokens as [IToken, ...(IToken | undefined)[]];
  if (!named.has(keyword.tokenType) || second === undefined) return tokens;
  if (second.tokenType === t.LeftBrace) {
    mending.report(
      syntaxError(`this ${keyword.tokenType.PATTERN} has no name`, spanOf(mending, keyword), {
        help: `write \`${keyword.tokenType.PATTERN} NAME { … }\``,
      }),
    );
    return [keyword, makeToken(t.Identifier, "", endOf(keyword)), ...tokens.slice(1)];
  }
  if (third?.tokenType === t.Colon && isName(second)) {
    const at = spanOf(mending, third);
    const braced = rest[0]?.tokenType === t.LeftBrace;
    mending.report(
      syntaxError(`no colon stands behind the name of a declaration`, at, {
        help: `write \`${keyword.tokenType.PATTERN} ${second.image} { … }\``,
        fix: braced ? replacing(at, "") : undefined,
      }),
    );
    return braced ? [keyword, second, ...(rest as IToken[])] : [];
  }
  return tokens;
}

interface Open {
  readonly brace: IToken;
  readonly indent: number;
  /** Nothing stands behind it on its line, so that what follows is indented more. */
  readonly hangs: boolean;
}

/** Puts in the closing braces that are missing, where the indents show that the block had ended. */
function mendBraces(mending: Mending, tokens: readonly IToken[]): IToken[] {
  const count = (type: TokenType): number => tokens.filter(({ tokenType }) => tokenType === type).length;
  if (count(t.LeftBrace) <= count(t.RightBrace)) return [...tokens];
  const { layout } = mending;
  const mended: IToken[] = [];
  const open: Open[] = [];
  const unclosed: { readonly brace: IToken; readonly before: IToken }[] = [];
  const close = (): void => {
    const before = mended.at(-1)!;
    unclosed.push({ brace: open.pop()!.brace, before });
    mended.push(makeToken(t.RightBrace, "", endOf(before)));
  };
  tokens.forEach((token, at) => {
    const isClosing = token.tokenType === t.RightBrace;
    if (layout.opensLine(token)) {
      const indent = layout.indentOf(token);
      const ended = ({ hangs, indent: outer }: Open): boolean =>
        hangs && (isClosing ? indent < outer : indent <= outer);
      while (open.length > 1 && ended(open.at(-1)!)) close();
    }
    if (token.tokenType === t.LeftBrace) {
      const next = tokens[at + 1];
      open.push({ brace: token, indent: layout.indentOf(token), hangs: next !== undefined && layout.opensLine(next) });
    } else if (isClosing) open.pop();
    mended.push(token);
  });
  const inside = unclosed.length;
  while (open.length > 0) close();
  for (const { brace, before } of inside > 0 ? unclosed.slice(0, inside) : unclosed.slice(-1)) {
    mending.report(
      syntaxError("a closing brace `}` is missing", spanOf(mending, before), {
        label: "missing behind this",
        related: [{ at: spanOf(mending, brace), label: "this brace is not closed" }],
        help: "close the block with `}`",
      }),
    );
  }
  return mended;
}
