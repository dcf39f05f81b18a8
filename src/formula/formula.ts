/**
 * The expression language that the vocabulary is written in: one tree, many interpretations (evaluate, differentiate, print as
 * code, lower to tensor operations). Truths are 1 and 0.
 */

/** A number known when the word is used. */
export interface NumberFormula {
  readonly op: "number";
  readonly value: number;
}

/** Something that is given from outside: `x`, `step`, `w`, a state. */
export interface VariableFormula {
  readonly op: "variable";
  readonly name: string;
}

export interface Application {
  readonly op: Operator;
  readonly args: readonly Formula[];
}

export type Formula = NumberFormula | VariableFormula | Application;

/** Element by element on one argument. */
export const unaryOperators = [
  ...([
    "neg",
    "exp",
    "log",
    "sqrt",
    "abs",
    "sign",
    "sin",
    "cos",
    "tanh",
    "sigmoid",
    "softplus",
    "erf",
    "floor",
    "not",
  ] as const),
] as const;

/** Element by element on two arguments. */
export const binaryOperators = [
  ...(["add", "sub", "mul", "div", "pow", "min", "max", "mod"] as const),
  ...(["equal", "not_equal", "less", "less_equal", "greater", "greater_equal", "and", "or"] as const),
] as const;

/** One number for each example (or each neuron, or the whole tensor: the kind of word has the axis). */
export const reductionOperators = ["sum", "mean", "largest", "log_sum_exp", "argmax", "norm"] as const;

/**
 * `where(condition, then, else)`; `width`: how many elements a reduction runs over; `noise(low, high)`: drawn for every element in a
 * training step, and its mean elsewhere; and of metrics alone `rank(values, of)`: how many values are larger than the one that stands
 * where `of` is largest, and `per_output(formula)`: the mean of what it is for each output.
 */
export const otherOperators = ["where", "width", "noise", "rank", "per_output"] as const;

export type UnaryOperator = (typeof unaryOperators)[number];
export type BinaryOperator = (typeof binaryOperators)[number];
export type ReductionOperator = (typeof reductionOperators)[number];
export type Operator = UnaryOperator | BinaryOperator | ReductionOperator | (typeof otherOperators)[number];

export const number = (value: number): NumberFormula => ({ op: "number", value });
export const variable = (name: string): VariableFormula => ({ op: "variable", name });
export const apply = (op: Operator, ...args: readonly Formula[]): Application => ({ op, args });

/** What gives a truth. */
export const truthOperators: ReadonlySet<string> = new Set(
  "equal not_equal less less_equal greater greater_equal and or not".split(" "),
);

const reductions: ReadonlySet<string> = new Set(reductionOperators);
export const isReduction = (formula: Formula): boolean => reductions.has(formula.op);

export const argsOf = (formula: Formula): readonly Formula[] => ("args" in formula ? formula.args : []);

/** Whether `test` holds for the formula or anything inside it. */
export const some = (formula: Formula, test: (part: Formula) => boolean): boolean =>
  test(formula) || argsOf(formula).some((arg) => some(arg, test));

/** The names of all variables, each once, in the order in which they are met. */
export function variablesOf(formula: Formula, found = new Set<string>()): Set<string> {
  if (formula.op === "variable") found.add(formula.name);
  for (const arg of argsOf(formula)) variablesOf(arg, found);
  return found;
}

export const mentions = (formula: Formula, name: string): boolean =>
  some(formula, (part) => part.op === "variable" && part.name === name);

/** The formula with variables replaced; a name that is not in `values` stays. */
export function substitute(formula: Formula, values: ReadonlyMap<string, Formula>): Formula {
  if (formula.op === "variable") return values.get(formula.name) ?? formula;
  if (formula.op === "number") return formula;
  return apply(formula.op, ...formula.args.map((arg) => substitute(arg, values)));
}

export const equals = (a: Formula, b: Formula): boolean =>
  a.op === "number" && b.op === "number"
    ? Object.is(a.value, b.value)
    : a.op === "variable" && b.op === "variable"
      ? a.name === b.name
      : "args" in a &&
        "args" in b &&
        a.op === b.op &&
        a.args.length === b.args.length &&
        a.args.every((arg, i) => equals(arg, b.args[i]!));
