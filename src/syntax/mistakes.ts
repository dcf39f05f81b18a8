/** What other languages have and this one has not: how each such token is reported. Reading goes on behind it. */
import type { IToken } from "chevrotain";
import * as t from "../../grammar/tokens.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { nearest } from "../diagnostics/suggest.ts";
import { textOf, type Span } from "../text/source.ts";
import { quoted, replacing, syntaxError } from "./build.ts";

type Mistake = (at: Span, written: string) => Diagnostic;

/** Written so elsewhere, and so here. */
const spelledHere =
  (here: string): Mistake =>
  (at, written) => {
    const gap = here === "not" && /\w/.test(at.source.text.charAt(at.end)) ? " " : "";
    return syntaxError(`\`${written}\` is written \`${here}\` here`, at, {
      help: `write \`${here}\``,
      fix: replacing(at, here + gap),
    });
  };

const hashComment: Mistake = (at) => {
  const mark = { ...at, end: at.start + 1 };
  return syntaxError("a comment begins with `//`", mark, { help: "write `//` for `#`", fix: replacing(mark, "//") });
};

const blockComment: Mistake = (at, written) => {
  const alone = !written.includes("\n") && /^[ \t]*\r?(?:\n|$)/.test(at.source.text.slice(at.end, at.end + 200));
  const text = written.replace(/^\/\*+ ?/, "").replace(/ *\*+\/$/, "");
  return syntaxError(
    "a comment begins with `//` and ends with its line",
    { ...at, end: at.start + 2 },
    {
      help: "write `//` before each line of it",
      ...(alone && { fix: replacing(at, `// ${text}`) }),
    },
  );
};

/** Where nothing else stands on its lines, it becomes a doc comment. */
const docString: Mistake = (at, written) => {
  const { text } = at.source;
  const begin = text.lastIndexOf("\n", at.start - 1) + 1;
  const indent = text.slice(begin, at.start);
  const alone = /^[ \t]*$/.test(indent) && /^[ \t]*\r?(?:\n|$)/.test(text.slice(at.end, at.end + 200));
  const isClosed = written.length >= 6 && written.endsWith(written.slice(0, 3));
  const lines = written.slice(3, isClosed ? -3 : undefined).split(/\r?\n/);
  const said = lines.map((line) => line.trim()).filter((line) => line !== "");
  return syntaxError(
    "a comment begins with `//`, and one that is told of what follows with `///`",
    { ...at, end: at.start + 3 },
    {
      help: "write `///` before each line of it, without the quotation marks",
      ...(alone && said.length > 0 && { fix: replacing(at, said.map((line) => `/// ${line}`).join(`\n${indent}`)) }),
    },
  );
};

const semicolon: Mistake = (at) =>
  syntaxError("no semicolon ends a line here", at, { help: "leave it out", fix: replacing(at, "") });

const foreignString: Mistake = (at, written) => {
  const inside = written
    .slice(1, -1)
    .replaceAll(/(?<!\\)"/g, '\\"')
    .replaceAll("\\'", "'");
  const word = /^[a-z]\w*$/i.test(inside) ? `${quoted(inside)} for a word of the language, ` : "";
  return syntaxError("a text stands in straight double quotes", at, {
    help: `write ${word}${quoted(`"${inside}"`)}${word === "" ? "" : " for a text"}`,
    fix: replacing(at, `"${inside}"`),
  });
};

const unclosedString: Mistake = (at) =>
  syntaxError("this text has no closing quotation mark", at, {
    why: "a text ends on the line on which it begins",
    help: 'close it with `"`; a line break in a text is `\\n`',
    fix: { safe: false, edits: [{ start: at.end, end: at.end, text: '"' }] },
  });

const units = ["epoch", "epochs", "step", "steps", "sample", "samples"];

const badNumber: Mistake = (at, written) => {
  const [, digits = "", word = ""] = /^([\d_]*(?:\.\d[\d_]*)?)(.*)$/.exec(written) ?? [];
  const unit = nearest(word, units);
  const typed = /^([\d_]+(?:\.\d+)?(?:[eE][+-]?\d+)?)[fFdDlL]$/.exec(written)?.[1];
  const scale = { k: "_000", m: "_000_000" }[word.toLowerCase()];
  const many = scale !== undefined && /^\d+$/.test(digits) ? digits + scale : undefined;
  const meant =
    typed ?? many ?? (written.startsWith(".") && word === "" ? `0${written}` : unit ? `${digits} ${unit}` : undefined);
  const whole = /^\d+\.$/.test(written) ? written.slice(0, -1) : undefined;
  const product = digits !== "" && /^[A-Za-z_]\w*$/.test(word) ? `${digits} * ${word}` : undefined;
  const write = meant ?? whole ?? product;
  return syntaxError(`${quoted(written)} is not a number`, at, {
    help: write === undefined ? "numbers look like `300`, `55_000`, `0.9`, `1e-3`" : `write ${quoted(write)}`,
    ...(write !== undefined && { fix: replacing(at, write) }),
  });
};

const mistakes: ReadonlyMap<unknown, Mistake> = new Map([
  [t.HashComment, hashComment],
  [t.BlockComment, blockComment],
  [t.DocString, docString],
  [t.Semicolon, semicolon],
  [t.ForeignString, foreignString],
  [t.UnclosedString, unclosedString],
  [t.BadNumber, badNumber],
  [t.ForeignAnd, spelledHere("and")],
  [t.ForeignOr, spelledHere("or")],
  [t.ForeignNot, spelledHere("not")],
  [t.ForeignPower, spelledHere("^")],
]);

/** What is to be said about a token that the language does not have; `undefined` for the others. */
export function mistakeIn(token: IToken, at: Span): Diagnostic | undefined {
  return mistakes.get(token.tokenType)?.(at, token.image);
}

/** Typed by a word processor or copied from a page: what the keyboard has for it. */
const lookAlikes: Readonly<Record<string, string>> = {
  ...{ "–": "-", "—": "-", "−": "-", "×": "*", "·": "*", "÷": "/", "→": "->", "⇒": "->", "…": "..", "²": "^ 2" },
  ...{ "≤": "<=", "≥": ">=", "≠": "!=", "：": ":", "，": ",", "（": "(", "）": ")", "｛": "{", "｝": "}", "＝": "=" },
};

const hints: Readonly<Record<string, string>> = {
  "%": "`%` stands right behind a number, `20%`; the remainder of a division is `mod(a, b)`",
  "?": "a choice is written `if condition then this else that`",
  ".": "a name is made of letters, digits and `_`; numbers have a digit before the point",
  "'": 'a text stands in double quotes, `"text"`',
  "’": 'a text stands in double quotes, `"text"`',
  "\\": "lines need no mark to be continued",
  "@": "settings stand in the braces of a declaration, as `name: value`",
};

/** The name of a file, as it stands around one of its points without quotation marks. */
export function pathAround({ source, start, end }: Span): Span | undefined {
  const before = /[\w./-]*$/.exec(source.text.slice(Math.max(start - 200, 0), start))![0];
  const behind = /^[\w./-]*/.exec(source.text.slice(end, end + 200))![0];
  const at = { source, start: start - before.length, end: end + behind.length };
  return /\.(?:csv|tsv|txt|gz|json|jsonl|npz|idx|ubyte|parquet|dnn)$/i.test(textOf(at)) ? at : undefined;
}

const invisible = /^[\p{Z}\p{C}]+$/u;

const shown = (text: string): string =>
  invisible.test(text) ? `U+${text.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}` : quoted(text);

/** Blanks that are none for the language: reported, and read as blanks. */
export const isBlank = (text: string): boolean => /^[\p{Z}\p{Cf}\f\v]+$/u.test(text);

/** A run of characters that open no token. */
export function unknownCharacters(at: Span): Diagnostic {
  const written = textOf(at);
  if (/^\ufeff+$/.test(written)) {
    return syntaxError("a byte-order mark stands inside the file", at, {
      why: "it marks the beginning of a file; files that are put together have one inside",
      help: "leave it out",
      fix: replacing(at, ""),
    });
  }
  if (written === "\0") {
    return syntaxError("U+0000 stands in the file, which no text has", at, {
      help: "leave it out",
      fix: replacing(at, ""),
    });
  }
  if (isBlank(written)) {
    return syntaxError(`${shown(written)} is a blank that the language does not know`, at, {
      help: "write a plain blank",
      fix: replacing(at, " "),
    });
  }
  const meant = lookAlikes[written];
  if (meant !== undefined) {
    return syntaxError(`\`${written}\` is written \`${meant}\` here`, at, {
      help: `write \`${meant}\``,
      fix: replacing(at, meant),
    });
  }
  const path = written === "." ? pathAround(at) : undefined;
  if (path !== undefined) {
    return syntaxError("a path stands in quotation marks", path, {
      help: `write ${quoted(`"${textOf(path)}"`)}`,
      fix: replacing(path, `"${textOf(path)}"`),
    });
  }
  const letters = /^[\p{L}\p{M}\p{N}]/u.test(written);
  return syntaxError(`${shown(written)} has no meaning here`, at, {
    help:
      hints[written.charAt(0)] ?? (letters ? "a name is made of the letters a to z, digits and `_`" : "leave it out"),
  });
}
