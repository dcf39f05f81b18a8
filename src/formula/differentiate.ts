/**
 * Reverse-mode differentiation on the tree. Conventions: at a tie `max(a, b)` and `min(a, b)` follow one side (`a` and `b`), `if`
 * follows the branch it takes, the equally largest of a row share, `abs` and `norm` have derivative 0 at 0, comparisons,
 * `floor` and `noise` have none.
 */
import {
  apply,
  isReduction,
  mentions,
  number,
  some,
  type Application,
  type Formula,
  type Operator,
} from "./formula.ts";
import { rankOf, type Rank, type Ranks } from "./rank.ts";
import { simplify } from "./simplify.ts";

/** Takes the upstream gradient and the application to the gradient of each argument; `undefined` where there is none. */
type Pull = (up: Formula, ...args: Formula[]) => readonly (Formula | undefined)[];

const times = (up: Formula, slope: Formula): Formula => apply("mul", up, slope);
const zero = number(0);
const none: Pull = () => [];

/** Differentiated branch by branch, so that an infinite slope in the branch not taken cannot turn into NaN. */
interface Choice {
  readonly condition: Formula;
  readonly yes: number;
  readonly no: number;
}

const choices: { readonly [K in Operator]?: (...args: Formula[]) => Choice } = {
  where: (condition) => ({ condition: condition!, yes: 1, no: 2 }),
  max: (a, b) => ({ condition: apply("greater_equal", a!, b!), yes: 0, no: 1 }),
  min: (a, b) => ({ condition: apply("less", a!, b!), yes: 0, no: 1 }),
};

const pulls: { readonly [K in Exclude<Operator, "where" | "max" | "min">]: Pull } = {
  neg: (up) => [apply("neg", up)],
  exp: (up, x) => [times(up, apply("exp", x!))],
  log: (up, x) => [apply("div", up, x!)],
  sqrt: (up, x) => [times(up, apply("div", number(0.5), apply("sqrt", x!)))],
  abs: (up, x) => [times(up, apply("sign", x!))],
  sign: none,
  sin: (up, x) => [times(up, apply("cos", x!))],
  cos: (up, x) => [times(up, apply("neg", apply("sin", x!)))],
  tanh: (up, x) => [times(up, apply("sub", number(1), apply("pow", apply("tanh", x!), number(2))))],
  sigmoid: (up, x) => [times(up, apply("mul", apply("sigmoid", x!), apply("sub", number(1), apply("sigmoid", x!))))],
  softplus: (up, x) => [times(up, apply("sigmoid", x!))],
  erf: (up, x) => [
    times(up, apply("mul", number(2 / Math.sqrt(Math.PI)), apply("exp", apply("neg", apply("pow", x!, number(2)))))),
  ],
  floor: none,
  not: none,
  add: (up) => [up, up],
  sub: (up) => [up, apply("neg", up)],
  mul: (up, a, b) => [times(up, b!), times(up, a!)],
  div: (up, a, b) => [apply("div", up, b!), apply("neg", apply("div", times(up, a!), apply("pow", b!, number(2))))],
  pow: (up, a, b) => [
    times(up, apply("mul", b!, apply("pow", a!, apply("sub", b!, number(1))))),
    // Where a is 0, so is a ^ b whatever the exponent: the logarithm would make that 0 times infinity.
    times(up, apply("mul", apply("pow", a!, b!), apply("where", apply("greater", a!, zero), apply("log", a!), zero))),
  ],
  mod: (up, a, b) => [up, times(up, apply("neg", apply("floor", apply("div", a!, b!))))],
  equal: none,
  not_equal: none,
  less: none,
  less_equal: none,
  greater: none,
  greater_equal: none,
  and: none,
  or: none,
  sum: (up) => [up],
  mean: (up) => [apply("div", up, apply("width"))],
  largest: (up, x) => {
    const tied = apply("where", apply("equal", x!, apply("largest", x!)), number(1), zero);
    return [times(up, apply("div", tied, apply("sum", tied)))];
  },
  log_sum_exp: (up, x) => [times(up, apply("exp", apply("sub", x!, apply("log_sum_exp", x!))))],
  argmax: none,
  norm: (up, x) => {
    const norm = apply("norm", x!);
    return [times(up, apply("div", x!, apply("where", apply("equal", norm, zero), number(1), norm)))];
  },
  width: none,
  // Its ends are numbers.
  noise: none,
  rank: none,
  per_output: none,
};

/**
 * The derivative of `formula` by the variable `by`, times `up` (the gradient of the formula's own value).
 * `ranks` says which variables are rows of numbers: what a row-wide value gets back from every element is summed.
 */
export function differentiate(formula: Formula, by: string, ranks: Ranks, up: Formula = number(1)): Formula {
  const parts: Formula[] = [];
  /** The gradient of one value for the whole row, from that of each element: every element adds to it. */
  const gathered = (gradient: Formula): Formula =>
    rankOf(gradient, ranks) === "tensor" ? apply("sum", gradient) : apply("mul", gradient, apply("width"));
  /** Hands `gradient` on to `arg`: a number for each element where `wide` is `tensor`, however it is written. */
  const pass = (arg: Formula, gradient: Formula | undefined, wide: Rank): void => {
    if (gradient === undefined || !mentions(arg, by)) return;
    visit(arg, simplify(wide === "tensor" && rankOf(arg, ranks) !== "tensor" ? gathered(gradient) : gradient));
  };
  const choose = (node: Application, { condition, yes, no }: Choice, upstream: Formula): void => {
    const [first, second] = [node.args[yes]!, node.args[no]!];
    // A branch whose elements hang together gets its gradient from all of them, also from where the other branch is taken.
    const oneForAll = rankOf(condition, ranks) !== "tensor";
    // So does a branch with one number for them all, such as a slope that a layer learns.
    const isShared = ranks.get(by) !== "tensor" && rankOf(node, ranks) === "tensor";
    const mixes = (branch: Formula): boolean =>
      isShared || some(branch, (part) => isReduction(part) && mentions(part, by));
    const apart = [first, second].every(
      (branch) =>
        !mentions(branch, by) || (rankOf(branch, ranks) === rankOf(node, ranks) && (oneForAll || !mixes(branch))),
    );
    if (apart) {
      const branches = [first, second].map((branch) => differentiate(branch, by, ranks, upstream));
      parts.push(apply("where", condition, ...branches));
    } else {
      pass(first, apply("where", condition, upstream, zero), rankOf(node, ranks));
      pass(second, apply("where", condition, zero, upstream), rankOf(node, ranks));
    }
  };
  const visit = (node: Formula, upstream: Formula): void => {
    if (node.op === "variable") {
      if (node.name === by) parts.push(upstream);
      return;
    }
    if (!("args" in node)) return;
    const choice = choices[node.op]?.(...node.args);
    if (choice !== undefined) return choose(node, choice, upstream);
    // The mean of what is one number for the row already is that number.
    if (node.op === "mean" && rankOf(node.args[0]!, ranks) !== "tensor") return pass(node.args[0]!, upstream, "row");
    const wide = isReduction(node) ? "row" : rankOf(node, ranks);
    pulls[node.op as keyof typeof pulls](upstream, ...node.args).forEach((gradient, i) =>
      pass(node.args[i]!, gradient, wide),
    );
  };
  const wider = rankOf(up, ranks) === "tensor" && rankOf(formula, ranks) !== "tensor";
  visit(simplify(formula), wider ? apply("sum", up) : up);
  return simplify(parts.reduce((sum, part) => apply("add", sum, part), zero));
}
