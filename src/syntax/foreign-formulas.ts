/** Forms of other languages' formulas: bars around a value, and functions without a name. */
import * as t from "../../grammar/tokens.ts";
import { clip, endOf, quoted, replacing, startOf, syntaxError } from "./build.ts";
import { as, beginsLayer, spanAt, touches, written, type Reader } from "./foreign-form.ts";
import { isName } from "./split.ts";
import { endsValue, is } from "./trouble.ts";

const longest = 60;

const barred: Readonly<Record<string, { readonly name: string; readonly what: string }>> = {
  "|": { name: "abs", what: "an absolute value" },
  "||": { name: "norm", what: "a norm" },
};

/** `|x|` and `||w||`, where a value begins. */
export const bars: Reader = (reading, at) => {
  const { source, tokens } = reading;
  const bar = tokens[at]!;
  const here = barred[bar.image];
  if (here === undefined || endsValue(tokens[at - 1])) return undefined;
  const line = source.text.indexOf("\n", startOf(bar));
  const rest = tokens.slice(at + 1, at + longest).filter((token) => line < 0 || startOf(token) < line);
  const end = at + 1 + rest.findIndex((token) => is(token, t.ForeignOr));
  const last = tokens[end]!;
  if (end <= at + 1 || last.image !== bar.image || !endsValue(tokens[end - 1])) return undefined;
  const span = spanAt(reading, bar, last);
  const meant = `${here.name}(${source.text.slice(endOf(bar), startOf(last)).trim()})`;
  return {
    length: end - at + 1,
    put: [
      as(t.LeftParenthesis, bar, bar.image),
      ...tokens.slice(at + 1, end),
      as(t.RightParenthesis, last, last.image),
    ],
    found: syntaxError(`${here.what} is written \`${here.name}(…)\` here`, span, {
      help: `write ${quoted(meant)}`,
      fix: replacing(span, meant),
    }),
  };
};

/** `lambda x: 2 * x` and `x => 2 * x`: no value is a function. */
export const functions: Reader = (reading, at) => {
  const { tokens } = reading;
  const first = tokens[at]!;
  const isArrow = isName(first) && is(tokens[at + 1], t.Assign) && is(tokens[at + 2], t.Greater);
  let end = at + 1;
  while (end < at + longest && tokens[end] && (isName(tokens[end]!) || is(tokens[end], t.Comma))) end++;
  const isLambda = first.image === "lambda" && end > at + 1 && is(tokens[end], t.Colon);
  if (beginsLayer(reading, at)) return undefined;
  if (!isLambda && !(isArrow && touches(tokens[at + 1]!, tokens[at + 2]))) return undefined;
  const last = isLambda ? end : at + 2;
  const parameter = isLambda ? tokens[at + 1]! : first;
  return {
    length: last - at + 1,
    put: [as(t.Unknown, first, written(reading, first))],
    found: syntaxError("no value is a function", spanAt(reading, first, tokens[last]!), {
      why: "a function is a word of its kind, and has a name",
      help: `declare it, \`activation own(${clip(parameter.image)}) = …\`, and write \`own\` where it is used`,
    }),
  };
};
