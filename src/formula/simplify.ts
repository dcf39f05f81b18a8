import { binary, unary } from "./evaluate.ts";
import {
  apply,
  equals,
  number,
  truthOperators,
  type Application,
  type BinaryOperator,
  type Formula,
  type UnaryOperator,
} from "./formula.ts";

const is = (formula: Formula, value: number): boolean => formula.op === "number" && formula.value === value;
const isNumber = (formula: Formula): formula is Formula & { op: "number" } => formula.op === "number";

const isTruth = (formula: Formula): boolean => truthOperators.has(formula.op);

type Rule = (...args: Formula[]) => Formula | undefined;

/** What an operator becomes when its (already simple) arguments allow; `undefined` leaves it. */
const rules: { readonly [K in string]?: Rule } = {
  add: (a, b) =>
    is(a!, 0) ? b : is(b!, 0) ? a : b!.op === "neg" ? apply("sub", a!, (b as Application).args[0]!) : undefined,
  sub: (a, b) =>
    is(b!, 0)
      ? a
      : is(a!, 0)
        ? simplify(apply("neg", b!))
        : b!.op === "neg"
          ? apply("add", a!, (b as Application).args[0]!)
          : undefined,
  mul: (a, b) => {
    if (is(a!, 1)) return b;
    if (is(b!, 1)) return a;
    if (is(a!, 0) || is(b!, 0)) return number(0);
    if (is(a!, -1)) return simplify(apply("neg", b!));
    if (is(b!, -1)) return simplify(apply("neg", a!));
    if (isNumber(b!) && !isNumber(a!)) return simplify(apply("mul", b, a!));
    if (isNumber(a!) && b!.op === "mul" && isNumber((b as Application).args[0]!))
      return simplify(
        apply("mul", number(a.value * ((b as Application).args[0] as typeof a).value), (b as Application).args[1]!),
      );
    // Both branches of a choice take the factor, so that a derivative stays one choice.
    if (b!.op === "where" && isNumber(a!)) return distribute(a, b as Application);
    return undefined;
  },
  div: (a, b) => (is(b!, 1) ? a : is(a!, 0) ? number(0) : undefined),
  pow: (a, b) => (is(b!, 1) ? a : is(b!, 0) ? number(1) : is(b!, 0.5) ? apply("sqrt", a!) : undefined),
  neg: (a) => (a!.op === "neg" ? (a as Application).args[0] : undefined),
  // Of one number these give the number, as they do where they are printed.
  largest: (a) => (isNumber(a!) ? a : undefined),
  log_sum_exp: (a) => (isNumber(a!) ? a : undefined),
  where: (condition, yes, no) =>
    isNumber(condition!) ? (condition.value !== 0 ? yes : no) : equals(yes!, no!) ? yes : undefined,
  // `and` and `or` give 1 for any number but 0, so that only a truth can stand for them.
  and: (a, b) => {
    if (is(a!, 0) || is(b!, 0)) return number(0);
    return isNumber(a!) && isTruth(b!) ? b : isNumber(b!) && isTruth(a!) ? a : undefined;
  },
  or: (a, b) => {
    if (is(a!, 0)) return isTruth(b!) ? b : undefined;
    if (is(b!, 0)) return isTruth(a!) ? a : undefined;
    return isNumber(a!) || isNumber(b!) ? number(1) : undefined;
  },
  // A number stands on the right of a comparison.
  less: (a, b) => (isNumber(a!) ? apply("greater", b!, a) : undefined),
  less_equal: (a, b) => (isNumber(a!) ? apply("greater_equal", b!, a) : undefined),
  greater: (a, b) => (isNumber(a!) ? apply("less", b!, a) : undefined),
  greater_equal: (a, b) => (isNumber(a!) ? apply("less_equal", b!, a) : undefined),
};

const distribute = (factor: Formula, choice: Application): Formula =>
  simplify(
    apply("where", choice.args[0]!, apply("mul", factor, choice.args[1]!), apply("mul", factor, choice.args[2]!)),
  );

/** An equal formula with constants folded and neutral elements gone. Numbers on both sides of every interpretation come from this one. */
export function simplify(formula: Formula): Formula {
  if (!("args" in formula)) return formula;
  const args = formula.args.map(simplify);
  if (args.every(isNumber)) {
    const values = args.map((arg) => arg.value);
    if (formula.op in unary) return number(unary[formula.op as UnaryOperator](values[0]!));
    if (formula.op in binary) return number(binary[formula.op as BinaryOperator](values[0]!, values[1]!));
  }
  return rules[formula.op]?.(...args) ?? apply(formula.op, ...args);
}
