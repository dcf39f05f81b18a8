/** What to say of a line of a formula's body that gives its name no value. */
import type { IToken } from "chevrotain";
import * as t from "../../grammar/tokens.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { clip, endOf, quoted, replacing, syntaxError } from "./build.ts";
import { beginsValue, is, isOperator, lineEnds, missing, spanOf, unjoined, type Trouble } from "./trouble.ts";

/** Behind the name of a line stands `=`. */
export function noAssign(trouble: Trouble): Diagnostic {
  const { met, layout } = trouble;
  const name = trouble.before!;
  if (met && isOperator(met) && is(trouble.next, t.Assign)) return compound(trouble, name, met);
  if (!layout.opensLine(name)) return unjoined(trouble, name);
  if (met && !lineEnds(trouble) && (beginsValue(met) || is(met, t.If))) {
    return syntaxError(`\`=\` is missing between ${quoted(name.image)} and its formula`, spanOf(trouble, name, met), {
      help: `write \`${clip(name.image)} = ${clip(met.image)}\``,
      fix: replacing({ ...spanOf(trouble, name), start: endOf(name) }, " ="),
    });
  }
  return missing(trouble, `${quoted(name.image)} is given no formula`, { help: `write \`${clip(name.image)} = …\`` });
}

/** Behind these, `a - b` and `a / b` on the right side need their parentheses. */
const isLoose = (token: IToken): boolean => is(token, t.If) || isOperator(token);
const isProduct = (token: IToken): boolean => is(token, t.Times, t.Divide, t.Power);

/** `w -= rate * g` for `w = w - rate * g` */
function compound(trouble: Trouble, name: IToken, operator: IToken): Diagnostic {
  const { tokens, index, next, layout } = trouble;
  const from = index + 2;
  const end = tokens.findIndex((token, at) => at >= from && (is(token, t.RightBrace) || layout.opensLine(token)));
  const right = tokens.slice(from, end < 0 ? tokens.length : end);
  const at = spanOf(trouble, operator, next!);
  const begin = `${name.image} = ${name.image} ${operator.image === "**" ? "^" : operator.image}`;
  const loose = right.filter(isLoose);
  const isPlain = loose.length === 0 || (is(operator, t.Plus, t.Minus) && loose.every(isProduct));
  const [first, last] = [right[0], right.at(-1)];
  const text = first && last ? trouble.source.text.slice(first.startOffset, endOf(last)) : "…";
  const whole = first && last ? spanOf(trouble, name, last) : undefined;
  const written = `${begin} ${isPlain ? text : `(${text})`}`;
  return syntaxError(`${quoted(`${operator.image}=`)} is no assignment here`, at, {
    why: "a line says with `=` what its name stands for from there on",
    help: `write \`${clip(written)}\``,
    ...(whole && { fix: replacing(whole, written) }),
  });
}
