import { number } from "../formula/formula.ts";
import type { Algebra, NamedFunction } from "./algebra.ts";

/** From the highest power of t down. */
const coefficients = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592] as const;

/** The error function as programs call it. */
export const errorFunction: NamedFunction = {
  name: "errorFunction",
  key: "erf",
  doc: "The error function, to float32's own step (Abramowitz and Stegun 7.1.26).",
  inputs: ["x"],
  value: (to, [x]) => lowerErf(to, x!),
};

/**
 * The error function of a tensor: 1 - (a₁t + … + a₅t⁵) · exp(-x²) with t = 1 / (1 + 0.3275911 · |x|), and the sign of x (Abramowitz
 * and Stegun 7.1.26). It is good to 1.5e-7, which is about float32's own step near 1; TF.js's CPU backend takes the same.
 */
function lowerErf<T>(to: Algebra<T>, x: T): T {
  const constant = (value: number): T => to.scalar(number(value));
  const scaled = to.elementwise("mul", constant(0.3275911), to.elementwise("abs", x));
  const t = to.keep("t", to.elementwise("div", constant(1), to.elementwise("add", constant(1), scaled)));
  const [first, ...rest] = coefficients;
  const inner = rest.reduce(
    (sum, next) => to.keep("polynomial", to.elementwise("add", to.elementwise("mul", sum, t), constant(next))),
    constant(first),
  );
  const fall = to.elementwise("exp", to.elementwise("neg", to.elementwise("square", x)));
  const tail = to.elementwise("mul", to.elementwise("mul", inner, t), fall);
  const size = to.keep("size", to.elementwise("sub", constant(1), tail));
  return to.elementwise("where", to.elementwise("less", x, constant(0)), to.elementwise("neg", size), size);
}
