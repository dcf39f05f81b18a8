import { truthOperators, type Formula, type Operator } from "./formula.ts";

export { truthOperators };

/** How tightly a piece of JavaScript holds together: what stands inside a tighter one is put in parentheses. */
interface Code {
  readonly text: string;
  readonly precedence: number;
}

const atom = 20;
/** What stands right binds tighter, `a + (b - c)`: in floating point no operator is associative. */
const infix =
  (symbol: string, precedence: number): Printer =>
  (a, b) => ({ text: `${wrap(a!, precedence)} ${symbol} ${wrap(b!, precedence + 1)}`, precedence });
const call =
  (name: string): Printer =>
  (...args) => ({ text: `${name}(${args.map((arg) => arg.text).join(", ")})`, precedence: atom });
const wrap = (code: Code, precedence: number): string => (code.precedence < precedence ? `(${code.text})` : code.text);

type Printer = (...args: Code[]) => Code;

/** Code is of plain numbers, and of a row of one number most reductions are that number. */
const printers: { readonly [K in Operator]: Printer } = {
  neg: (x) => ({ text: `-${wrap(x!, 15)}`, precedence: 14 }),
  exp: call("Math.exp"),
  log: call("Math.log"),
  sqrt: call("Math.sqrt"),
  abs: call("Math.abs"),
  sign: call("Math.sign"),
  sin: call("Math.sin"),
  cos: call("Math.cos"),
  tanh: call("Math.tanh"),
  sigmoid: (x) => ({ text: `1 / (1 + Math.exp(-${wrap(x!, 15)}))`, precedence: 12 }),
  softplus: (x) => ({ text: `Math.max(${x!.text}, 0) + Math.log1p(Math.exp(-Math.abs(${x!.text})))`, precedence: 11 }),
  // A program that calls it carries `formula/erf.ts`.
  erf: call("erf"),
  floor: call("Math.floor"),
  not: (x) => ({ text: `!${wrap(x!, 15)}`, precedence: 14 }),
  add: infix("+", 11),
  sub: infix("-", 11),
  mul: infix("*", 12),
  div: infix("/", 12),
  // A unary minus in front of a base is a syntax error in JavaScript, so the base is held tighter.
  pow: (a, b) => ({ text: `${wrap(a!, 15)} ** ${wrap(b!, 13)}`, precedence: 13 }),
  min: call("Math.min"),
  max: call("Math.max"),
  mod: (a, b) => ({
    text: `${wrap(a!, 11)} - ${wrap(b!, 12)} * Math.floor(${wrap(a!, 12)} / ${wrap(b!, 13)})`,
    precedence: 11,
  }),
  equal: infix("===", 8),
  not_equal: infix("!==", 8),
  less: infix("<", 9),
  less_equal: infix("<=", 9),
  greater: infix(">", 9),
  greater_equal: infix(">=", 9),
  and: infix("&&", 4),
  or: infix("||", 3),
  where: (condition, yes, no) => ({
    text: `${wrap(condition!, 3)} ? ${wrap(yes!, 3)} : ${no!.text}`,
    precedence: 2,
  }),
  sum: (x) => x!,
  mean: (x) => x!,
  largest: (x) => x!,
  log_sum_exp: (x) => x!,
  argmax: () => ({ text: "0", precedence: atom }),
  norm: call("Math.abs"),
  noise: (low, high) => infix("/", 12)(infix("+", 11)(low!, high!), { text: "2", precedence: atom }),
  width: () => ({ text: "1", precedence: atom }),
  rank: () => ({ text: "0", precedence: atom }),
  per_output: (x) => x!,
};

/** A number as JavaScript reads it back exactly. */
export const numberText = (value: number): string =>
  Object.is(value, -0)
    ? "-0"
    : Number.isFinite(value)
      ? String(value)
      : value === Infinity
        ? "Infinity"
        : value === -Infinity
          ? "-Infinity"
          : "NaN";

/** What takes truths, whatever it is given. */
const takesTruths: ReadonlySet<string> = new Set(["and", "or", "not"]);

/** The formula as a JavaScript expression on numbers; `names` gives the text of each variable. Equal to `evaluate` to the bit. */
export function printCode(formula: Formula, names: (variable: string) => string = (name) => name): string {
  return asNumber(formula, printNode(formula, names)).text;
}

/** The formula as a condition. */
export const printTruth = (formula: Formula, names: (variable: string) => string = (name) => name): string =>
  asTruth(formula, printNode(formula, names)).text;

/** Any number but 0 is true, NaN included. */
const asTruth = (formula: Formula, code: Code): Code =>
  truthOperators.has(formula.op) ? code : infix("!==", 8)(code, { text: "0", precedence: atom });

const asNumber = (formula: Formula, code: Code): Code =>
  truthOperators.has(formula.op) ? { text: `Number(${code.text})`, precedence: atom } : code;

/** A number that is one less something short is written so: `1 - 0.9`, and not 0.09999999999999998. */
function numberCode(value: number): Code {
  const text = numberText(value);
  const rest = Number((1 - value).toPrecision(12));
  if (text.length > 12 && 1 - rest === value) return { text: `1 - ${numberText(rest)}`, precedence: 11 };
  return { text, precedence: value < 0 || Object.is(value, -0) ? 14 : atom };
}

function printNode(node: Formula, names: (variable: string) => string): Code {
  if (node.op === "number") return numberCode(node.value);
  if (node.op === "variable") return { text: names(node.name), precedence: atom };
  const bothTruths = node.args.every((arg) => truthOperators.has(arg.op));
  const args = node.args.map((arg, i) => {
    const code = printNode(arg, names);
    if ((node.op === "where" && i === 0) || takesTruths.has(node.op)) return asTruth(arg, code);
    // Two truths are compared as they are.
    return bothTruths && (node.op === "equal" || node.op === "not_equal") ? code : asNumber(arg, code);
  });
  return printers[node.op](...args);
}
