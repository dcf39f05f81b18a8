/** Numbers, units and marks as other languages and tables have them: `1,000`, `5 iterations`, `units:: 30`. */
import type { IToken } from "chevrotain";
import * as t from "../../grammar/tokens.ts";
import { nearest } from "../diagnostics/suggest.ts";
import { clip, endOf, quoted, replacing, syntaxError } from "./build.ts";
import { as, sameLine, spanAt, touches, written, type Form, type Reader, type Reading } from "./foreign-form.ts";
import { isName } from "./split.ts";
import { beginsValue, is } from "./trouble.ts";

/** `::` and `:=`. */
export const doubledColon: Reader = (reading, at) => {
  const [colon, second] = [reading.tokens[at]!, reading.tokens[at + 1]];
  if (!is(second, t.Colon, t.Assign) || !touches(colon, second)) return undefined;
  const span = spanAt(reading, colon, second);
  return {
    length: 2,
    put: [colon],
    found: syntaxError("one colon stands between a name and its value", span, {
      help: `write \`:\``,
      fix: replacing(span, ":"),
    }),
  };
};

/** `1,000`: the marks of thousands; and, where no list is open, the decimal comma of `0,001`. */
export const groupedNumber: Reader = (reading, at) => {
  const { tokens } = reading;
  let last = at;
  const parts = [tokens[at]!.image];
  for (;;) {
    const [here, comma, next] = [tokens[last]!, tokens[last + 1], tokens[last + 2]];
    if (!is(comma, t.Comma) || !is(next, t.NumberLiteral) || !touches(here, comma) || !touches(comma!, next)) break;
    parts.push(next!.image);
    last += 2;
    if (last > at + 20) break;
  }
  if (last === at) return undefined;
  const [first = "", ...groups] = parts;
  const isAlone = is(tokens[at - 1], t.Colon, t.Assign) && !is(tokens[last + 1], t.Comma, t.RightBracket);
  const isEntry = isAlone && !is(tokens[last + 1], t.RightParenthesis) && !isArgument(tokens, at);
  const areThousands = /^[1-9]\d{0,2}$/.test(first) && groups.every((group) => /^\d{3}$/.test(group));
  const isThousands = areThousands && (isEntry || groups.every((group) => group.startsWith("0")));
  const isFraction = !isThousands && isEntry && groups.length === 1 && /^\d+$/.test(`${first}${groups[0]}`);
  if (!isThousands && !isFraction) return undefined;
  const meant = isThousands ? parts.join("_") : parts.join(".");
  const span = spanAt(reading, tokens[at]!, tokens[last]!);
  return {
    length: last - at + 1,
    put: [as(t.NumberLiteral, tokens[at]!, meant)],
    found: syntaxError("no comma stands in a number", span, {
      why: "commas separate arguments and the elements of lists",
      help: `write ${isThousands ? `\`${parts.join("")}\` or ` : ""}\`${meant}\``,
      fix: replacing(span, meant),
    }),
  };
};

/** Whether the `name:` before a value stands behind `(` or `,`. */
const isArgument = (tokens: Parameters<Reader>[0]["tokens"], at: number): boolean =>
  is(tokens[at - 3], t.LeftParenthesis, t.Comma);

const units = ["epoch", "epochs", "step", "steps", "sample", "samples"];

/** Others' names of a unit. */
const foreignUnits: Readonly<Record<string, string>> = {
  ...{ iteration: "steps", iterations: "steps", iters: "steps", iter: "steps", batches: "steps", updates: "steps" },
  ...{ ep: "epochs", eps: "epochs", rounds: "epochs", passes: "epochs" },
  ...{ examples: "samples", rows: "samples", instances: "samples" },
};

/** `0 to 255` */
function rangeInWords(reading: Reading, number: IToken, word: IToken): Form {
  const span = spanAt(reading, word);
  const { text } = reading.source;
  const [start, end] = [
    endOf(number),
    endOf(word) + /^[ \t]*/.exec(text.slice(endOf(word), endOf(word) + 50))![0].length,
  ];
  return {
    length: 2,
    put: [number, as(t.ClosedRange, word, word.image)],
    found: syntaxError("a range is written with `..`", span, {
      help: "write `low..high`",
      fix: replacing({ ...span, start, end }, ".."),
    }),
  };
}

/** `r"table.csv"` */
export const prefixedText: Reader = (reading, at) => {
  const [prefix, text] = [reading.tokens[at]!, reading.tokens[at + 1]];
  if (!/^(?:[rfbuRFBU]|rb|br|fr|rf)$/.test(prefix.image) || !touches(prefix, text)) return undefined;
  const span = spanAt(reading, prefix);
  return {
    length: 1,
    put: [],
    found: syntaxError("no letter stands before a text", span, { help: "leave it out", fix: replacing(span, "") }),
  };
};

/** `20 %`, `20 percent` */
function percentage(reading: Reading, number: IToken, word: IToken): Form {
  const span = spanAt(reading, word);
  const message =
    word.image === "%" ? "`%` stands right behind its number" : `${quoted(word.image)} is written \`%\` here`;
  return {
    length: 2,
    put: [as(t.Percentage, number, `${number.image}%`)],
    found: syntaxError(message, span, {
      help: `write \`${clip(number.image)}%\``,
      fix: replacing({ ...span, start: endOf(number) }, "%"),
    }),
  };
}

/** `5 epohcs`, `500 iterations`, `20 percent`: a number with a word behind it that is no name of what follows. */
export const foreignUnit: Reader = (reading, at) => {
  const [number, word, next] = [reading.tokens[at]!, reading.tokens[at + 1], reading.tokens[at + 2]];
  if (word === undefined || !sameLine(reading, number, word)) return undefined;
  if (is(word, t.Unknown) && word.image === "%" && !beginsValue(next)) return percentage(reading, number, word);
  if (!isName(word)) return undefined;
  if (word.image === "to" && is(next, t.NumberLiteral, t.Minus)) return rangeInWords(reading, number, word);
  if (is(next, t.Colon, t.Assign, t.LeftBrace, t.LeftParenthesis, t.Arrow)) return undefined;
  const span = spanAt(reading, word);
  if (/^per_?cent$|^pct$/i.test(word.image)) return percentage(reading, number, word);
  const unit = foreignUnits[word.image.toLowerCase()] ?? nearest(word.image, units);
  if (unit === undefined || units.includes(word.image)) return undefined;
  return {
    length: 2,
    put: [as(t.Count, number, `${number.image} ${unit}`)],
    found: syntaxError(`${quoted(word.image)} is no unit`, span, {
      help: `did you mean \`${unit}\`?`,
      fix: replacing(span, unit),
    }),
  };
};

/** `42learning_rate: 0.1`: a number and the entry behind it, without a blank between. */
export const runTogether: Reader = (reading, at) => {
  const [token, next] = [reading.tokens[at]!, reading.tokens[at + 1]];
  const [, number, name] = /^(\d+(?:\.\d+)?)([A-Za-z_]\w*)$/.exec(token.image) ?? [];
  if (number === undefined || name === undefined || !is(next, t.Colon, t.LeftBrace)) return undefined;
  const start = token.startOffset + number.length;
  const at0 = { ...spanAt(reading, token), start };
  return {
    length: 1,
    put: [as(t.NumberLiteral, token, number), as(t.Identifier, { ...token, startOffset: start }, name)],
    found: syntaxError(`${quoted(written(reading, token))} runs two entries together`, spanAt(reading, token), {
      help: `write \`${clip(number)} ${clip(name)}\``,
      fix: replacing({ ...at0, end: start }, " "),
    }),
  };
};
