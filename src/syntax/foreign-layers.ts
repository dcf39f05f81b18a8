/** Layers with other marks than parentheses and arrows: `dense[300]`, `dense 300`, `dense(30) | relu`, `dense(30).relu()`. */
import type { IToken } from "chevrotain";
import * as t from "../../grammar/tokens.ts";
import { clip, endOf, quoted, replacing, syntaxError } from "./build.ts";
import {
  amongLayers,
  as,
  beginsLayer,
  closerOf,
  inFormula,
  lineEndOf,
  sameLine,
  spanAt,
  touches,
  without,
  written,
  type Reader,
} from "./foreign-form.ts";
import { isName } from "./split.ts";
import { endsValue, is } from "./trouble.ts";

/** `dense[30]` */
export const bracketed: Reader = (reading, at) => {
  const { tokens } = reading;
  const end = closerOf(reading, at + 1);
  const [name, open, close] = [tokens[at]!, tokens[at + 1]!, tokens[end ?? 0]!];
  if (end === undefined || end === at + 2 || !is(close, t.RightBracket) || inFormula(reading)) return undefined;
  const inside = written(reading, tokens[at + 2]!, tokens[end - 1]!);
  return {
    length: 2,
    put: [name, as(t.LeftParenthesis, open, open.image)],
    swap: new Map([[close, as(t.RightParenthesis, close, close.image)]]),
    found: syntaxError("what a word is given stands in parentheses", spanAt(reading, open), {
      related: [{ at: spanAt(reading, close), label: "up to here" }],
      help: `write ${quoted(`${name.image}(${inside})`)}`,
      fix: {
        safe: true,
        edits: [
          { ...without(open), text: "(" },
          { ...without(close), text: ")" },
        ],
      },
    }),
  };
};

/** `dense(30) | relu`, `dense(30) >> relu` and `dense(30) => relu`: layers are joined by an arrow. */
export const pipe: Reader = (reading, at) => {
  const { tokens } = reading;
  const [mark, second, before] = [tokens[at]!, tokens[at + 1], tokens[at - 1]];
  const isDouble = is(second, t.Greater) && touches(mark, second);
  const next = tokens[isDouble ? at + 2 : at + 1];
  if (!isDouble && !is(mark, t.ForeignOr)) return undefined;
  if (!amongLayers(reading) || !next || !isName(next) || !endsValue(before) || !sameLine(reading, before!, mark))
    return;
  const span = spanAt(reading, mark, isDouble ? second : mark);
  return {
    length: isDouble ? 2 : 1,
    put: [as(t.Arrow, mark, written(reading, mark, isDouble ? second : mark))],
    found: syntaxError("an arrow joins layers", span, {
      help: `write \`-> ${clip(next.image)}\``,
      fix: replacing(span, "->"),
    }),
  };
};

/** `dense(30).relu()` */
export const chained: Reader = (reading, at) => {
  const { tokens } = reading;
  const [closer, point, name] = [tokens[at]!, tokens[at + 1], tokens[at + 2]];
  if (point?.image !== "." || !touches(closer, point) || !name || !isName(name) || !amongLayers(reading)) return;
  const span = spanAt(reading, point);
  return {
    length: 2,
    put: [closer, as(t.Arrow, point, ".")],
    found: syntaxError("an arrow joins layers", span, {
      help: `write \`-> ${clip(name.image)}\``,
      fix: replacing(span, " -> "),
    }),
  };
};

/** `dense 300` */
export const spoken: Reader = (reading, at) => {
  const { tokens } = reading;
  const [name, value] = [tokens[at]!, tokens[at + 1]!];
  if (is(name, t.Repeat) || !beginsLayer(reading, at) || !sameLine(reading, name, value)) return undefined;
  const [last] = [tokens[lineEndOf(reading, at)]!];
  const rest = tokens.slice(at + 1, lineEndOf(reading, at) + 1);
  const isPlain = (token: IToken): boolean =>
    isName(token) || is(token, t.NumberLiteral, t.Percentage, t.Comma, t.Colon, t.StringLiteral, t.None);
  if (!rest.every(isPlain)) return undefined;
  const span = spanAt(reading, value, last);
  const inside = written(reading, value, last);
  return {
    length: rest.length + 1,
    put: [
      name,
      as(t.LeftParenthesis, { ...name, startOffset: endOf(name) }, ""),
      ...rest,
      as(t.RightParenthesis, { ...last, startOffset: endOf(last) }, ""),
    ],
    found: syntaxError("what a layer is given stands in parentheses", span, {
      help: `write ${quoted(`${name.image}(${inside})`)}`,
      fix: replacing({ ...span, start: endOf(name) }, `(${inside})`),
    }),
  };
};
