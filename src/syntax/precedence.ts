/** How tightly operators bind, written once: the builder groups by it and the printer sets parentheses by it. */
import type { BinaryOperator } from "./ast.ts";

/** From loosest to tightest. */
export const precedence = {
  if: 0,
  range: 1,
  or: 2,
  and: 3,
  not: 4,
  comparison: 5,
  sum: 6,
  product: 7,
  minus: 8,
  power: 9,
  operand: 10,
} as const;

export const binaryPrecedence: { readonly [K in BinaryOperator]: number } = {
  or: precedence.or,
  and: precedence.and,
  "==": precedence.comparison,
  "!=": precedence.comparison,
  "<": precedence.comparison,
  "<=": precedence.comparison,
  ">": precedence.comparison,
  ">=": precedence.comparison,
  "+": precedence.sum,
  "-": precedence.sum,
  "*": precedence.product,
  "/": precedence.product,
  "^": precedence.power,
};

export const unaryPrecedence = { "-": precedence.minus, not: precedence.not } as const;
