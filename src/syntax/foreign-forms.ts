/**
 * What other languages write with several tokens and this one otherwise: `nn.Linear`, `|x|`, `lambda x: …`. Each is said once, and
 * what can be read of it is: the last name alone, the value between the bars; a function that is written as a value cannot.
 */
import { createTokenInstance, type IToken } from "chevrotain";
import * as t from "../../grammar/tokens.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source, Span } from "../text/source.ts";
import { clip, endOf, quoted, replacing, startOf, syntaxError } from "./build.ts";
import { isName } from "./split.ts";
import { endsValue, is } from "./trouble.ts";

export interface ForeignForms {
  readonly tokens: IToken[];
  readonly diagnostics: readonly Diagnostic[];
  /** The offsets of the tokens of which nothing more is to be said. */
  readonly told: ReadonlySet<number>;
}

/** A form that begins at a token: how many tokens it has, what stands for them, and what is said. */
interface Form {
  readonly length: number;
  readonly put: readonly IToken[];
  readonly found: Diagnostic;
}

type Reader = (source: Source, tokens: readonly IToken[], at: number) => Form | undefined;

/** How many tokens a form may have. */
const longest = 60;

const as = (type: typeof t.Identifier, { image, startOffset }: IToken): IToken =>
  createTokenInstance(type, image, startOffset, startOffset + image.length, NaN, NaN, NaN, NaN);
const touches = (one: IToken, other: IToken | undefined): boolean =>
  other !== undefined && endOf(one) === startOf(other);
const spanOf = (source: Source, first: IToken, last: IToken): Span => ({
  source,
  start: startOf(first),
  end: endOf(last),
});

/** `torch.optim.Adam`: the last name alone is read. */
const dotted: Reader = (source, tokens, at) => {
  const isPart = (index: number): boolean => {
    const [name, point, next] = [tokens[index], tokens[index + 1], tokens[index + 2]];
    if (name === undefined || point === undefined || next === undefined || !isName(name) || !isName(next)) return false;
    return point.image === "." && touches(name, point) && touches(point, next);
  };
  let last = at;
  while (isPart(last) && last < at + longest) last += 2;
  if (last === at) return undefined;
  const span = spanOf(source, tokens[at]!, tokens[last - 1]!);
  return {
    length: last - at + 1,
    put: [tokens[last]!],
    found: syntaxError("a name has no parts, and no point in it", span, {
      help: `write ${quoted(tokens[last]!.image)} alone`,
      fix: { safe: false, edits: [{ start: span.start, end: span.end, text: "" }] },
    }),
  };
};

const barred: Readonly<Record<string, { readonly name: string; readonly what: string }>> = {
  "|": { name: "abs", what: "an absolute value" },
  "||": { name: "norm", what: "a norm" },
};

/** `|x|` and `||w||`, where a value begins. */
const bars: Reader = (source, tokens, at) => {
  const bar = tokens[at]!;
  const here = is(bar, t.ForeignOr) ? barred[bar.image] : undefined;
  if (here === undefined || endsValue(tokens[at - 1])) return undefined;
  const line = source.text.indexOf("\n", startOf(bar));
  const rest = tokens.slice(at + 1, at + longest).filter((token) => line < 0 || startOf(token) < line);
  const end = at + 1 + rest.findIndex((token) => is(token, t.ForeignOr));
  if (end <= at + 1 || tokens[end]!.image !== bar.image || !endsValue(tokens[end - 1])) return undefined;
  const span = spanOf(source, bar, tokens[end]!);
  const written = `${here.name}(${source.text.slice(endOf(bar), startOf(tokens[end]!)).trim()})`;
  return {
    length: end - at + 1,
    put: [as(t.LeftParenthesis, bar), ...tokens.slice(at + 1, end), as(t.RightParenthesis, tokens[end]!)],
    found: syntaxError(`${here.what} is written \`${here.name}(…)\` here`, span, {
      help: `write ${quoted(written)}`,
      fix: replacing(span, written),
    }),
  };
};

/** `lambda x: 2 * x` and `x => 2 * x`: no value is a function. */
const functions: Reader = (source, tokens, at) => {
  const first = tokens[at]!;
  const isArrow = isName(first) && is(tokens[at + 1], t.Assign) && is(tokens[at + 2], t.Greater);
  let end = at + 1;
  while (end < at + longest && tokens[end] && (isName(tokens[end]!) || is(tokens[end], t.Comma))) end++;
  const isLambda = first.image === "lambda" && end > at + 1 && is(tokens[end], t.Colon);
  if (isLambda || (isArrow && touches(tokens[at + 1]!, tokens[at + 2]))) {
    const last = isLambda ? end : at + 2;
    const parameter = isLambda ? tokens[at + 1]! : first;
    return {
      length: last - at + 1,
      put: [as(t.Unknown, first)],
      found: syntaxError("no value is a function", spanOf(source, first, tokens[last]!), {
        why: "a function is a word of its kind, and has a name",
        help: `declare it, \`activation own(${clip(parameter.image)}) = …\`, and write \`own\` where it is used`,
      }),
    };
  }
  return undefined;
};

/** A rule that no token of a sound file comes near: what it begins with. */
const begins = (tokens: readonly IToken[], at: number): Reader | undefined => {
  const [token, next, behind] = [tokens[at]!, tokens[at + 1], tokens[at + 2]];
  if (is(token, t.ForeignOr)) return bars;
  if (is(next, t.Unknown) && next!.image === ".") return dotted;
  return token.image === "lambda" || (is(next, t.Assign) && is(behind, t.Greater)) ? functions : undefined;
};

/** Reads each form; `isPath` says of a point that a file's name stands around it, which is no name in parts. */
export function readForeignForms(source: Source, tokens: IToken[], isPath: (point: Span) => boolean): ForeignForms {
  const read: IToken[] = [];
  const diagnostics: Diagnostic[] = [];
  const told = new Set<number>();
  for (let at = 0; at < tokens.length; at++) {
    const reader = begins(tokens, at);
    const isFile = reader === dotted && isPath(spanOf(source, tokens[at + 1]!, tokens[at + 1]!));
    const form = isFile ? undefined : reader?.(source, tokens, at);
    if (form === undefined) {
      read.push(tokens[at]!);
      continue;
    }
    read.push(...form.put);
    diagnostics.push(form.found);
    for (const token of tokens.slice(at, at + form.length)) told.add(startOf(token));
    at += form.length - 1;
  }
  return { tokens: diagnostics.length > 0 ? read : tokens, diagnostics, told };
}
