/** Layers as Keras, Flax and PyTorch call them: `dense(300)(x)`, `Input(shape=(2,))`, `Sequential([…])`. */
import type { IToken } from "chevrotain";
import * as t from "../../grammar/tokens.ts";
import { clip, endOf, quoted, replacing, startOf, syntaxError } from "./build.ts";
import {
  amongLayers,
  as,
  beginsLayer,
  closerOf,
  commasBetween,
  leftOut,
  openerOf,
  opensLine,
  sameLine,
  spanAt,
  without,
  written,
  type Form,
  type Reader,
  type Reading,
} from "./foreign-form.ts";
import { isName } from "./split.ts";
import { is } from "./trouble.ts";

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
    ...(again && { swap: leftOut([keep, tokens[start + 1]!]) }),
    found: syntaxError("a layer is not called with a value", spanAt(reading, tokens[at + 1]!, tokens[end]!), {
      why: "a line takes what the line before it gives, or a kept value before an arrow",
      help: value ? `write ${quoted(line)}` : "write the layers one below the other",
      ...(value && { fix: { safe: false, edits: [...before, behind] } }),
    }),
  };
}

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
    swap: leftOut([...kept, ...commas, ...closers]),
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
