/** The values of a loop as a kernel computes them: each with its operation, and how deep inside of the axes it is computed. */
import type { Loop } from "../../graph/loop.ts";
import { depthOf } from "./walks.ts";
import { exactOperations, isLoopOp, type Kind, type Operation } from "./operations.ts";

/** An input, a constant, or an operation on the calculations before. */
export type Calculation = {
  /** How many axes must be entered before it can be computed: what inner axes do not change is computed outside of them. */
  readonly depth: number;
  readonly kind: Kind;
} & (
  | { readonly from: "input"; readonly input: number }
  | { readonly from: "constant"; readonly value: number }
  | { readonly from: "operation"; readonly operation: Operation; readonly arguments: readonly number[] }
);

/** The inputs, then the values, as the arguments of a loop count them. Throws at an operation that is left to TF.js. */
export function calculationsOf({ inputs, values }: Loop): Calculation[] {
  const all: Calculation[] = inputs.map((input, i) => ({
    from: "input",
    input: i,
    depth: depthOf(input),
    kind: input.truth ? "truth" : "number",
  }));
  for (const value of values) {
    if (value.op === "constant") {
      all.push({ from: "constant", value: value.value, depth: 0, kind: "number" });
      continue;
    }
    const operation = operationOf(value.op);
    const depth = Math.max(...value.arguments.map((i) => all[i]!.depth));
    all.push({ from: "operation", operation, arguments: value.arguments, depth, kind: operation.gives });
  }
  return all;
}

function operationOf(op: string): Operation {
  if (!isLoopOp(op)) throw new Error(`no kernel computes "${op}"`);
  return exactOperations[op];
}
