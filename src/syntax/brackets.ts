/** Brackets of arguments and lists; braces are those of blocks. */
import type { TokenType } from "chevrotain";
import * as t from "../../grammar/tokens.ts";

export const deeper: ReadonlySet<TokenType> = new Set([t.LeftParenthesis, t.LeftBracket]);
export const shallower: ReadonlySet<TokenType> = new Set([t.RightParenthesis, t.RightBracket]);
