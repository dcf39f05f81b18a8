/** Names with hyphens, `batch-norm`, where no difference can stand: as a layer, and before a colon or a brace. */
import type { IToken, TokenType } from "chevrotain";
import * as t from "../../grammar/tokens.ts";
import { deeper, shallower } from "./brackets.ts";
import { clip, endOf, quoted, replacing, startOf, syntaxError } from "./build.ts";
import { makeToken } from "./lex.ts";
import { tokenSpan, type Mending } from "./mend.ts";
import { isName } from "./split.ts";

const withEntries = new Set<TokenType>([t.Data, t.Train, t.Preset, t.Network, t.Block]);
const withLayers = new Set<TokenType>([t.Network, t.Block]);
const opensEntry = new Set<TokenType>([t.Colon, t.LeftBrace]);

/** Reads each such name as one, with `_` for `-`. */
export function mendNames(mending: Mending, tokens: readonly IToken[]): readonly IToken[] {
  const kind = tokens[0]?.tokenType;
  if (kind === undefined || !withEntries.has(kind)) return tokens;
  const mended: IToken[] = [];
  let depth = 0;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (deeper.has(token.tokenType)) depth++;
    else if (shallower.has(token.tokenType)) depth--;
    const last = hyphenEnd(tokens, at);
    const follows = tokens[last + 1]?.tokenType;
    const isBefore = follows !== undefined && opensEntry.has(follows);
    if (last === at || !(isBefore || (depth <= 0 && withLayers.has(kind)))) {
      mended.push(token);
      continue;
    }
    const span = tokenSpan(mending, token, tokens[last]!);
    const name = mending.source.text.slice(span.start, span.end).replaceAll("-", "_");
    mending.report(
      syntaxError(`no hyphen stands in a name, as in ${quoted(name.replaceAll("_", "-"))}`, span, {
        help: `write \`${clip(name)}\``,
        fix: replacing(span, name),
      }),
    );
    mended.push(makeToken(t.Identifier, name, token.startOffset));
    at = last;
  }
  return mended;
}

/** The last token of `batch-norm`, where nothing stands between its parts. */
function hyphenEnd(tokens: readonly IToken[], at: number): number {
  let last = at;
  const touches = (one: number): boolean =>
    tokens[one + 1] !== undefined && endOf(tokens[one]!) === startOf(tokens[one + 1]!);
  while (
    isName(tokens[last]!) &&
    tokens[last + 1]?.tokenType === t.Minus &&
    tokens[last + 2] !== undefined &&
    isName(tokens[last + 2]!) &&
    touches(last) &&
    touches(last + 1)
  )
    last += 2;
  return last;
}
