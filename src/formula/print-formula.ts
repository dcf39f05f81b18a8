import type { BinaryOperator, Formula } from "./formula.ts";

const symbols: { readonly [K in BinaryOperator]?: readonly [symbol: string, precedence: number] } = {
  or: ["or", 1],
  and: ["and", 2],
  equal: ["==", 4],
  not_equal: ["!=", 4],
  less: ["<", 4],
  less_equal: ["<=", 4],
  greater: [">", 4],
  greater_equal: [">=", 4],
  add: ["+", 5],
  sub: ["-", 5],
  mul: ["*", 6],
  div: ["/", 6],
  pow: ["^", 8],
};

const isNegative = (value: number): boolean => value < 0 || Object.is(value, -0);
const numberText = (value: number): string =>
  Object.is(value, -0) ? "-0" : String(value).replace("Infinity", "infinity");

/** The formula in the language's own notation, for messages and explanations. */
export function printFormula(formula: Formula, around = 0): string {
  const paren = (text: string, precedence: number): string => (precedence < around ? `(${text})` : text);
  if (formula.op === "number") return paren(numberText(formula.value), isNegative(formula.value) ? 7 : 9);
  if (formula.op === "variable") return formula.name;
  const [a, b, c] = formula.args;
  const symbol = symbols[formula.op as BinaryOperator];
  if (symbol !== undefined) {
    const [text, precedence] = symbol;
    // Comparisons make no chains, and `^` takes its right side first.
    const left = printFormula(a!, formula.op === "pow" || precedence === 4 ? precedence + 1 : precedence);
    // What stands right binds tighter, `a * (b / c)`: two formulas print alike only if they compute alike.
    const right = printFormula(b!, formula.op === "pow" ? precedence : precedence + 1);
    return paren(`${left} ${text} ${right}`, precedence);
  }
  if (formula.op === "neg") return paren(`-${printFormula(a!, 7)}`, 7);
  if (formula.op === "not") return paren(`not ${printFormula(a!, 3)}`, 3);
  if (formula.op === "where")
    return paren(`if ${printFormula(a!)} then ${printFormula(b!)} else ${printFormula(c!)}`, 0.5);
  if (formula.op === "largest") return `max(${printFormula(a!)})`;
  return `${formula.op}(${formula.args.map((arg) => printFormula(arg)).join(", ")})`;
}
