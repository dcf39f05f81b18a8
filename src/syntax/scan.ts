/**
 * A look at a text before it is split: linear in its length, with nothing kept. The lexer tries every token at a character that opens
 * none, looks for the end of an open quotation mark up to the end of the line, and makes an object of each token; so texts of
 * millions of these are refused before it sees them.
 */

/** Where a text goes too far, and in what. */
export interface Excess {
  readonly what: "tokens" | "characters" | "quotation marks";
  readonly at: number;
}

/** What a scan counts up to. */
export interface ScanLimits {
  readonly tokens: number;
  /** Characters that open no token. */
  readonly strange: number;
  /** Characters looked through in vain for a closing quotation mark. */
  readonly unclosed: number;
}

type Kind = "blank" | "word" | "bracket" | "operator" | "double" | "single" | "hash" | "strange";

const kinds: readonly (readonly [Kind, RegExp])[] = [
  ["blank", /[ \t\r\n]/],
  ["word", /\w/],
  ["bracket", /[{}()[\],:;]/],
  ["operator", /[=\-<>.!+*/^&|]/],
  ["double", /"/],
  ["single", /'/],
  ["hash", /#/],
];

const kindOfCode: readonly Kind[] = Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return kinds.find(([, pattern]) => pattern.test(character))?.[0] ?? "strange";
});

/** The first excess, if there is one. Tokens are counted from below: a text with no more is not refused. */
export function findExcess(text: string, limits: ScanLimits): Excess | undefined {
  let tokens = 0;
  let strange = 0;
  let unclosed = 0;
  let line = -1;
  for (let at = 0; at < text.length;) {
    const start = at;
    const code = text.charCodeAt(at++);
    const kind = code < 128 ? kindOfCode[code]! : "strange";
    if (kind === "blank") continue;
    if (kind === "hash" || (kind === "operator" && text.startsWith("//", start))) {
      at = lineEnd(text, at);
      continue;
    }
    if (kind === "operator" && text.startsWith("/*", start)) {
      const end = text.indexOf("*/", start + 2);
      at = end < 0 ? text.length : end + 2;
    } else if (kind === "word") at = wordEnd(text, start);
    else if (text[start] === "." && text[at] !== ".") strange++;
    else if (kind === "operator") {
      // No operator has more than four characters.
      while (at < start + 4 && kindOf(text, at) === "operator" && text[at] !== "/") at++;
    } else if (kind === "double") {
      const { end, isClosed } = closing(text, at);
      if (!isClosed) unclosed += end - at;
      if (unclosed > limits.unclosed) return { what: "quotation marks", at: start };
      at = isClosed ? end : openEnd(text, at);
    } else if (kind === "single") {
      const end = text.indexOf("'", at);
      if (line < at) line = lineEnd(text, at);
      if (end >= 0 && end < line) at = end + 1;
      else strange++;
    } else if (kind === "strange") strange++;
    if (kind !== "strange" && ++tokens > limits.tokens) return { what: "tokens", at: start };
    if (strange > limits.strange) return { what: "characters", at: start };
  }
  return undefined;
}

const kindOf = (text: string, at: number): Kind | undefined => kindOfCode[text.charCodeAt(at)];

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

/** Behind a name or a number, `0.5`, `1e-3` and `20%` too. */
function wordEnd(text: string, from: number): number {
  const isNumber = isDigit(text, from);
  for (let at = from + 1; ; at++) {
    if (kindOf(text, at) === "word") continue;
    if (!isNumber) return at;
    if (text[at] === "%") return at + 1;
    const joins = text[at] === "." || ("+-".includes(text[at] ?? " ") && "eE".includes(text[at - 1]!));
    if (!joins || !isDigit(text, at + 1)) return at;
  }
}

const isDigit = (text: string, at: number): boolean => text[at]! >= "0" && text[at]! <= "9";

/** Behind the quotation mark that closes a text, as the lexer finds it, or where the lexer gives up. */
function closing(text: string, from: number): { readonly end: number; readonly isClosed: boolean } {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return { end: at + 1, isClosed: true };
    if (code === 0x5c) at++;
    const here = text.charCodeAt(at);
    if (here === 0x0a || here === 0x0d) return { end: at, isClosed: false };
  }
  return { end: text.length, isClosed: false };
}

/** Where the lexer lets a text end that nothing closes. */
function openEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && !'"\\\r\n,)]}'.includes(text[at]!)) at++;
  return at;
}
