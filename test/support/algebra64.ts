import { compileFormula, type Numbers } from "../../src/formula/compile.ts";
import type { Algebra } from "../../src/graph/algebra.ts";
import { concat, elementwise, matMul, pad, reduce, reshape, scalar, slice, transpose, type Tensor } from "./float64.ts";

/** Rules and formulas computed at once, in float64; `numbers` are the step's. */
export const algebra64 = (numbers: Numbers = {}): Algebra<Tensor> => {
  const algebra: Algebra<Tensor> = {
    scalar: (formula) => scalar(compileFormula(formula)(numbers)),
    elementwise,
    matMul,
    transpose,
    reduce: (op, x, axes, keepDims) => reduce(op, x, axes === "all" ? x.shape.map((_, axis) => axis) : axes, keepDims),
    reshape,
    concat: (values, axis) => concat(values, axis < 0 ? axis + values[0]!.shape.length : axis),
    sliceLast: (x, begin, size) =>
      slice(
        x,
        x.shape.map((_, axis) => (axis === x.shape.length - 1 ? begin : 0)),
        x.shape.with(-1, size),
      ),
    padLast: (x, begin, _, side) =>
      pad(
        x,
        x.shape.map((_, axis) => (axis === x.shape.length - 1 ? begin : 0)),
        x.shape.with(-1, side),
      ),
    examples: (x) => scalar(x.shape[0]!),
    elements: (x) => scalar(x.values.length),
    keep: (_, value) => value,
    call: ({ value }, ...args) => value(algebra, args),
  };
  return algebra;
};
