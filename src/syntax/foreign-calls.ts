/** Layers as Keras, Flax and PyTorch call them: `dense(300)(x)`, `dense[300]`, `Input(shape=(2,))`, `Sequential([…])`. */
import type { IToken } from "chevrotain";
import * as t from "../../grammar/tokens.ts";
import { clip, endOf, quoted, replacing, startOf, syntaxError } from "./build.ts";
import {
  amongLayers,
  as,
  beginsLayer,
  closerOf,
  commasBetween,
  inFormula,
  lineEndOf,
  openerOf,
  opensLine,
  sameLine,
  spanAt,
  touches,
  written,
  type Form,
  type Reader,
  type Reading,
} from "./foreign-form.ts";
import { isName } from "./split.ts";
import { endsValue, is } from "./trouble.ts";

const left = (tokens: readonly IToken[]): ReadonlyMap<IToken, undefined> =>
  new Map(tokens.map((token) => [token, undefined]));

const without = (token: IToken): { start: number; end: number; text: string } => ({
  start: startOf(token),
  end: endOf(token),
  text: "",
});

/** `dense(300)(x)`: a layer is made, and then called with a value. */
export const calledLayer: Reader = (reading, at) => {
  const { tokens } = reading;
  const [closer, next] = [tokens[at]!, tokens[at + 1]];
  if (!is(next, t.LeftParenthesis) || !sameLine(reading, closer, next!) || !amongLayers(reading)) return undefined;
  const [open, end] = [openerOf(reading, at), closerOf(reading, at + 1)];
  if (open === undefined || end === undefined || !isName(tokens[open - 1] ?? closer)) return undefined;
  return merged(reading, open, at, end) ?? called(reading, open, at, end);
};

/** `Concatenate()([a, b])` */
function merged(reading: Reading, open: number, at: number, end: number): Form | undefined {
  const { tokens } = reading;
  const inner = tokens.slice(at + 2, end);
  const names = inner.filter(({ tokenType }) => ![t.Comma, t.LeftBracket, t.RightBracket].includes(tokenType));
  if (open !== at - 1 || names.length < 2 || !names.every(isName)) return undefined;
  const name = tokens[open - 1]!;
  const meant = `(${names.map(({ image }) => image).join(", ")})`;
  const span = spanAt(reading, tokens[at + 1]!, tokens[end]!);
  return {
    length: end - at + 1,
    put: [...inner.filter(({ tokenType }) => tokenType !== t.LeftBracket && tokenType !== t.RightBracket), tokens[at]!],
    found: syntaxError("a layer is not called with values", span, {
      why: "what a layer merges stands in its own parentheses",
      help: `write \`${clip(name.image + meant)}\``,
      fix: replacing({ ...span, start: startOf(tokens[open]!) }, meant),
    }),
  };
}

/** The name that the token at `at` begins to keep a value under, `x = …`. */
function keptAt({ tokens }: Reading, at: number): IToken | undefined {
  const [name, assign] = [tokens[at], tokens[at + 1]];
  return name && isName(name) && is(assign, t.Assign) ? name : undefined;
}

/** The name under which the line before the one that begins at `at` keeps its value. */
function keptBefore(reading: Reading, at: number): string | undefined {
  let start = at - 1;
  while (start > 0 && start > at - 60 && !opensLine(reading, reading.tokens[start]!)) start--;
  return start >= 0 ? keptAt(reading, start)?.image : undefined;
}

/** `x = Dense(300)(x)`: what comes in is what the line before gives, or a kept value before an arrow. */
function called(reading: Reading, open: number, at: number, end: number): Form {
  const { tokens } = reading;
  const name = tokens[open - 1]!;
  let start = open - 1;
  while (start > 0 && !opensLine(reading, tokens[start]!)) start--;
  const keep = keptAt(reading, start);
  const value = end === at + 3 && isName(tokens[at + 2]!) ? tokens[at + 2]! : undefined;
  const again = keep !== undefined && keep.image === value?.image;
  const follows = again || value === undefined || keptBefore(reading, start) === value.image;
  const layer = written(reading, name, tokens[at]!);
  const line = `${keep && !again ? `${keep.image} = ` : ""}${follows ? "" : `${value.image} -> `}${layer}`;
  const behind = { start: endOf(tokens[at]!), end: endOf(tokens[end]!), text: "" };
  const first = tokens[start + (keep ? 2 : 0)]!;
  const before = again
    ? [{ start: startOf(keep), end: startOf(first), text: "" }]
    : follows
      ? []
      : [{ start: startOf(first), end: startOf(first), text: `${value.image} -> ` }];
  return {
    length: end - at + 1,
    put: [tokens[at]!],
    ...(again && { swap: left([keep, tokens[start + 1]!]) }),
    found: syntaxError("a layer is not called with a value", spanAt(reading, tokens[at + 1]!, tokens[end]!), {
      why: "a line takes what the line before it gives, or a kept value before an arrow",
      help: value ? `write ${quoted(line)}` : "write the layers one below the other",
      ...(value && { fix: { safe: false, edits: [...before, behind] } }),
    }),
  };
}

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

const shapes = /^(?:shape|input_shape|batch_shape|batch_input_shape)$/;

/** `Input(shape=(28, 28))`: the sides stand one after the other; Keras's `None` is the batch. */
export const shapedInput: Reader = (reading, at) => {
  const { tokens } = reading;
  const end = is(tokens[at + 1], t.LeftParenthesis) ? closerOf(reading, at + 1) : undefined;
  if (end === undefined || !/^input(?:layer)?$/i.test(tokens[at]!.image) || !amongLayers(reading)) return undefined;
  const isNamed = shapes.test(tokens[at + 2]!.image) && is(tokens[at + 3], t.Assign, t.Colon);
  const inside = tokens.slice(at + (isNamed ? 4 : 2), end);
  const isList = is(inside[0], t.LeftParenthesis, t.LeftBracket);
  if (!isList && !isNamed) return undefined;
  const marks = [t.Comma, t.LeftParenthesis, t.RightParenthesis, t.LeftBracket, t.RightBracket];
  const sides = inside.filter(({ tokenType, image }) => !marks.includes(tokenType) && !/^none$/i.test(image));
  if (sides.length === 0 || !sides.every((token) => is(token, t.NumberLiteral))) return undefined;
  const span = spanAt(reading, tokens[at]!, tokens[end]!);
  const meant = `input(${sides.map(({ image }) => image).join(", ")})`;
  return {
    length: end - at + 1,
    put: [as(t.Identifier, tokens[at]!, "input"), tokens[at + 1]!, ...joined(sides), tokens[end]!],
    found: syntaxError("an input has its sides one after the other", span, {
      help: `write \`${clip(meant)}\``,
      fix: replacing(span, meant),
    }),
  };
};

/** With a comma behind each token. */
const joined = (tokens: readonly IToken[]): IToken[] =>
  tokens.flatMap((token) => [token, as(t.Comma, { ...token, startOffset: endOf(token) }, "")]);

/** `model = Sequential([ … ])`: the layers stand for themselves. */
export const sequential: Reader = (reading, at) => stacked(reading, at, at);

/** The same behind a path that begins at `begin`: `nn.Sequential(…)`. */
export function stacked(reading: Reading, at: number, begin: number): Form | undefined {
  const { tokens } = reading;
  const end = is(tokens[at + 1], t.LeftParenthesis) ? closerOf(reading, at + 1) : undefined;
  const from = begin - (is(tokens[begin - 1], t.Assign) ? 2 : 0);
  if (tokens[at]!.image !== "Sequential" || end === undefined || !beginsLayer(reading, begin)) return undefined;
  const isListed = is(tokens[at + 2], t.LeftBracket) && closerOf(reading, at + 2) === end - 1;
  const [first, last] = isListed ? [at + 2, end - 1] : [at + 1, end];
  const commas = commasBetween(reading, first + 1, last);
  const closers = isListed ? [tokens[last]!, tokens[end]!] : [tokens[end]!];
  const kept = tokens.slice(from, begin);
  return {
    length: first - at + 1,
    put: [],
    swap: left([...kept, ...commas, ...closers]),
    found: syntaxError("a network is its layers, one below the other", spanAt(reading, tokens[at]!), {
      help: `write them without \`${clip(tokens[at]!.image)}\` and commas`,
      fix: {
        safe: true,
        edits: [
          { start: startOf(tokens[from]!), end: endOf(tokens[first]!), text: "" },
          ...[...commas, ...closers].map(without),
        ],
      },
    }),
  };
}

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
