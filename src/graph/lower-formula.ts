import {
  apply,
  isReduction,
  number,
  truthOperators,
  type BinaryOperator,
  type Formula,
  type ReductionOperator,
  type UnaryOperator,
} from "../formula/formula.ts";
import { printFormula } from "../formula/print-formula.ts";
import { rankOf, type Ranks } from "../formula/rank.ts";
import type { Algebra, NamedFunction } from "./algebra.ts";
import { errorFunction } from "./lower-erf.ts";
import type { BinaryOp, ComparisonOp, LogicalOp, UnaryOp } from "./ir.ts";

/** Sigmoid, tanh and `erf` (`lower-erf.ts`) go through `exp`, so that every backend and every kernel computes them alike. */
const unary: { readonly [K in Exclude<UnaryOperator, "erf">]: (x: Formula) => Formula | UnaryOp | LogicalOp } = {
  neg: () => "neg",
  exp: () => "exp",
  log: () => "log",
  sqrt: () => "sqrt",
  abs: () => "abs",
  sign: (x) =>
    apply(
      "where",
      apply("greater", x, number(0)),
      number(1),
      apply("where", apply("less", x, number(0)), number(-1), number(0)),
    ),
  sin: () => "sin",
  cos: () => "cos",
  floor: () => "floor",
  not: () => "logicalNot",
  sigmoid: (x) => apply("div", number(1), apply("add", number(1), apply("exp", apply("neg", x)))),
  tanh: (x) =>
    apply("sub", number(1), apply("div", number(2), apply("add", apply("exp", apply("mul", number(2), x)), number(1)))),
  softplus: (x) =>
    apply(
      "add",
      apply("max", x, number(0)),
      apply("log", apply("add", number(1), apply("exp", apply("neg", apply("abs", x))))),
    ),
};

const binary: { readonly [K in BinaryOperator]: BinaryOp | ComparisonOp | LogicalOp } = {
  add: "add",
  sub: "sub",
  mul: "mul",
  div: "div",
  pow: "pow",
  min: "minimum",
  max: "maximum",
  mod: "mod",
  equal: "equal",
  not_equal: "notEqual",
  less: "less",
  less_equal: "lessEqual",
  greater: "greater",
  greater_equal: "greaterEqual",
  and: "logicalAnd",
  or: "logicalOr",
};

/** Where a formula is computed: what its variables are, and the axis that reductions run over. */
export interface Lowering<T> {
  readonly algebra: Algebra<T>;
  readonly ranks: Ranks;
  readonly values: ReadonlyMap<string, T>;
  readonly axis: number;
  /** The side of that axis. */
  readonly width: number | undefined;
}

/**
 * Computes `formula` in `algebra`. What is of numbers alone stays a number; a subformula that occurs twice is one value.
 */
export function lowerFormula<T>(formula: Formula, { algebra, ranks, values, axis, width }: Lowering<T>): T {
  const done = new Map<string, T>();
  const whole = withWidth(formula, width);
  const isTruth = (node: Formula): boolean => truthOperators.has(node.op) && rankOf(node, ranks) !== "number";

  /** Truths among tensors are apart from numbers, and become 1 and 0 where one computes with them. */
  const lower = (node: Formula): T => value(isTruth(node) ? apply("where", node, number(1), number(0)) : node);
  const truth = (node: Formula): T =>
    isTruth(node) ? value(node) : algebra.elementwise("notEqual", value(node), algebra.scalar(number(0)));

  const value = (node: Formula): T => {
    if (rankOf(node, ranks) === "number") return algebra.scalar(node);
    if (node.op === "variable") return values.get(node.name)!;
    const key = printFormula(node);
    const known = done.get(key);
    if (known !== undefined) return known;
    const fresh = compute(node as Formula & { args: readonly Formula[] });
    const kept = namesakes.has(node.op) ? algebra.keep(node.op, fresh) : fresh;
    done.set(key, kept);
    return kept;
  };

  const compute = (node: Formula & { args: readonly Formula[] }): T => {
    const [a, b, c] = node.args;
    if (node.op === "where") return algebra.elementwise("where", truth(a!), lower(b!), lower(c!));
    if (node.op === "erf") return algebra.call(errorFunction, lower(a!));
    if (isReduction(node)) return reductions[node.op as ReductionOperator](a!);
    if (node.op === "pow" && b?.op === "number" && b.value === 2) return algebra.elementwise("square", lower(a!));
    const take = node.op === "and" || node.op === "or" || node.op === "not" ? truth : lower;
    if (node.op in unary) {
      const lowered = unary[node.op as keyof typeof unary](a!);
      return typeof lowered === "string" ? algebra.elementwise(lowered, take(a!)) : value(lowered);
    }
    return algebra.elementwise(binary[node.op as BinaryOperator], take(a!), take(b!));
  };

  const reduce = (op: "sum" | "mean" | "max", x: T): T => algebra.reduce(op, x, [axis], true);
  const reductions: { readonly [K in ReductionOperator]: (x: Formula) => T } = {
    sum: (x) => reduce("sum", lower(x)),
    mean: (x) => reduce("mean", lower(x)),
    largest: (x) => reduce("max", lower(x)),
    norm: (x) => algebra.elementwise("sqrt", reduce("sum", algebra.elementwise("square", lower(x)))),
    log_sum_exp: (x) => algebra.call(logSumExp(axis), lower(x)),
    argmax: () => {
      throw new Error("argmax has no tensor form: metrics are computed outside");
    },
  };
  return lower(whole);
}

/** Operators of several operations, whose values are called after them. */
const namesakes: ReadonlySet<Formula["op"]> = new Set(["sigmoid", "tanh", "softplus", "norm"]);

/** `width` as the number that it is here. */
function withWidth(formula: Formula, width: number | undefined): Formula {
  if (formula.op === "width") {
    if (width === undefined) throw new Error("the width of a row is not known");
    return number(width);
  }
  return "args" in formula ? apply(formula.op, ...formula.args.map((arg) => withWidth(arg, width))) : formula;
}

/** The logarithm of the sum of exponentials over an axis; the largest is taken out first, so that nothing overflows. */
const logSumExp = (axis: number): NamedFunction => ({
  name: axis === -1 ? "logSumExp" : "logSumExpOfColumns",
  key: `log_sum_exp ${axis}`,
  doc: `The logarithm of the sum of exponentials of each ${axis === -1 ? "row" : "column"}, without overflow.`,
  inputs: ["x"],
  value: (to, [x]) => {
    const top = to.keep("top", to.reduce("max", x!, [axis], true));
    const sum = to.reduce("sum", to.elementwise("exp", to.elementwise("sub", x!, top)), [axis], true);
    return to.elementwise("add", top, to.elementwise("log", sum));
  },
});
