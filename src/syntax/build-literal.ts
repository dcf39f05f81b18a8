/** Numbers and strings: what their text is worth. */
import type { IToken } from "chevrotain";
import type { NumberLiteral, StringLiteral } from "./ast.ts";
import { quoted, replacing, spanOf, startOf, syntaxError, type Building } from "./build.ts";

const units = { epoch: "epochs", step: "steps", sample: "samples" } as const;

const unitOf = (word: string | undefined): (typeof units)[keyof typeof units] | undefined =>
  word === undefined ? undefined : units[word.replace(/s$/, "") as keyof typeof units];

/** `20%` is read as `20e-2`, so that it is the number nearest to 0.2, as `0.2` is. */
const percent = (digits: string): number => {
  const [mantissa, exponent = "0"] = digits.slice(0, -1).split(/e/i);
  return Number(`${mantissa}e${Number(exponent) - 2}`);
};

/** What is no number is worth the number it begins with; the lexer has reported it. */
const worth = (digits: string): number =>
  Number.isNaN(Number(digits)) ? Number.parseFloat(digits) || 0 : Number(digits);

export function buildNumber(building: Building, token: IToken): NumberLiteral {
  const [digits, word] = parted(token.image);
  const span = spanOf(building, token);
  const isPercentage = digits.endsWith("%");
  const value = isPercentage ? percent(digits) : worth(digits);
  if (value === Infinity) {
    building.report(
      syntaxError(`${quoted(digits)} is out of range`, span, {
        why: `numbers reach up to ${Number.MAX_VALUE.toExponential(2)}`,
        help: "write a smaller number, or `infinity` in a formula",
      }),
    );
  }
  return {
    kind: "number",
    span,
    value: Math.min(value, Number.MAX_VALUE),
    unit: isPercentage ? "percent" : unitOf(word),
  };
}

/** The digits without what groups them, and the unit. */
function parted(image: string): readonly [digits: string, unit: string | undefined] {
  if (!/[_ \t]/.test(image)) return [image, undefined];
  const [digits, unit] = image.replaceAll("_", "").split(/[ \t]+/);
  return [digits!, unit];
}

const simpleEscapes: Readonly<Record<string, string>> = { '"': '"', "\\": "\\", n: "\n" };
const escape = /\\(?:u\{([0-9A-Fa-f]{1,6})\}|([\s\S]|$))/g;

/** What an escape stands for, `undefined` where it stands for nothing. */
const unescaped = (code: string | undefined, letter: string | undefined): string | undefined => {
  if (code === undefined) return simpleEscapes[letter ?? ""];
  const point = Number.parseInt(code, 16);
  const isCharacter = point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
  return isCharacter ? String.fromCodePoint(point) : undefined;
};

/** Escapes of one text that are told to be none. */
const mostStrange = 100;

export function buildString(building: Building, token: IToken): StringLiteral {
  const span = spanOf(building, token);
  let strange = 0;
  const inside = token.image.slice(1, /["'”“’‘‚`]$/.test(token.image) && token.image.length > 1 ? -1 : undefined);
  const value = inside.replace(escape, (written: string, code?: string, letter?: string, offset = 0) => {
    const meant = unescaped(code, letter);
    if (meant !== undefined) return meant;
    if (++strange > mostStrange) return letter ?? "";
    const start = startOf(token) + 1 + offset;
    const at = { source: building.source, start, end: start + written.length };
    building.report(
      syntaxError(`${quoted(written)} is no escape`, at, {
        help: 'a string knows `\\"`, `\\\\`, `\\n` and `\\u{1F600}`; a folder is written with `/`',
        ...(letter !== undefined &&
          /[A-Za-z.:]/.test(letter) &&
          letter !== "u" && { fix: replacing(at, `/${letter}`) }),
      }),
    );
    return letter ?? "";
  });
  return { kind: "string", span, value };
}
