/** Names in parts, `torch.optim.Adam`, and what programs do with them: `model.add(…)`, `model.fit(…)`, `F.relu(x)`. */
import type { IToken } from "chevrotain";
import * as t from "../../grammar/tokens.ts";
import { clip, quoted, replacing, startOf, syntaxError } from "./build.ts";
import { shapedInput, stacked } from "./foreign-calls.ts";
import {
  amongLayers,
  as,
  beginsLayer,
  closerOf,
  inFormula,
  leftOut,
  lineEndOf,
  longest,
  openerOf,
  opensLine,
  spanAt,
  touches,
  without,
  written,
  type Form,
  type Reader,
  type Reading,
} from "./foreign-form.ts";
import { isName } from "./split.ts";
import { is } from "./trouble.ts";

/** What programs call of a model, and what does it here. */
const methods: Readonly<Record<string, string>> = {
  fit: "leave it out: a `train` block says how the network is fitted, and `dnnc train FILE` does it",
  compile: "leave it out: `optimizer: …`, `loss: …` and `metrics: […]` are entries of a `train` block",
  summary: "leave it out: `dnnc explain FILE` tells the layers, their shapes and their weights",
  evaluate: "leave it out: `dnnc evaluate RUN` does it",
  predict: "leave it out: `dnnc predict RUN --input FILE` does it",
  save: "leave it out: a run keeps its last and its best weights",
  build: "leave it out: the shapes follow from the data",
  ...{ cuda: "leave it out", to: "leave it out", train: "leave it out: `dnnc train FILE` trains" },
  ...{ backward: "leave it out: the compiler differentiates", zero_grad: "leave it out: the compiler differentiates" },
  ...{
    step: "leave it out: `dnnc train FILE` makes the updates",
    init: "leave it out: weights are drawn by `init: …`",
  },
};

/** `torch.optim.Adam`: the last name alone is read, or what was meant by the call behind it. */
export const dotted: Reader = (reading, at) => {
  const { tokens } = reading;
  const isPart = (index: number): boolean => {
    const [name, point, next] = [tokens[index], tokens[index + 1], tokens[index + 2]];
    if (name === undefined || point === undefined || next === undefined || !isName(name) || !isName(next)) return false;
    return point.image === "." && touches(name, point) && touches(point, next);
  };
  let last = at;
  while (isPart(last) && last < at + longest) last += 2;
  if (last === at) return undefined;
  const name = tokens[last]!;
  const called =
    is(tokens[last + 1], t.LeftParenthesis) &&
    (method(reading, at, last) ??
      added(reading, at, last) ??
      ofObject(reading, at, last) ??
      applied(reading, at, last));
  if (called) return called;
  const meant = stacked(reading, last, at) ?? shapedInput(reading, last);
  if (meant !== undefined) return withPath(meant, reading, at, last);
  const span = spanAt(reading, tokens[at]!, tokens[last - 1]!);
  return {
    length: last - at + 1,
    put: [name],
    found: syntaxError("a name has no parts, and no point in it", span, {
      help: `write ${quoted(name.image)} alone`,
      fix: { ...replacing(span, ""), safe: !inFormula(reading) },
    }),
  };
};

/** A form that begins at `last`, with the path before it. */
function withPath({ length, put, found, ...rest }: Form, reading: Reading, at: number, last: number): Form {
  const { start } = spanAt(reading, reading.tokens[at]!);
  const [edit, ...edits] = found.fix?.edits ?? [];
  const fix = found.fix && edit && { ...found.fix, edits: [{ ...edit, start: Math.min(start, edit.start) }, ...edits] };
  return { ...rest, put, length: last - at + length, found: { ...found, at: { ...found.at, start }, fix } };
}

/** The token that is put where nothing is to be said of what would stand there. */
const hole = (token: IToken): IToken => as(t.Unknown, token, token.image);

/** `model.fit(x, y, epochs=30)` is a step of a program. */
function method(reading: Reading, at: number, last: number): Form | undefined {
  const { tokens } = reading;
  const advice = Object.hasOwn(methods, tokens[last]!.image) ? methods[tokens[last]!.image] : undefined;
  const assigned = is(tokens[at - 1], t.Assign) && isName(tokens[at - 2] ?? tokens[at]!) ? 2 : 0;
  if (advice === undefined || inFormula(reading) || !opensLine(reading, tokens[at - assigned]!)) return undefined;
  const end = lineEndOf(reading, at);
  return {
    length: end - at + 1,
    put: [],
    swap: leftOut(tokens.slice(at - assigned, at)),
    found: syntaxError("a spec has no steps of a program", spanAt(reading, tokens[at]!, tokens[last]!), {
      why: "it says what the data, the network and the training are; `dnnc` does the rest",
      help: advice,
    }),
  };
}

/** `model.add(dense(300))` */
function added(reading: Reading, at: number, last: number): Form | undefined {
  const { tokens } = reading;
  const end = closerOf(reading, last + 1);
  const inside = tokens[last + 2];
  if (tokens[last]!.image !== "add" || end === undefined || inside === undefined || !beginsLayer(reading, at)) return;
  const open = is(tokens[end - 1], t.RightParenthesis) ? openerOf(reading, end - 1) : end;
  const path = tokens.slice(last + 2, open);
  if (!path.every((token) => isName(token) || token.image === ".")) return;
  if (open === end && !/^[A-Z]/.test(path.at(-1)!.image)) return;
  const text = written(reading, inside, tokens[end - 1]!);
  const [first, closer] = [tokens[at]!, tokens[end]!];
  return {
    length: last - at + 2,
    put: [],
    swap: leftOut([closer]),
    found: syntaxError("a layer stands on a line of its own", spanAt(reading, first, tokens[last]!), {
      why: "a network is its layers, one below the other",
      help: `write ${quoted(text)}`,
      fix: {
        safe: true,
        edits: [{ start: startOf(first), end: startOf(inside), text: "" }, without(closer)],
      },
    }),
  };
}

/** `self.fc1(x)`: which layer it is, stands elsewhere. */
function ofObject(reading: Reading, at: number, last: number): Form | undefined {
  const { tokens } = reading;
  const end = closerOf(reading, last + 1);
  if (!/^(?:self|this)$/.test(tokens[at]!.image) || end === undefined || !amongLayers(reading)) return undefined;
  return {
    length: end - at + 1,
    put: [hole(tokens[at]!)],
    found: syntaxError(
      `${quoted(written(reading, tokens[at]!, tokens[last]!))} is a layer of an object`,
      spanAt(reading, tokens[at]!, tokens[last]!),
      { why: "a network is its layers, in the order in which they work", help: "write the layer itself: `dense(100)`" },
    ),
  };
}

/** They take the values that they name. */
const merges = /^(?:add|multiply|average|concat|concatenate|cat)$/i;

/** `F.relu(x)`, `F.dropout(x, 0.5)`: a layer works on what the line before it gives. */
function applied(reading: Reading, at: number, last: number): Form | undefined {
  const { tokens } = reading;
  const end = closerOf(reading, last + 1);
  const [value, behind] = [tokens[last + 2], tokens[last + 3]];
  const name = tokens[last]!;
  if (end === undefined || value === undefined || !isName(value) || !beginsLayer(reading, at)) return undefined;
  if (merges.test(name.image) || !is(behind, t.Comma, t.RightParenthesis)) return undefined;
  const rest = tokens.slice(last + 4, end);
  const given = rest.length > 0 ? `(${written(reading, rest[0]!, rest.at(-1)!)})` : "";
  const before = tokens[at - 2];
  const again = is(tokens[at - 1], t.Assign) && before?.image === value.image && opensLine(reading, before);
  const from = again ? before : tokens[at]!;
  const span = spanAt(reading, tokens[at]!, tokens[end]!);
  return {
    length: end - at + 1,
    put: [name, ...(rest.length > 0 ? [tokens[last + 1]!, ...rest, tokens[end]!] : [])],
    ...(again && { swap: leftOut([before, tokens[at - 1]!]) }),
    found: syntaxError("a layer is not called with a value", span, {
      why: "a line takes what the line before it gives",
      help: `write \`${clip(name.image + given)}\``,
      fix: { ...replacing({ ...span, start: startOf(from) }, name.image + given), safe: !again },
    }),
  };
}
