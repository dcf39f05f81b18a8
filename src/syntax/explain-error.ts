/**
 * From the parser's error to a sentence: what is wrong, where, and what to write. The rule that was being read and the
 * token that was expected choose the sentence; what stands behind the last line is pointed at there, not a line below.
 */
import { EOF, type IRecognitionException, type IToken } from "chevrotain";
import * as t from "../../grammar/tokens.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source } from "../text/source.ts";
import type { Layout } from "./layout.ts";
import * as item from "./explain-item.ts";
import { noAssign } from "./explain-line.ts";
import * as value from "./explain-value.ts";
import { indexOf } from "./recover.ts";
import { is, unexpected, type Trouble } from "./trouble.ts";

export function explainError(
  source: Source,
  layout: Layout,
  tokens: readonly IToken[],
  error: IRecognitionException,
): Diagnostic {
  const index = indexOf(error.token, tokens);
  const trouble: Trouble = {
    ...{ source, layout, tokens, index },
    rules: error.context.ruleStack.toReversed(),
    expected: error.message,
    met: error.token.tokenType === EOF ? undefined : error.token,
    before: tokens[index - 1],
    next: tokens[index + 1],
  };
  const explain = explanations[`${trouble.rules[0]} ${trouble.expected}`] ?? explanations[trouble.expected];
  return explain?.(trouble) ?? unexpected(trouble);
}

/** By rule and expected token, or by expected token alone. */
const explanations: Readonly<Record<string, (trouble: Trouble) => Diagnostic>> = {
  "entry choice": (trouble) => (is(trouble.before, t.Colon, t.Assign) ? value.noValue(trouble) : item.noColon(trouble)),
  "operand choice": value.noValue,
  "step choice": item.noStep,
  "line choice": noAssign,
  "parameter choice": value.noParameter,
  "arguments RightParenthesis": value.unclosed(t.LeftParenthesis, t.RightParenthesis),
  "parameters RightParenthesis": value.noParameter,
  "operand RightParenthesis": value.unclosed(t.LeftParenthesis, t.RightParenthesis),
  "list RightBracket": value.unclosed(t.LeftBracket, t.RightBracket),
  "train On": item.noData,
  "prelude EOF": item.noDeclaration,
  Then: value.noBranch("then"),
  Else: value.noBranch("else"),
  StringLiteral: item.noPath,
  Identifier: item.noName,
  LeftBrace: item.noBlock,
  RightBrace: item.noItem,
  end: item.leftOver,
};
