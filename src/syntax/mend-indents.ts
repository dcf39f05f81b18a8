/**
 * Blocks as YAML and Python have them: a colon at the end of a line, what is inside indented below it, and perhaps a dash
 * before each item. Where a block ends is told by the indents, and one finding has the edits of all that it holds.
 */
import type { IToken, TokenType } from "chevrotain";
import * as t from "../../grammar/tokens.ts";
import type { Edit } from "../diagnostics/diagnostic.ts";
import { deeper, shallower } from "./brackets.ts";
import { clip, endOf, startOf, syntaxError } from "./build.ts";
import { makeToken } from "./lex.ts";
import { tokenSpan, type Mending } from "./mend.ts";
import { isName } from "./split.ts";

const kinds = new Set<TokenType>([t.Data, t.Network, t.Block, t.Train, t.Preset]);
const opensEntry = new Set<TokenType>([t.Colon, t.LeftBrace]);

/** A block that indents alone hold together. */
interface Indented {
  readonly indent: number;
  /** How many braces were open where it began. */
  readonly braces: number;
  /** Whether it begins behind a dash: the next dash below that one ends it. */
  readonly isItem: boolean;
  /** `layers:`, whose items stand in the network itself. */
  readonly isList: boolean;
}

/** Puts braces for indents, and takes the dashes out. */
export function mendIndents(mending: Mending, tokens: readonly IToken[]): readonly IToken[] {
  const { layout } = mending;
  if (tokens.length === 0 || !kinds.has(tokens[0]!.tokenType)) return tokens;
  const mended: IToken[] = [];
  const open: Indented[] = [];
  let [edits, told, dashes]: [Edit[], IToken | undefined, IToken | undefined] = [[], undefined, undefined];
  let [braces, depth, isItemLine] = [0, 0, false];
  const close = (): void => {
    const { isList, indent } = open.pop()!;
    const at = endOf(mended.at(-1)!);
    if (!isList) {
      mended.push(makeToken(t.RightBrace, "", at));
      const before = edits.at(-1);
      const text = `\n${" ".repeat(indent)}}`;
      if (before?.start === at && before.end === at) edits[edits.length - 1] = { ...before, text: before.text + text };
      else edits.push({ start: at, end: at, text });
    }
    if (open.length > 0) return;
    reportBlock(mending, tokens, told!, edits);
    [edits, told] = [[], undefined];
  };
  for (const [index, token] of tokens.entries()) {
    const type = token.tokenType;
    const isDash = depth <= 0 && beginsItem(mending, tokens, index);
    if (layout.opensLine(token)) isItemLine = isDash;
    const ends = ({ indent, braces: outer, isItem }: Indented): boolean =>
      (type === t.RightBrace && braces === outer) ||
      (layout.opensLine(token) &&
        (layout.indentOf(token) < indent || (layout.indentOf(token) === indent && (!isDash || isItem))));
    while (open.length > 0 && ends(open.at(-1)!)) {
      close();
      depth = 0;
    }
    if (isDash) {
      edits.push({ start: startOf(token), end: startOf(tokens[index + 1]!), text: "" });
      dashes ??= token;
      continue;
    }
    if (type === t.Colon && depth <= 0 && opensBlock(mending, tokens, index)) {
      const name = mended.at(-1)!;
      const isList = name.image === "layers" && braces + open.length > 0;
      open.push({ indent: layout.indentOf(token), braces, isItem: isItemLine, isList });
      told ??= isList ? name : token;
      if (isList) mended.pop();
      else mended.push(makeToken(t.LeftBrace, token.image, startOf(token)));
      edits.push({ start: isList ? startOf(name) : endOf(name), end: endOf(token), text: isList ? "" : " {" });
      continue;
    }
    if (type === t.LeftBrace) braces++;
    else if (type === t.RightBrace) braces--;
    else if (deeper.has(type)) depth++;
    else if (shallower.has(type)) depth--;
    mended.push(token);
  }
  while (open.length > 0) close();
  if (dashes && edits.length > 0) reportDashes(mending, dashes, edits);
  return mended;
}

/** `- dense: 300`, `- relu` on a line of its own. */
function beginsItem({ layout }: Mending, tokens: readonly IToken[], at: number): boolean {
  const [dash, name, behind] = [tokens[at]!, tokens[at + 1], tokens[at + 2]];
  if (dash.tokenType !== t.Minus || !layout.opensLine(dash) || name === undefined || !isName(name)) return false;
  if (layout.opensLine(name)) return false;
  return behind === undefined || layout.opensLine(behind) || opensBlockOrCall.has(behind.tokenType);
}

const opensBlockOrCall = new Set<TokenType>([...opensEntry, t.Assign, t.LeftParenthesis, t.RightBrace]);

/** A colon at the end of its line, behind a head or a name, with entries or items indented below it. */
function opensBlock(mending: Mending, tokens: readonly IToken[], at: number): boolean {
  const { layout } = mending;
  const [colon, first, second] = [tokens[at]!, tokens[at + 1], tokens[at + 2]];
  if (first === undefined || !layout.opensLine(first)) return false;
  if (tokens[at - 1]!.tokenType === t.RightParenthesis) return isBlockHead(mending, tokens, at);
  if (!isName(tokens[at - 1]!)) return false;
  const isHead =
    at <= 6 && tokens.slice(0, at).every(isName) && !tokens.slice(1, at).some((one) => layout.opensLine(one));
  if (beginsItem(mending, tokens, at + 1)) return layout.indentOf(first) >= layout.indentOf(colon);
  if (layout.indentOf(first) <= layout.indentOf(colon) || !isName(first)) return false;
  return isHead || (second !== undefined && opensEntry.has(second.tokenType));
}

/** `block unit(units):` above indented lines */
function isBlockHead({ layout }: Mending, tokens: readonly IToken[], at: number): boolean {
  const isHead =
    tokens[0]!.tokenType === t.Block && !tokens.slice(1, at).some(({ tokenType }) => tokenType === t.LeftBrace);
  return isHead && layout.indentOf(tokens[at + 1]!) > layout.indentOf(tokens[at]!);
}

function reportBlock(
  mending: Mending,
  [keyword, ...rest]: readonly IToken[],
  mark: IToken,
  edits: readonly Edit[],
): void {
  const { text } = mending.source;
  const at = tokenSpan(mending, mark);
  const line = text.slice(text.lastIndexOf("\n", at.start - 1) + 1, at.start).trim();
  // One of the words of a head may have been mended.
  const isTrain = keyword!.tokenType === t.Train && rest[3] === mark;
  const head = isTrain ? `train ${rest[0]!.image} on ${rest[2]!.image}` : line.replace(/^- */, "");
  const isLayers = mark.image === "layers";
  mending.report(
    syntaxError(isLayers ? "a network is its layers, one below the other" : "a block stands in braces", at, {
      help: isLayers ? "leave `layers:` out" : `write \`${clip(head)} { … }\``,
      fix: { safe: true, edits },
    }),
  );
}

function reportDashes(mending: Mending, dash: IToken, edits: readonly Edit[]): void {
  mending.report(
    syntaxError("no dash stands before what a block holds", tokenSpan(mending, dash), {
      help: edits.length > 1 ? "leave it out, and those below it" : "leave it out",
      fix: { safe: true, edits },
    }),
  );
}
