/**
 * Brackets that are lost or left over. The indents show where a block had ended or begun; what is put in or taken out
 * is reported, and nothing else is said about its line.
 */
import type { IToken, TokenType } from "chevrotain";
import * as t from "../../grammar/tokens.ts";
import { linesOf, positionAt } from "../text/source.ts";
import { endOf, replacing, syntaxError } from "./build.ts";
import { makeToken } from "./lex.ts";
import { tokenSpan, type Mending } from "./mend.ts";
import { isName } from "./split.ts";

const pairs = new Map<TokenType, TokenType>([
  [t.RightParenthesis, t.LeftParenthesis],
  [t.RightBracket, t.LeftBracket],
]);
const openers = new Set<TokenType>(pairs.values());

/** Takes out each `)` and `]` that closes nothing. */
export function mendClosers(mending: Mending, tokens: readonly IToken[]): readonly IToken[] {
  const open: TokenType[] = [];
  const isStray = ({ tokenType: type }: IToken): boolean => {
    if (type === t.LeftBrace || type === t.RightBrace) open.length = 0;
    else if (openers.has(type)) open.push(type);
    else if (pairs.has(type)) return open.pop() === undefined;
    return false;
  };
  const stray = new Set(tokens.filter(isStray));
  if (stray.size === 0) return tokens;
  tokens.forEach((token, index) => {
    if (!stray.has(token)) return;
    const at = tokenSpan(mending, token);
    const doubled = tokens[index - 1]?.tokenType === token.tokenType;
    const opener = pairs.get(token.tokenType)!.PATTERN as string;
    mending.report(
      syntaxError(`\`${token.image}\` closes nothing`, at, {
        help: doubled ? "leave it out" : `leave it out, or write the \`${opener}\` that it closes`,
        fix: doubled ? replacing(at, "") : undefined,
      }),
    );
    hush(mending, token);
  });
  return tokens.filter((token) => !stray.has(token));
}

/** Says nothing more about a token's line. */
function hush({ source, quiet }: Mending, token: IToken): void {
  const { line } = positionAt(source, token.startOffset);
  const starts = linesOf(source);
  quiet.push({ from: starts[line - 1]!, to: starts[line] ?? source.text.length + 1, but: token.startOffset });
}

/** An open brace, and the indent of its line. */
interface Open {
  readonly brace: IToken;
  readonly indent: number;
}

/** Puts in the braces that are missing. */
export function mendBraces(mending: Mending, tokens: readonly IToken[]): readonly IToken[] {
  const count = (type: TokenType): number => tokens.filter(({ tokenType }) => tokenType === type).length;
  const surplus = count(t.LeftBrace) - count(t.RightBrace);
  if (surplus > 0) return closeBraces(mending, tokens);
  return surplus < 0 ? openBrace(mending, tokens) : tokens;
}

/** A line that is indented no more than the one that opened a block stands behind that block. */
function closeBraces(mending: Mending, tokens: readonly IToken[]): readonly IToken[] {
  const { layout } = mending;
  const mended: IToken[] = [];
  const open: Open[] = [];
  const unclosed: { readonly brace: IToken; readonly before: IToken }[] = [];
  const close = (): void => {
    const before = mended.at(-1)!;
    unclosed.push({ brace: open.pop()!.brace, before });
    mended.push(makeToken(t.RightBrace, "", endOf(before)));
  };
  for (const token of tokens) {
    const isClosing = token.tokenType === t.RightBrace;
    if (layout.opensLine(token)) {
      const indent = layout.indentOf(token);
      const ended = (outer: number): boolean => (isClosing ? indent < outer : indent <= outer);
      while (open.length > 1 && ended(open.at(-1)!.indent)) close();
    }
    if (token.tokenType === t.LeftBrace) open.push({ brace: token, indent: layout.indentOf(token) });
    else if (isClosing) open.pop();
    mended.push(token);
  }
  const inside = unclosed.length;
  while (open.length > 0) close();
  for (const { brace, before } of inside > 0 ? unclosed.slice(0, inside) : unclosed.slice(-1)) {
    mending.report(
      syntaxError("a closing brace `}` is missing", tokenSpan(mending, before), {
        label: "missing behind this",
        related: [{ at: tokenSpan(mending, brace), label: "this brace is not closed" }],
        help: "close the block with `}`",
      }),
    );
  }
  return mended;
}

/** A declaration that ends too early has lost the brace of a block: on the line of the brace that ends it, or above. */
function openBrace(mending: Mending, tokens: readonly IToken[]): readonly IToken[] {
  const end = endOfDeclaration(tokens);
  const head = end === tokens.length - 1 ? undefined : headOfBlock(mending, tokens, end);
  if (head === undefined) return tokens;
  reportOpening(mending, tokens[head]!);
  return [...tokens.slice(0, head + 1), makeToken(t.LeftBrace, "", endOf(tokens[head]!)), ...tokens.slice(head + 1)];
}

/** The brace that closes the first one, or what stands last. */
function endOfDeclaration(tokens: readonly IToken[]): number {
  let depth = 0;
  const end = tokens.findIndex(({ tokenType }) => {
    if (tokenType === t.LeftBrace) depth++;
    return tokenType === t.RightBrace && --depth <= 0;
  });
  return end < 0 ? tokens.length - 1 : end;
}

const withOperand = new Set<TokenType>([t.Repeat, t.Stage]);

/** The last token of `name`, `repeat 3` or `stage name` that opened the block which the brace at `end` closes. */
function headOfBlock({ layout }: Mending, tokens: readonly IToken[], end: number): number | undefined {
  const indent = layout.indentOf(tokens[end]!);
  let start = end;
  do start--;
  while (start > 0 && !(layout.opensLine(tokens[start]!) && layout.indentOf(tokens[start]!) <= indent));
  const isOneLine = !layout.opensLine(tokens[end]!);
  if (start <= 0 || !isName(tokens[start]!) || (!isOneLine && layout.indentOf(tokens[start]!) < indent))
    return undefined;
  return start + (withOperand.has(tokens[start]!.tokenType) ? 1 : 0);
}

/** `{` is missing behind a token. */
export function reportOpening(mending: Mending, before: IToken): void {
  const at = tokenSpan(mending, before);
  mending.report(
    syntaxError("an opening brace `{` is missing", at, {
      label: "missing behind this",
      help: `write \`{\` behind \`${before.image}\``,
      fix: replacing({ ...at, start: at.end }, " {"),
    }),
  );
}
