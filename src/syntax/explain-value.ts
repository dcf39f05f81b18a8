/** What to say where a value, a bracket or a part of a formula is missing. */
import type { IToken, TokenType } from "chevrotain";
import * as t from "../../grammar/tokens.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { clip, endOf, quoted, replacing, syntaxError } from "./build.ts";
import { isName } from "./split.ts";
import {
  beginsValue,
  endsValue,
  is,
  isOperator,
  lastOf,
  lineEnds,
  missing,
  nameless,
  opener,
  shown,
  spanOf,
  ternary,
  unjoined,
  type Trouble,
} from "./trouble.ts";

/** `)` or `]` was expected: it is missing, or a comma is, or what was met has no place there. */
export const unclosed =
  (open: TokenType, close: TokenType) =>
  (trouble: Trouble): Diagnostic => {
    const { met, before, layout } = trouble;
    const bracket = opener(trouble, open, close)!;
    const closing = close.PATTERN as string;
    const related = [{ at: spanOf(trouble, bracket), label: `this ${quoted(bracket.image)} is not closed` }];
    const behind = spanOf(trouble, before!);
    const end = { ...behind, start: behind.end };
    if (met && layout.opensLine(met) && beginsValue(met) && layout.indentOf(met) > layout.indentOf(bracket)) {
      return missing(trouble, "a comma is missing", {
        help: `write \`${clip(before!.image)},\``,
        fix: replacing(end, ","),
      });
    }
    if (lineEnds(trouble) || is(met, t.RightBrace, t.LeftBrace, t.Arrow, t.Assign)) {
      return missing(trouble, `a closing \`${closing}\` is missing`, {
        related,
        help: `write \`${closing}\` behind ${shown(before!)}`,
        ...(lineEnds(trouble) && { fix: replacing(end, closing) }),
      });
    }
    if (is(met, t.Colon)) {
      return is(before, t.Comma, open)
        ? nameless(trouble, met!)
        : syntaxError("only a name takes a colon here", spanOf(trouble, before!, met), { help: "write `name: value`" });
    }
    if (isOperator(met!)) return noLeftSide(trouble, met!);
    if (is(met, t.Comma) && endsValue(before)) {
      return syntaxError(`a closing \`${closing}\` is missing`, behind, {
        label: "missing behind this",
        related,
        help: `write \`${closing}\` behind ${shown(before!)}`,
        fix: replacing(end, closing),
      });
    }
    if (is(met, t.Comma))
      return syntaxError("nothing stands before this comma", spanOf(trouble, met!), { help: "leave it out" });
    if (endsValue(before) && beginsValue(met)) return unjoined(trouble, met!);
    return syntaxError(`${shown(met!)} has no place here`, spanOf(trouble, met!), {
      related: [
        { at: spanOf(trouble, bracket), label: `between this ${quoted(bracket.image)} and its \`${closing}\`` },
      ],
      help: `write a comma or \`${closing}\``,
    });
  };

/** A value was expected. */
export function noValue(trouble: Trouble): Diagnostic {
  const { met, before } = trouble;
  if (is(before, t.Colon, t.Assign)) {
    const name = trouble.tokens[trouble.index - 2];
    if (name && isName(name) && hasNoValue(trouble)) return nameWithoutValue(trouble, name, before!);
  }
  if (is(met, t.If)) return ternary(trouble);
  if (before && isOperator(before) && !(met && isOperator(met))) {
    return syntaxError(`nothing stands on the right side of ${quoted(before.image)}`, spanOf(trouble, before), {
      help: "write a value behind it",
    });
  }
  if (met && isOperator(met)) return noLeftSide(trouble, met);
  if (is(before, t.Repeat)) {
    return syntaxError("`repeat` does not say how often", spanOf(trouble, before!), {
      help: "write `repeat 3 { … }`, or a parameter's name for the number",
    });
  }
  return missing(trouble, met && !lineEnds(trouble) ? `a value is missing before ${shown(met)}` : "a value is missing");
}

const noLeftSide = (trouble: Trouble, operator: IToken): Diagnostic => {
  const at = spanOf(trouble, operator);
  const isSign = is(operator, t.Plus) && is(trouble.next, t.NumberLiteral) && operator === trouble.met;
  if (isSign)
    return syntaxError("no plus stands before a number", at, { help: "leave it out", fix: replacing(at, "") });
  return syntaxError(`${quoted(operator.image)} needs a value on its left side`, at, {
    help: "write a value before it, or leave it out",
  });
};

/** The line, the block or the argument ends behind the colon, or the next entry begins. */
const hasNoValue = (trouble: Trouble): boolean =>
  lineEnds(trouble) || is(trouble.met, t.RightBrace, t.Comma, t.RightParenthesis) || beginsValue(trouble.met);

export const nameWithoutValue = (trouble: Trouble, name: IToken, mark: IToken): Diagnostic =>
  syntaxError(`${quoted(name.image)} has no value`, spanOf(trouble, name, mark), {
    label: "the value is missing behind this",
    help: `write \`${clip(name.image)}${mark.image === ":" ? ":" : " ="} …\``,
  });

export const noBranch =
  (word: string) =>
  (trouble: Trouble): Diagnostic => {
    const at = lastOf(trouble, t.If);
    return missing(trouble, `\`${word}\` is missing`, {
      ...(at && { related: [{ at: spanOf(trouble, at), label: "this `if` needs it" }] }),
      help: "a choice is written `if condition then this else that`",
    });
  };

/** Behind a parameter's name stands `:`, `in`, a comma or the closing parenthesis. */
export function noParameter(trouble: Trouble): Diagnostic {
  const { met, before } = trouble;
  if (before && isName(before) && !lineEnds(trouble) && beginsValue(met)) return noColonBetween(trouble, before, met!);
  return unclosed(t.LeftParenthesis, t.RightParenthesis)(trouble);
}

/** What was met, as it is written here: a text stands in double quotes. */
const asHere = ({ image, tokenType }: IToken): string =>
  tokenType === t.ForeignString ? `"${image.slice(1, -1)}"` : image;

/** `epochs 30` for `epochs: 30` */
export const noColonBetween = (trouble: Trouble, name: IToken, value: IToken): Diagnostic =>
  syntaxError(`a colon is missing between ${quoted(name.image)} and its value`, spanOf(trouble, name, value), {
    help: `write \`${clip(name.image)}: ${clip(asHere(value))}\``,
    fix: replacing({ ...spanOf(trouble, name), start: endOf(name) }, ":"),
  });
