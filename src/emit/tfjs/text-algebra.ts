import { printCode } from "../../formula/print-code.ts";
import type { Algebra, NamedFunction } from "../../graph/algebra.ts";

/** A tensor that a program computes, not yet written down. Equal ones of an algebra are one. */
export interface Expression {
  /** What is done, with all that it is told beside tensors. */
  readonly operation: string;
  readonly inputs: readonly Expression[];
  /** The text, from those of the inputs. */
  readonly write: (...inputs: readonly string[]) => string;
  /** What is written wherever it is read, and never given a name: an input, a number, a side. */
  readonly isPlain: boolean;
  /** Whether it is a tensor; a number may stand for one where an operation takes it. */
  readonly isTensor: boolean;
  /** The function of the program that it calls. */
  readonly callee: Callee | undefined;
}

/** A function of the program that others call. */
export interface Callee {
  readonly name: string;
}

/** Tensor operations as TypeScript. */
export interface TextAlgebra extends Algebra<Expression> {
  /** A tensor that has a name already. */
  input(name: string): Expression;
  /** A call of a function of the program. */
  callOf(callee: Callee, args: readonly Expression[]): Expression;
  /** The expression with other inputs. */
  having(expression: Expression, inputs: readonly Expression[]): Expression;
  /** What an expression is called by who made it, and what it is called where nobody has. */
  meantName(expression: Expression): string | undefined;
  nameFor(expression: Expression): string;
}

export interface TextOptions {
  /** The text of a number that changes from step to step. */
  readonly numberName?: (variable: string) => string;
  /** What stands for a function with a name of its own; it is computed in its place where this is absent. */
  readonly calleeOf?: (named: NamedFunction) => Callee;
}

type Kind = Pick<Expression, "operation" | "write"> & Partial<Expression>;

export function textAlgebra({ numberName = (name) => name, calleeOf }: TextOptions = {}): TextAlgebra {
  const ids = new Map<Expression, number>();
  const known = new Map<string, Expression>();
  const wishes = new Map<Expression, string>();

  const make = (
    { operation, write, isPlain = false, isTensor = true, callee }: Kind,
    inputs: readonly Expression[],
  ): Expression => {
    const key = [operation, ...inputs.map((input) => ids.get(input)!)].join(" ");
    const before = known.get(key);
    if (before !== undefined) return before;
    const fresh: Expression = { operation, inputs, write, isPlain, isTensor, callee };
    ids.set(fresh, ids.size);
    known.set(key, fresh);
    return fresh;
  };
  const plain = (text: string, isTensor: boolean): Expression =>
    make({ operation: `is ${text}`, write: () => text, isPlain: true, isTensor }, []);
  /** `tf.name(inputs, more)` */
  const call = (name: string, inputs: readonly Expression[], ...more: readonly string[]): Expression =>
    make(
      { operation: [name, ...more].join(" "), write: (...texts) => `tf.${name}(${[...texts, ...more].join(", ")})` },
      inputs,
    );
  const callOf = (callee: Callee, args: readonly Expression[]): Expression =>
    make(
      { operation: `call ${callee.name}`, write: (...texts) => `${callee.name}(${texts.join(", ")})`, callee },
      args,
    );

  const algebra: TextAlgebra = {
    input: (name) => plain(name, true),
    callOf,
    having(expression, inputs) {
      const fresh = make(expression, inputs);
      const wish = wishes.get(expression);
      return wish === undefined ? fresh : algebra.keep(wish, fresh);
    },
    meantName: (expression) => wishes.get(expression),
    nameFor: (expression) => wishes.get(expression) ?? nouns[expression.operation.split(" ")[0]!] ?? "value",
    scalar: (formula) => plain(printCode(formula, numberName), false),
    elementwise: (op, ...args) => call(op, args),
    matMul: (a, b) => call("matMul", [a, b]),
    transpose: (x) => call("transpose", [x]),
    reduce(op, x, axes, keepDims) {
      const axis = axes === "all" ? [] : [axes.length === 1 ? String(axes[0]) : `[${axes.join(", ")}]`];
      return call(op, [x], ...axis, ...(keepDims ? ["true"] : []));
    },
    reshape: (x, shape) => call("reshape", [x], `[${shape.join(", ")}]`),
    concat: (values, axis) =>
      make({ operation: `concat ${axis}`, write: (...texts) => `tf.concat([${texts.join(", ")}], ${axis})` }, values),
    sliceLast: (x, begin, size, rank) =>
      call(
        "slice",
        [x],
        `[${[...Array<number>(rank - 1).fill(0), begin].join(", ")}]`,
        `[${[...Array<number>(rank - 1).fill(-1), size].join(", ")}]`,
      ),
    padLast: (x, begin, size, side, rank) =>
      call(
        "pad",
        [x],
        `[${[...Array<string>(rank - 1).fill("[0, 0]"), `[${begin}, ${side - begin - size}]`].join(", ")}]`,
      ),
    examples: (x) =>
      make({ operation: "examples", write: (text) => `${text}.shape[0]`, isPlain: true, isTensor: false }, [x]),
    elements: (x) =>
      make({ operation: "elements", write: (text) => `${text}.size`, isPlain: true, isTensor: false }, [x]),
    keep(wish, value) {
      if (!value.isPlain && !wishes.has(value)) wishes.set(value, wish);
      return value;
    },
    call: (named, ...args) => (calleeOf === undefined ? named.value(algebra, args) : callOf(calleeOf(named), args)),
  };
  return algebra;
}

/** What the value of an operation is called where nothing better is known. */
const nouns: Readonly<Record<string, string>> = {
  ...{ add: "sum", sub: "difference", mul: "product", div: "quotient", mod: "remainder", neg: "negative" },
  ...{ exp: "exponential", log: "logarithm", sqrt: "root", rsqrt: "inverseRoot", square: "square", pow: "power" },
  ...{ abs: "size", sin: "sine", cos: "cosine", floor: "floor", minimum: "smaller", maximum: "larger" },
  ...{ sum: "total", mean: "mean", max: "largest", min: "smallest", where: "chosen" },
  ...{ less: "isLess", lessEqual: "isLess", greater: "isGreater", greaterEqual: "isGreater" },
  ...{ equal: "isEqual", notEqual: "isUnequal", logicalNot: "isNot", logicalAnd: "isBoth", logicalOr: "isEither" },
  ...{ transpose: "turned", reshape: "reshaped", concat: "joined", slice: "slice", pad: "padded" },
};
