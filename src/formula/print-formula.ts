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

/** The formula in the language's own notation, for messages and explanations. */
export function printFormula(formula: Formula, around = 0): string {
  if (formula.op === "number") return formula.value === Infinity ? "infinity" : String(formula.value);
  if (formula.op === "variable") return formula.name;
  const [a, b, c] = formula.args;
  const symbol = symbols[formula.op as BinaryOperator];
  const paren = (text: string, precedence: number): string => (precedence < around ? `(${text})` : text);
  if (symbol !== undefined) {
    const [text, precedence] = symbol;
    const left = printFormula(a!, formula.op === "pow" ? precedence + 1 : precedence);
    // What stands right binds tighter, `a * (b / c)`: two formulas print alike only if they compute alike.
    const right = printFormula(b!, formula.op === "pow" ? precedence : precedence + 1);
    return paren(`${left} ${text} ${right}`, precedence);
  }
  if (formula.op === "neg") return paren(`-${printFormula(a!, 7)}`, 7);
  if (formula.op === "not") return paren(`not ${printFormula(a!, 3)}`, 3);
  if (formula.op === "where") return paren(`if ${printFormula(a!)} then ${printFormula(b!)} else ${printFormula(c!)}`, 0.5);
  if (formula.op === "largest") return `max(${printFormula(a!)})`;
  return `${formula.op}(${formula.args.map((arg) => printFormula(arg)).join(", ")})`;
}
