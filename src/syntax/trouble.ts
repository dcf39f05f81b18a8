/** An error of the parser with what stands around it, and what all explanations need. */
import type { IToken, TokenType } from "chevrotain";
import * as t from "../../grammar/tokens.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source, Span } from "../text/source.ts";
import { endOf, quoted, startOf, syntaxError } from "./build.ts";
import type { Layout } from "./layout.ts";
import { isName } from "./split.ts";

export type Details = Parameters<typeof syntaxError>[2];

/** An error with what stands around it. */
export interface Trouble {
  readonly source: Source;
  readonly layout: Layout;
  readonly tokens: readonly IToken[];
  /** The rule that was being read, and those around it, innermost first. */
  readonly rules: readonly string[];
  /** The name of the token that was expected, `choice` where there were several. */
  readonly expected: string;
  readonly index: number;
  /** The token that was met; `undefined` at the end. */
  readonly met: IToken | undefined;
  readonly before: IToken | undefined;
  readonly next: IToken | undefined;
}

export const spanOf = ({ source }: Trouble, first: IToken, last = first): Span => ({
  source,
  start: startOf(first),
  end: endOf(last),
});

export const is = (token: IToken | undefined, ...types: readonly TokenType[]): boolean =>
  token !== undefined && types.includes(token.tokenType);

/** Nothing more stands on the line: something is missing behind `before`. */
export const lineEnds = ({ met, layout }: Trouble): boolean => met === undefined || layout.opensLine(met);

/** What was met, or the end of what stands before it where the line ends. */
export const place = (trouble: Trouble): Span =>
  lineEnds(trouble) && trouble.before
    ? spanOf(trouble, trouble.before)
    : spanOf(trouble, (trouble.met ?? trouble.before)!);

export const missing = (trouble: Trouble, what: string, details: Details = {}): Diagnostic =>
  syntaxError(what, place(trouble), { ...(lineEnds(trouble) && { label: "missing behind this" }), ...details });

export const shown = ({ image }: IToken): string => quoted(image);

const reserved = new Set<TokenType>([t.If, t.Then, t.Else, t.And, t.Or, t.Not, t.In, t.True, t.False, t.None]);
export const isReserved = (token: IToken | undefined): boolean => token !== undefined && reserved.has(token.tokenType);
export const isOperator = ({ tokenType }: IToken): boolean => t.belongs(tokenType, t.BinaryOperator);
export const beginsValue = (token: IToken | undefined): boolean =>
  token !== undefined &&
  (isName(token) ||
    is(token, t.NumberLiteral, t.BadNumber, t.Percentage, t.Count, t.StringLiteral, t.ForeignString) ||
    is(token, t.LeftParenthesis, t.LeftBracket, t.Minus) ||
    (isReserved(token) && !is(token, t.Then, t.Else, t.And, t.Or)));

export const endsValue = (token: IToken | undefined): boolean =>
  token !== undefined &&
  (isName(token) ||
    is(token, t.NumberLiteral, t.BadNumber, t.Percentage, t.Count, t.StringLiteral, t.ForeignString) ||
    is(token, t.RightParenthesis, t.RightBracket, t.True, t.False, t.None, t.In));

/** The last token of a type before `index`. */
export function lastOf({ tokens, index }: Trouble, type: TokenType): IToken | undefined {
  for (let at = index - 1; at >= 0; at--) if (is(tokens[at], type)) return tokens[at];
  return undefined;
}

/** The bracket that is still open at `index`. */
export function opener({ tokens, index }: Trouble, type: TokenType, closer: TokenType): IToken | undefined {
  let closed = 0;
  for (let at = index - 1; at >= 0; at--) {
    if (is(tokens[at], closer)) closed++;
    else if (is(tokens[at], type) && closed-- === 0) return tokens[at];
  }
  return undefined;
}

export const ternary = (trouble: Trouble): Diagnostic =>
  syntaxError("a choice begins with its condition", spanOf(trouble, trouble.met!), {
    why: "`if` stands alone or in parentheses",
    help: "write `if condition then this else that`",
  });

export const reservedWord = (trouble: Trouble, word: IToken): Diagnostic =>
  syntaxError(`${shown(word)} is a reserved word and has no place here`, spanOf(trouble, word), {
    help: "as a name, write another word",
  });

const forms: Readonly<Record<string, string>> = { ":": ": …", "=": " = …", "(": "(…)" };

/** `: 0.5` without what it belongs to. */
export const nameless = (trouble: Trouble, mark: IToken): Diagnostic =>
  syntaxError(`a name is missing before \`${mark.image}\``, spanOf(trouble, mark), {
    help: `write \`name${forms[mark.image] ?? ""}\``,
  });

/** `a b` where `a + b` or `a, b` was meant. */
export const unjoined = (trouble: Trouble, value: IToken): Diagnostic =>
  syntaxError(`an operator or a comma is missing before ${shown(value)}`, spanOf(trouble, value), {
    help: "write what joins it with the value before",
  });

export const unexpected = (trouble: Trouble): Diagnostic =>
  endsValue(trouble.before) && beginsValue(trouble.met) && !lineEnds(trouble)
    ? unjoined(trouble, trouble.met!)
    : trouble.met && !lineEnds(trouble)
      ? syntaxError(`${shown(trouble.met)} has no place here`, spanOf(trouble, trouble.met), {
          ...(trouble.before && { help: `nothing of the kind can follow ${shown(trouble.before)}` }),
        })
      : missing(trouble, "something is missing here");
