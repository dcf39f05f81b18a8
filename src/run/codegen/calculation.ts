/** The values of a loop as a kernel computes them: each with its operation, and how deep inside of the axes it is computed. */
import type { Loop, LoopValue } from "../../graph/loop.ts";
import type { KernelMode } from "../kernels/assembled.ts";
import { exactOperations, fastOperations, isLoopOp, power, type Kind, type Operation } from "./operations.ts";
import { together } from "./together.ts";
import { depthOf } from "./walks.ts";

/** Fast kernels also take reciprocals of divisors, and compute `exp` and `log` by polynomials. */
export type Mode = KernelMode;

/** An input, a constant, or an operation on other calculations. */
export type Calculation = {
  /** How many axes must be entered before it can be computed: what inner axes do not change is computed outside of them. */
  readonly depth: number;
  readonly kind: Kind;
} & (
  | { readonly from: "input"; readonly input: number }
  | { readonly from: "constant"; readonly value: number }
  | OperationCalculation
);

export interface OperationCalculation {
  readonly from: "operation";
  readonly op: string;
  readonly operation: Operation;
  readonly arguments: readonly number[];
}

/** From this exponent down to its opposite, whole ones are products in fast kernels. */
const largestPower = 16;

/** Whether a kernel can compute an operation; else it is left to TF.js. `exponent` is that of `pow`, where it is a constant. */
export const isGenerated = (op: string, mode: Mode, exponent?: number): boolean =>
  isLoopOp(op) ||
  (op === "pow" && mode === "fast" && Number.isInteger(exponent) && Math.abs(exponent!) <= largestPower);

/** The inputs, then the values, as the arguments of a loop count them, then others that these need and that lie less deep. */
export function calculationsOf({ inputs, values, results }: Loop, mode: Mode): Calculation[] {
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
    const calculation = operationOf(value, all, mode);
    const depth = Math.max(...calculation.arguments.map((i) => all[i]!.depth));
    all.push({ from: "operation", op: value.op, ...calculation, depth, kind: calculation.operation.gives });
  }
  return together(
    all,
    results.map(({ from }) => from),
    mode,
  );
}

function operationOf(
  { op, arguments: args }: Exclude<LoopValue, { op: "constant" }>,
  before: readonly Calculation[],
  mode: Mode,
): Pick<OperationCalculation, "operation" | "arguments"> {
  if (isLoopOp(op)) {
    return { operation: (mode === "fast" ? fastOperations : exactOperations)[op], arguments: args };
  }
  const exponent = before[args[1]!];
  const value = exponent?.from === "constant" ? exponent.value : undefined;
  if (!isGenerated(op, mode, value)) throw new Error(`no kernel computes "${op}"`);
  return { operation: power(value!), arguments: args.slice(0, 1) };
}
