import { apply, number, type Formula } from "./formula.ts";

/** A function of the expression language: how many arguments it takes, and the formula it makes of them. */
export interface FormulaFunction {
  readonly arguments: readonly [least: number, most: number];
  readonly doc: string;
  readonly build: (...args: Formula[]) => Formula;
}

const one = (op: Parameters<typeof apply>[0], doc: string): FormulaFunction => ({
  arguments: [1, 1],
  doc,
  build: (x) => apply(op, x!),
});
const chain = (op: "min" | "max", doc: string, alone: (x: Formula) => Formula): FormulaFunction => ({
  arguments: [1, 16],
  doc,
  build: (first, ...rest) =>
    rest.length === 0 ? alone(first!) : rest.reduce((so, next) => apply(op, so, next), first!),
});

/** Every function a formula may call. With one argument `sum`, `mean`, `max`, `min`, `norm` run over the axis of their kind of word. */
export const functions: Readonly<Record<string, FormulaFunction>> = {
  exp: one("exp", "e to the power x"),
  log: one("log", "natural logarithm"),
  sqrt: one("sqrt", "square root"),
  abs: one("abs", "absolute value, with slope 0 at 0"),
  sign: one("sign", "-1, 0 or 1"),
  sin: one("sin", "sine of radians"),
  cos: one("cos", "cosine of radians"),
  tanh: one("tanh", "hyperbolic tangent"),
  sigmoid: one("sigmoid", "1 / (1 + exp(-x))"),
  softplus: one("softplus", "log(1 + exp(x)), without overflow"),
  erf: one("erf", "error function: 2 / sqrt(pi) times the integral of exp(-t ^ 2) from 0 to x"),
  floor: one("floor", "the largest whole number not above x"),
  pow: { arguments: [2, 2], doc: "a to the power b", build: (a, b) => apply("pow", a!, b!) },
  mod: {
    arguments: [2, 2],
    doc: "what is left of a after b went in as often as it does",
    build: (a, b) => apply("mod", a!, b!),
  },
  min: chain("min", "the smallest", (x) => apply("neg", apply("largest", apply("neg", x)))),
  max: chain("max", "the largest", (x) => apply("largest", x)),
  clamp: {
    arguments: [3, 3],
    doc: "x, held between low and high",
    build: (x, low, high) => apply("min", apply("max", x!, low!), high!),
  },
  sum: one("sum", "the sum over the axis"),
  mean: one("mean", "the mean over the axis"),
  norm: one("norm", "the root of the sum of squares over the axis"),
  log_sum_exp: one("log_sum_exp", "the logarithm of the sum of exponentials, without overflow"),
  argmax: one("argmax", "where the largest stands, from 0"),
  noise: {
    arguments: [2, 2],
    doc: "in an activation: between low and high, drawn for every element in each training step; elsewhere its mean",
    build: (low, high) => apply("noise", low!, high!),
  },
  rank: {
    arguments: [2, 2],
    doc: "how many values are larger than the one that stands where the second argument is largest",
    build: (values, of) => apply("rank", values!, of!),
  },
  per_output: one("per_output", "the mean over the outputs of what the formula is for each by itself"),
};

export const constants: Readonly<Record<string, Formula>> = {
  pi: number(Math.PI),
  e: number(Math.E),
  infinity: number(Infinity),
};
