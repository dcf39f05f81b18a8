/** Expressions as text: the language's own spelling with the fewest parentheses that read back the same. */
import type { Argument, Binary, Expression, NumberLiteral, Range, Unary } from "./ast.ts";
import { binaryPrecedence, precedence, unaryPrecedence } from "./precedence.ts";

type Printers = { readonly [K in Expression["kind"]]: (node: Extract<Expression, { kind: K }>) => string };

const printers: Printers = {
  number: printNumber,
  string: ({ value }) => printString(value),
  truth: ({ value }) => String(value),
  none: () => "none",
  name: ({ name }) => name,
  call: ({ name, arguments: given }) => `${name.name}(${given.map(printArgument).join(", ")})`,
  list: ({ items }) => `[${items.map(printExpression).join(", ")}]`,
  range: printRange,
  unary: printUnary,
  binary: printBinary,
  if: ({ condition, then, else: otherwise }) =>
    `if ${printExpression(condition)} then ${printExpression(then)} else ${printExpression(otherwise)}`,
};

export const printExpression = <Node extends Expression>(node: Node): string =>
  (printers[node.kind] as (node: Node) => string)(node);

const printArgument = ({ name, value }: Argument): string =>
  `${name === undefined ? "" : `${name.name}: `}${printExpression(value)}`;

/** Digits for a value from 1e-6 up to 1e21, as JavaScript has them; the shorter exponent form otherwise. */
const digits = (value: number): string => String(value).replace("e+", "e");

function printNumber({ value, unit }: NumberLiteral): string {
  if (unit === undefined) return digits(value);
  if (unit === "percent") return percentage(value);
  return `${digits(value)} ${value === 1 ? unit.slice(0, -1) : unit}`;
}

/** `0.2` as `20%`: the point moves in the digits, so that no rounding enters. */
function percentage(value: number): string {
  const [mantissa, exponent] = value.toExponential().split("e") as [string, string];
  return `${digits(Number(`${mantissa}e${Number(exponent) + 2}`))}%`;
}

const escapes: Readonly<Record<string, string>> = { '"': '\\"', "\\": "\\\\", "\n": "\\n" };

const unprintable = /["\\\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;

/** A text in quotation marks, with what cannot stand between them escaped. */
export const printString = (value: string): string =>
  `"${value.replace(unprintable, (character) => escapes[character] ?? `\\u{${character.codePointAt(0)!.toString(16)}}`)}"`;

const levels: { readonly [K in Expression["kind"]]?: (node: Extract<Expression, { kind: K }>) => number } = {
  number: ({ value }) => (value < 0 ? precedence.minus : precedence.operand),
  range: () => precedence.range,
  unary: ({ operator }) => unaryPrecedence[operator],
  binary: ({ operator }) => binaryPrecedence[operator],
  if: () => precedence.if,
};

const levelOf = (node: Expression): number =>
  (levels[node.kind] as ((node: Expression) => number) | undefined)?.(node) ?? precedence.operand;

/** In parentheses if it binds more loosely than its place needs. */
const within = (node: Expression, least: number): string =>
  levelOf(node) < least ? `(${printExpression(node)})` : printExpression(node);

function printRange({ low, high, openLow, openHigh }: Range): string {
  const least = precedence.range + 1;
  return `${within(low, least)}${openLow ? "<" : ""}..${openHigh ? "<" : ""}${within(high, least)}`;
}

function printUnary({ operator, operand }: Unary): string {
  return operator === "-" ? `-${within(operand, precedence.minus)}` : `not ${within(operand, precedence.not)}`;
}

/** `a - (b - c)`, `(a ^ b) ^ c`, `(a < b) == c`: the side on which an operator does not group needs the parentheses. */
function printBinary({ operator, left, right }: Binary): string {
  const level = binaryPrecedence[operator];
  const [leftLeast, rightLeast] =
    level === precedence.power
      ? [level + 1, right.kind === "unary" && right.operator === "-" ? precedence.minus : level]
      : [level === precedence.comparison ? level + 1 : level, level + 1];
  return `${within(left, leftLeast)} ${operator} ${within(right, rightLeast)}`;
}
