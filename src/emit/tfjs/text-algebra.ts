import { printCode } from "../../formula/print-code.ts";
import type { Algebra } from "../../graph/algebra.ts";
import type { Names } from "./names.ts";

/** Tensor operations as TypeScript: a value is an expression's text. */
export interface TextAlgebra extends Algebra<string> {
  /** The `const` lines that came up on the way. */
  readonly statements: string[];
  /** Whether the number of examples was asked for: `examples(x)`. */
  readonly counts: () => boolean;
}

/** Prints into the scope of `names`; `numberName` gives the text of a number that changes from step to step. */
export function textAlgebra(names: Names, numberName: (variable: string) => string = (name) => name): TextAlgebra {
  const statements: string[] = [];
  let counts = false;
  const call = (name: string, ...args: readonly string[]): string => `tf.${name}(${args.join(", ")})`;
  return {
    statements,
    counts: () => counts,
    scalar: (formula) => printCode(formula, numberName),
    elementwise: (op, ...args) => call(op, ...args),
    matMul: (a, b) => call("matMul", a, b),
    transpose: (x) => call("transpose", x),
    reduce(op, x, axes, keepDims) {
      const axis = axes === "all" ? [] : [axes.length === 1 ? String(axes[0]) : `[${axes.join(", ")}]`];
      return call(op, x, ...axis, ...(keepDims ? ["true"] : []));
    },
    reshape: (x, shape) => call("reshape", x, `[${shape.join(", ")}]`),
    concat: (values, axis) => call("concat", `[${values.join(", ")}]`, String(axis)),
    sliceLast: (x, begin, size, rank) =>
      call(
        "slice",
        x,
        `[${[...Array<number>(rank - 1).fill(0), begin].join(", ")}]`,
        `[${[...Array<number>(rank - 1).fill(-1), size].join(", ")}]`,
      ),
    padLast: (x, begin, size, side, rank) =>
      call(
        "pad",
        x,
        `[${[...Array<string>(rank - 1).fill("[0, 0]"), `[${begin}, ${side - begin - size}]`].join(", ")}]`,
      ),
    examples(x) {
      counts = true;
      return `examples(${x})`;
    },
    elements: (x) => `${x}.size`,
    keep(wish, value) {
      const name = names.fresh(wish);
      statements.push(`const ${name} = ${value};`);
      return name;
    },
  };
}
