/**
 * Every token of the language, once. Reserved words mean one thing everywhere; soft keywords are names
 * (their category is `Identifier`) except where the parser asks for them.
 * What people type out of habit (`'text'`, `&&`, `# note`) is a token too, so that the rest of the file is still read.
 */
import { createToken, Lexer, type ILexingResult, type TokenType } from "chevrotain";
import { builtInKinds, formulaKinds, type WordKind } from "../src/syntax/ast.ts";

/** Repetitions of groups are bounded: over megabytes an unbounded one runs out of stack. */
const digits = String.raw`\d+(?:_\d+){0,99}`;
const number = String.raw`${digits}(?:\.${digits})?(?:[eE][+-]?\d+)?`;
const endOfWord = "(?![A-Za-z0-9_])";

const noPoint = String.raw`(?!\.(?!\.))`;

/** A count is none where its unit is the name of what follows: `batch_size: 32` over `epochs: 30`. */
const opensNoEntry = String.raw`(?!\s*(?:[:{(]|=(?!=)|->))`;

export const Identifier = createToken({ name: "Identifier", pattern: /[A-Za-z_][A-Za-z0-9_]*/ });

/** The words that open a declaration of a word: `activation`, `loss`, … */
export const KindOfWord = createToken({ name: "KindOfWord", pattern: Lexer.NA });
export const BinaryOperator = createToken({ name: "BinaryOperator", pattern: Lexer.NA });
export const RangeOperator = createToken({ name: "RangeOperator", pattern: Lexer.NA, categories: BinaryOperator });

const reserved = (name: string, word: string, categories: TokenType[] = []): TokenType =>
  createToken({ name, pattern: word, longer_alt: Identifier, categories });
const soft = (name: string, word: string, ...more: TokenType[]): TokenType =>
  reserved(name, word, [Identifier, ...more]);
const operator = (name: string, pattern: string, ...categories: TokenType[]): TokenType =>
  createToken({ name, pattern, categories: categories.length === 0 ? [BinaryOperator] : categories });
const mark = (name: string, pattern: string): TokenType => createToken({ name, pattern });

export const If = reserved("If", "if");
export const Then = reserved("Then", "then");
export const Else = reserved("Else", "else");
export const And = reserved("And", "and", [BinaryOperator]);
export const Or = reserved("Or", "or", [BinaryOperator]);
export const Not = reserved("Not", "not");
export const In = reserved("In", "in");
export const True = reserved("True", "true");
export const False = reserved("False", "false");
export const None = reserved("None", "none");

export const Data = soft("Data", "data");
export const Network = soft("Network", "network");
export const Block = soft("Block", "block");
export const Train = soft("Train", "train");
export const Preset = soft("Preset", "preset");
export const Import = soft("Import", "import");
export const Stage = soft("Stage", "stage");
export const Repeat = soft("Repeat", "repeat");
export const State = soft("State", "state");
export const On = soft("On", "on");
export const As = soft("As", "as");

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const wordKinds: readonly WordKind[] = [...formulaKinds, ...builtInKinds];
const kindTokens = wordKinds.map((kind) => soft(`${capitalized(kind)}Kind`, kind, KindOfWord));

export const NumberLiteral = createToken({
  name: "NumberLiteral",
  pattern: new RegExp(`${number}${endOfWord}${noPoint}`),
});
/** `20%`, worth 0.2. */
export const Percentage = createToken({ name: "Percentage", pattern: new RegExp(`${number}%`) });
/** `10 epochs`, one token on one line. */
export const Count = createToken({
  name: "Count",
  pattern: new RegExp(`${number}[ \\t]+(?:epoch|step|sample)s?${endOfWord}${opensNoEntry}`),
});
/** A digit opens it and it is no number: `10epochs`, `3x`, `1.`, `1e-3f`. */
export const BadNumber = createToken({
  name: "BadNumber",
  pattern: /\.\d\w*|\d[\d_]*(?:\.\d[\d_]*)?[eE][+-]\d\w*|\d\w*(?:\.(?!\.)\w*){0,99}/,
  categories: NumberLiteral,
});

/** `"…"` on one line; what stands behind a backslash does not close it. */
function closedString(text: string, offset: number): [string] | null {
  for (let at = offset + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') return [text.slice(offset, at + 1)];
    if (character === "\\") at++;
    if (text.charAt(at) === "\n" || text.charAt(at) === "\r") return null;
  }
  return null;
}

export const StringLiteral = createToken({
  name: "StringLiteral",
  pattern: (text, offset) => (text.charAt(offset) === '"' ? closedString(text, offset) : null),
  start_chars_hint: ['"'],
  line_breaks: false,
});
/** It ends where an argument would, so that the bracket behind it still closes. */
export const UnclosedString = createToken({
  name: "UnclosedString",
  pattern: /"[^"\\\r\n,)\]}]*/,
  categories: StringLiteral,
});
/** `'text'`, `“text”` and `‘text’`, as other languages and word processors have it. */
export const ForeignString = createToken({
  name: "ForeignString",
  pattern:
    /'[^'\\\r\n]*(?:\\[^\r\n][^'\\\r\n]*){0,99}'|[“”„][^“”„"\r\n]*[“”"]|"[^"“”\r\n]*[“”]|[‘’‚][^‘’‚'\r\n]*[‘’']|`[^`\r\n]*`/,
  categories: StringLiteral,
  start_chars_hint: ["'", '"', "“", "”", "„", "‘", "’", "‚", "`"],
});

export const LeftBrace = mark("LeftBrace", "{");
export const RightBrace = mark("RightBrace", "}");
export const LeftParenthesis = mark("LeftParenthesis", "(");
export const RightParenthesis = mark("RightParenthesis", ")");
export const LeftBracket = mark("LeftBracket", "[");
export const RightBracket = mark("RightBracket", "]");
export const Comma = mark("Comma", ",");
export const Colon = mark("Colon", ":");
export const Assign = mark("Assign", "=");
export const Arrow = mark("Arrow", "->");

export const ClosedRange = operator("ClosedRange", "..", RangeOperator);
export const RangeOpenAbove = operator("RangeOpenAbove", "..<", RangeOperator);
export const RangeOpenBelow = operator("RangeOpenBelow", "<..", RangeOperator);
export const OpenRange = operator("OpenRange", "<..<", RangeOperator);
export const Equal = operator("Equal", "==");
export const NotEqual = operator("NotEqual", "!=");
export const LessOrEqual = operator("LessOrEqual", "<=");
export const GreaterOrEqual = operator("GreaterOrEqual", ">=");
export const Less = operator("Less", "<");
export const Greater = operator("Greater", ">");
export const Plus = operator("Plus", "+");
export const Minus = operator("Minus", "-");
export const Times = operator("Times", "*");
export const Divide = operator("Divide", "/");
export const Power = operator("Power", "^");

/** Other languages' spelling of an operator: read as ours, and reported. */
export const ForeignAnd = createToken({ name: "ForeignAnd", pattern: /&&?/, categories: And });
export const ForeignOr = createToken({ name: "ForeignOr", pattern: /\|\|?/, categories: Or });
export const ForeignNot = createToken({ name: "ForeignNot", pattern: "!", categories: Not });
export const ForeignPower = createToken({ name: "ForeignPower", pattern: "**", categories: Power });

/** A character that opens no token; the lexer's error made a token, so that the parser stops there. */
export const Unknown = createToken({ name: "Unknown", pattern: Lexer.NA });

/** Up to its end, or to the end of the text; a search, because a pattern over megabytes needs a stack. */
function blockComment(text: string, offset: number): [string] | null {
  if (!text.startsWith("/*", offset)) return null;
  const end = text.indexOf("*/", offset + 2);
  return [text.slice(offset, end < 0 ? undefined : end + 2)];
}

/** Python's text over lines, up to its end, or to the end of its line where it has none. */
function docString(text: string, offset: number): [string] | null {
  const quotes = text.slice(offset, offset + 3);
  if (quotes !== '"""' && quotes !== "'''") return null;
  const end = text.indexOf(quotes, offset + 3);
  const line = text.indexOf("\n", offset);
  return [text.slice(offset, end >= 0 ? end + 3 : line >= 0 ? line : undefined)];
}

/** `<<<<<<< HEAD`, `=======`, `>>>>>>> branch` on a line of their own: a merge that is not settled. */
function conflictMarker(text: string, offset: number): [string] | null {
  const mark = text.charAt(offset);
  let start = offset - 1;
  while (text[start] === " " || text[start] === "\t") start--;
  if ((start >= 0 && text[start] !== "\n") || !text.startsWith(mark.repeat(7), offset)) return null;
  const line = text.indexOf("\n", offset);
  const written = text.slice(offset, line < 0 ? undefined : line).trimEnd();
  return written.length === 7 || written[7] === " " ? [written] : null;
}

const Blank = createToken({ name: "Blank", pattern: /[ \t\r\n]+/, group: Lexer.SKIPPED });
export const DocComment = createToken({ name: "DocComment", pattern: /\/\/\/[^\r\n]*/, group: "comments" });
export const LineComment = createToken({ name: "LineComment", pattern: /\/\/[^\r\n]*/, group: "comments" });
export const HashComment = createToken({ name: "HashComment", pattern: /#[^\r\n]*/, group: "mistakes" });
export const BlockComment = createToken({
  name: "BlockComment",
  pattern: blockComment,
  start_chars_hint: ["/"],
  group: "mistakes",
  line_breaks: true,
});
export const DocString = createToken({
  name: "DocString",
  pattern: docString,
  start_chars_hint: ['"', "'"],
  group: "mistakes",
  line_breaks: true,
});
export const ConflictMarker = createToken({
  name: "ConflictMarker",
  pattern: conflictMarker,
  start_chars_hint: ["<", "=", ">", "|"],
  group: "mistakes",
  line_breaks: false,
});
export const Semicolon = createToken({ name: "Semicolon", pattern: ";", group: "mistakes" });

const keywords = [
  ...[If, Then, Else, And, Or, Not, In, True, False, None],
  ...[Data, Network, Block, Train, Preset, Import, Stage, Repeat, State, On, As, ...kindTokens],
].sort((one, other) => (other.PATTERN as string).length - (one.PATTERN as string).length);

/** Where two begin alike, the first that matches is taken: `initializer` stands before `in`. */
export const tokens: TokenType[] = [
  ...[Blank, DocComment, LineComment, BlockComment, HashComment, Semicolon, DocString, ConflictMarker],
  ...[Count, Percentage, NumberLiteral, BadNumber, StringLiteral, ForeignString, UnclosedString],
  ...keywords,
  ...[Identifier, LeftBrace, RightBrace, LeftParenthesis, RightParenthesis, LeftBracket, RightBracket, Comma, Colon],
  ...[OpenRange, RangeOpenBelow, RangeOpenAbove, ClosedRange, Equal, NotEqual, LessOrEqual, GreaterOrEqual],
  ...[Arrow, Assign, Less, Greater, Plus, Minus, ForeignPower, Times, Divide, Power],
  ...[ForeignAnd, ForeignOr, ForeignNot, Unknown, KindOfWord, BinaryOperator, RangeOperator],
];

/** The tokens that open a declaration. */
export const declarationTokens: readonly TokenType[] = [Data, Network, Block, Train, Preset, Import, ...kindTokens];

/** The words that open a declaration. */
export const declarationWords: readonly string[] = declarationTokens.map((token) => token.PATTERN as string);

/** Whether a token is of a category, at any remove. */
export const belongs = (type: TokenType, category: TokenType): boolean =>
  type === category || (type.CATEGORIES ?? []).some((above) => belongs(above, category));

let lexer: Lexer | undefined;

/** Splits a text into tokens; positions are offsets alone. */
export const tokenize = (text: string): ILexingResult =>
  (lexer ??= new Lexer(tokens, { positionTracking: "onlyOffset", skipValidations: true })).tokenize(text);
