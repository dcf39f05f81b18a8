/**
 * Reverse-mode differentiation on the tree. Conventions: at a tie `max(a, b)` and `min(a, b)` follow one side (`a` and `b`), `if`
 * follows the branch it takes, `abs` has derivative 0 at 0, comparisons and `floor` have none.
 */
import { apply, mentions, number, type Application, type Formula, type Operator } from "./formula.ts";
import { rankOf, type Ranks } from "./rank.ts";
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
  floor: none,
  not: none,
  add: (up) => [up, up],
  sub: (up) => [up, apply("neg", up)],
  mul: (up, a, b) => [times(up, b!), times(up, a!)],
  div: (up, a, b) => [apply("div", up, b!), apply("neg", apply("div", times(up, a!), apply("pow", b!, number(2))))],
  pow: (up, a, b) => [
    times(up, apply("mul", b!, apply("pow", a!, apply("sub", b!, number(1))))),
    times(up, apply("mul", apply("pow", a!, b!), apply("log", a!))),
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
  largest: (up, x) => [times(up, apply("where", apply("equal", x!, apply("largest", x!)), number(1), zero))],
  log_sum_exp: (up, x) => [times(up, apply("exp", apply("sub", x!, apply("log_sum_exp", x!))))],
  argmax: none,
  norm: (up, x) => [times(up, apply("div", x!, apply("norm", x!)))],
  width: none,
};

/**
 * The derivative of `formula` by the variable `by`, times `up` (the gradient of the formula's own value).
 * `ranks` says which variables are rows of numbers: what a row-wide value gets back from every element is summed.
 */
export function differentiate(formula: Formula, by: string, ranks: Ranks, up: Formula = number(1)): Formula {
  const parts: Formula[] = [];
  /** Hands `gradient` on to `arg`; where the gradient is wider than what it belongs to, every element adds to it. */
  const pass = (arg: Formula, gradient: Formula | undefined): void => {
    if (gradient === undefined || !mentions(arg, by)) return;
    const wider = rankOf(gradient, ranks) === "tensor" && rankOf(arg, ranks) !== "tensor";
    visit(arg, simplify(wider ? apply("sum", gradient) : gradient));
  };
  const choose = (node: Application, { condition, yes, no }: Choice, upstream: Formula): void => {
    const [first, second] = [node.args[yes]!, node.args[no]!];
    const alike = [first, second].every((branch) => !mentions(branch, by) || rankOf(branch, ranks) === rankOf(node, ranks));
    if (alike) {
      const branches = [first, second].map((branch) => differentiate(branch, by, ranks, upstream));
      parts.push(apply("where", condition, ...branches));
    } else {
      pass(first, apply("where", condition, upstream, zero));
      pass(second, apply("where", condition, zero, upstream));
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
    pulls[node.op as keyof typeof pulls](upstream, ...node.args).forEach((gradient, i) => pass(node.args[i]!, gradient));
  };
  visit(simplify(formula), up);
  return simplify(parts.reduce((sum, part) => apply("add", sum, part), zero));
}
