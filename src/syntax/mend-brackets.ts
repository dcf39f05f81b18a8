/**
 * Brackets that are lost or left over. The indents show where a block had ended or begun; what is put in or taken out
 * is reported, and nothing else is said about its line.
 */
import type { IToken, TokenType } from "chevrotain";
import * as t from "../../grammar/tokens.ts";
import type { Fix } from "../diagnostics/diagnostic.ts";
import { linesOf, positionAt } from "../text/source.ts";
import { clip, endOf, replacing, syntaxError } from "./build.ts";
import { makeToken } from "./lex.ts";
import { tokenSpan, type Mending } from "./mend.ts";
import { isName } from "./split.ts";

const pairs = new Map<TokenType, TokenType>([
  [t.RightParenthesis, t.LeftParenthesis],
  [t.RightBracket, t.LeftBracket],
]);
const openers = new Set<TokenType>(pairs.values());

/** Takes out each `)` and `]` that closes nothing, and lets each of the others close what is open. */
export function mendClosers(mending: Mending, tokens: readonly IToken[]): readonly IToken[] {
  const open: IToken[] = [];
  let damaged = false;
  const mended = tokens.flatMap((token, index): readonly IToken[] => {
    const type = token.tokenType;
    const opener = pairs.get(type);
    if (type === t.LeftBrace || type === t.RightBrace) open.length = 0;
    else if (openers.has(type)) open.push(token);
    if (opener === undefined) return [token];
    const last = open.pop();
    if (last?.tokenType === opener) return [token];
    damaged = true;
    if (last === undefined) {
      stray(mending, token, tokens[index - 1]);
      return [];
    }
    if (open.at(-1)?.tokenType !== opener || isClosedLater(tokens, index, type)) return [crossed(mending, last, token)];
    open.pop();
    return [missingCloser(mending, last, tokens[index - 1]!), token];
  });
  return damaged ? mended : tokens;
}

/** Whether a bracket of the kind that `tokens[at]` closes is closed behind it, in the same block. */
function isClosedLater(tokens: readonly IToken[], at: number, closer: TokenType): boolean {
  let depth = 0;
  for (const { tokenType } of tokens.slice(at + 1, at + 200)) {
    if (tokenType === t.LeftBrace || tokenType === t.RightBrace) return false;
    if (tokenType === pairs.get(closer)) depth++;
    else if (tokenType === closer && --depth < 0) return true;
  }
  return false;
}

const closerFor = ({ tokenType }: IToken): TokenType =>
  tokenType === t.LeftBracket ? t.RightBracket : t.RightParenthesis;

function stray(mending: Mending, token: IToken, before: IToken | undefined): void {
  const at = tokenSpan(mending, token);
  const doubled = before?.tokenType === token.tokenType;
  const opener = pairs.get(token.tokenType)!.PATTERN as string;
  mending.report(
    syntaxError(`\`${token.image}\` closes nothing`, at, {
      help: doubled ? "leave it out" : `leave it out, or write the \`${opener}\` that it closes`,
      fix: doubled ? replacing(at, "") : undefined,
    }),
  );
  hush(mending, token);
}

/** `[age, height)` */
function crossed(mending: Mending, open: IToken, token: IToken): IToken {
  const at = tokenSpan(mending, token);
  const closer = closerFor(open);
  const meant = closer.PATTERN as string;
  mending.report(
    syntaxError(`\`${token.image}\` closes a \`${open.image}\``, at, {
      related: [{ at: tokenSpan(mending, open), label: "opened here" }],
      help: `write \`${meant}\``,
      fix: replacing(at, meant),
    }),
  );
  return makeToken(closer, token.image, token.startOffset);
}

/** `range([0, 1)` */
function missingCloser(mending: Mending, open: IToken, before: IToken): IToken {
  const at = tokenSpan(mending, before);
  const closer = closerFor(open);
  const meant = closer.PATTERN as string;
  mending.report(
    syntaxError(`a closing \`${meant}\` is missing`, at, {
      label: "missing behind this",
      related: [{ at: tokenSpan(mending, open), label: `this \`${open.image}\` is not closed` }],
      help: `write \`${meant}\` behind \`${clip(before.image)}\``,
      fix: replacing({ ...at, start: at.end }, meant),
    }),
  );
  return makeToken(closer, "", endOf(before));
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
  if (surplus > 0) return closeBraces(mending, tokens, surplus);
  return surplus < 0 ? openBrace(mending, tokens) : tokens;
}

/** A line that is indented no more than the one that opened a block stands behind that block. */
function closeBraces(mending: Mending, tokens: readonly IToken[], surplus: number): readonly IToken[] {
  const { layout } = mending;
  const mended: IToken[] = [];
  const open: Open[] = [];
  const unclosed: { readonly brace: IToken; readonly before: IToken }[] = [];
  const close = (): void => {
    const before = mended.at(-1)!;
    unclosed.push({ brace: open.pop()!.brace, before });
    mended.push(makeToken(t.RightBrace, "", endOf(before)));
  };
  for (const [index, token] of tokens.entries()) {
    const isClosing = token.tokenType === t.RightBrace;
    if (token.tokenType === t.LeftBrace && followsLayer(mending, tokens, index) && open.length > 0) {
      const at = tokenSpan(mending, token);
      const help = "leave it out";
      mending.report(syntaxError("no block follows a layer", at, { help, fix: replacing(at, "") }));
      surplus--;
      continue;
    }
    if (layout.opensLine(token)) {
      const indent = layout.indentOf(token);
      const ended = (outer: number): boolean => (isClosing ? indent < outer : indent <= outer);
      while (open.length > 1 && ended(open.at(-1)!.indent)) close();
    }
    if (token.tokenType === t.LeftBrace) open.push({ brace: token, indent: layout.indentOf(token) });
    else if (isClosing) open.pop();
    mended.push(token);
  }
  if (surplus <= 0) return mended;
  const inside = unclosed.length;
  const cut = openAtEnd(mending, tokens);
  if (inside === 0 && cut.length > 0) return [...mended, ...cutOff(mending, tokens.at(-1)!, [open[0]!.brace, ...cut])];
  while (open.length > 0) close();
  for (const { brace, before } of inside > 0 ? unclosed.slice(0, inside) : unclosed.slice(-1)) {
    mending.report(
      syntaxError("a closing brace `}` is missing", tokenSpan(mending, before), {
        label: "missing behind this",
        related: [{ at: tokenSpan(mending, brace), label: "this brace is not closed" }],
        help: "close the block with `}`",
        fix: closing(mending, brace, before, inside === 0),
      }),
    );
  }
  return mended;
}

/** The edit that closes a block behind a token, as it was opened: on its line, or on one of its own. */
function closing({ source, layout }: Mending, brace: IToken, before: IToken, isSafe: boolean): Fix {
  const isOneLine = !source.text.slice(brace.startOffset, before.startOffset).includes("\n");
  const at = endOf(before);
  const text = isOneLine ? " }" : `\n${" ".repeat(layout.indentOf(brace))}}`;
  return { safe: isSafe, edits: [{ start: at, end: at, text }] };
}

/** `dense(30) {`, where nothing but `repeat (n) {` has a block behind its parentheses. */
function followsLayer({ layout }: Mending, tokens: readonly IToken[], at: number): boolean {
  if (tokens[at - 1]?.tokenType !== t.RightParenthesis || layout.opensLine(tokens[at]!)) return false;
  let [open, depth] = [at - 1, 1];
  while (depth > 0 && --open > 0) {
    const type = tokens[open]!.tokenType;
    depth += type === t.RightParenthesis ? 1 : type === t.LeftParenthesis ? -1 : 0;
  }
  const name = tokens[open - 1];
  return name !== undefined && isName(name) && name.tokenType !== t.Repeat;
}

/** The brackets that are open on the last line. */
function openAtEnd({ layout }: Mending, tokens: readonly IToken[]): readonly IToken[] {
  const line = tokens.slice(tokens.findLastIndex((token) => layout.opensLine(token)));
  const open: IToken[] = [];
  for (const token of line) {
    if (openers.has(token.tokenType)) open.push(token);
    else if (pairs.has(token.tokenType)) open.pop();
  }
  return open;
}

/** A text that ends in the middle of a line: what is open, outermost first, is closed, and said to be at once. */
function cutOff(mending: Mending, last: IToken, open: readonly IToken[]): readonly IToken[] {
  const closers = open.map((token) => (token.tokenType === t.LeftBrace ? t.RightBrace : closerFor(token))).toReversed();
  const marks = closers.map((closer) => `\`${closer.PATTERN as string}\``);
  const at = tokenSpan(mending, last);
  const text = closers.map((closer) => (closer === t.RightBrace ? "\n}" : (closer.PATTERN as string))).join("");
  mending.report(
    syntaxError(`${marks.slice(0, -1).join(", ")} and ${marks.at(-1)!} are missing at the end`, at, {
      label: "missing behind this",
      related: open.map((token) => ({ at: tokenSpan(mending, token), label: "this is not closed" })),
      help: "close what is open",
      fix: replacing({ ...at, start: at.end }, text),
    }),
  );
  return closers.map((closer) => makeToken(closer, "", endOf(last)));
}

/** A declaration that ends too early has lost the brace of a block: on the line of the brace that ends it, or above. */
function openBrace(mending: Mending, tokens: readonly IToken[]): readonly IToken[] {
  const end = endOfDeclaration(tokens);
  if (end === tokens.length - 1) return tokens;
  const head = headOfBlock(mending, tokens, end);
  if (head === undefined) return closedTooOften(mending, tokens, end);
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

/** A brace that ends the declaration in the midst of its lines closes nothing. */
function closedTooOften(mending: Mending, tokens: readonly IToken[], end: number): readonly IToken[] {
  const { layout } = mending;
  const [brace, next] = [tokens[end]!, tokens[end + 1]!];
  const isInside = layout.opensLine(brace) && layout.indentOf(brace) > layout.indentOf(tokens[0]!);
  if (!isInside || layout.indentOf(next) < layout.indentOf(brace)) return tokens;
  const at = tokenSpan(mending, brace);
  mending.report(syntaxError("this brace closes nothing", at, { help: "leave it out", fix: replacing(at, "") }));
  return tokens.filter((token) => token !== brace);
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
