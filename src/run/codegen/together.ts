/** Operations of a kernel put together to fewer or quicker ones. */
import type { Calculation, Mode, OperationCalculation } from "./calculation.ts";
import { combined, exactOperations } from "./operations.ts";

/** The depth of what no result needs: it is never computed. */
const never = -1;

type Replacement = Pick<OperationCalculation, "op" | "operation" | "arguments">;
type Rule = (value: OperationCalculation & Calculation, site: Site) => Replacement | undefined;

interface Site {
  at(index: number): Calculation;
  /** How many calculations and results need it. */
  uses(index: number): number;
  /** A further calculation, which must not depend on deeper axes than what it is for. */
  add(calculation: Calculation): number;
}

const rules: Record<Mode, readonly Rule[]> = {
  exact: [selection],
  fast: [selection, quotient, productSum],
};

/**
 * The calculations in their places, some of them replaced, others added at the end. `results` are those that results are made from.
 * In exact kernels every bit stays.
 */
export function together(calculations: readonly Calculation[], results: readonly number[], mode: Mode): Calculation[] {
  const all = [...calculations];
  const uses = usesOf(all, results);
  const site: Site = {
    at: (index) => all[index]!,
    uses: (index) => uses[index] ?? 0,
    add: (calculation) => all.push(calculation) - 1,
  };
  for (let i = 0; i < calculations.length; i++) {
    for (const rule of rules[mode]) {
      const value = all[i]!;
      const replacement = value.from === "operation" ? rule(value, site) : undefined;
      if (replacement !== undefined) all[i] = { ...value, ...replacement } as Calculation;
    }
  }
  const left = usesOf(all, results);
  return all.map((calculation, i) => (left[i] === 0 ? { ...calculation, depth: never } : calculation));
}

/** Counts from the results backwards, so that what only unneeded calculations need has no uses. */
function usesOf(all: readonly Calculation[], results: readonly number[]): number[] {
  const uses = all.map(() => 0);
  const need = (index: number): void => {
    const calculation = all[index]!;
    if (uses[index]!++ === 0 && calculation.from === "operation") calculation.arguments.forEach(need);
  };
  results.forEach(need);
  return uses;
}

/** where(c, x, 0) and where(c, 0, x) are x with the bits of some lanes cleared. */
function selection(
  { op, arguments: [condition, then, otherwise] }: OperationCalculation,
  { at }: Site,
): Replacement | undefined {
  if (op !== "where") return undefined;
  if (isZero(at(otherwise!))) return { op: "numberIf", operation: combined.numberIf, arguments: [then!, condition!] };
  if (isZero(at(then!)))
    return { op: "numberUnless", operation: combined.numberUnless, arguments: [otherwise!, condition!] };
  return undefined;
}

const isZero = (calculation: Calculation): boolean =>
  calculation.from === "constant" && Object.is(calculation.value, 0);

/** A quotient of which the divisor is known outside of the loop is a product with its reciprocal. */
function quotient(
  { op, depth, arguments: [dividend, divisor] }: OperationCalculation & Calculation,
  { at, add }: Site,
): Replacement | undefined {
  if (op !== "div" || at(divisor!).depth >= depth) return undefined;
  const by = at(divisor!);
  const reciprocal = add(
    by.from === "constant"
      ? { ...by, value: 1 / by.value }
      : {
          from: "operation",
          op: "reciprocal",
          operation: combined.reciprocal,
          arguments: [divisor!],
          depth: by.depth,
          kind: "number",
        },
  );
  return { op: "mul", operation: exactOperations.mul, arguments: [dividend!, reciprocal] };
}

/** A product that nothing else needs, and the sum or difference it goes into, are one operation. */
function productSum(
  { op, depth, arguments: [a, b] }: OperationCalculation & Calculation,
  { at, uses, add }: Site,
): Replacement | undefined {
  const factors = (index: number): number[] | undefined => {
    const product = at(index);
    if (product.from !== "operation" || product.depth !== depth || uses(index) !== 1) return undefined;
    if (product.op === "square") return [product.arguments[0]!, product.arguments[0]!];
    return product.op === "mul" ? [...product.arguments] : undefined;
  };
  const sum = (product: readonly number[], other: number): Replacement => ({
    op: "multiplyAdd",
    operation: combined.multiplyAdd,
    arguments: [...product, other],
  });
  const [left, right] = [factors(a!), b === undefined ? undefined : factors(b)];
  if (op === "add" && right !== undefined) return sum(right, a!);
  if (op === "add" && left !== undefined) return sum(left, b!);
  if (op === "sub" && right !== undefined) {
    return { op: "subtractProduct", operation: combined.subtractProduct, arguments: [...right, a!] };
  }
  if (op === "sub" && left !== undefined && at(b!).depth < depth) {
    const opposite = {
      from: "operation",
      op: "neg",
      operation: exactOperations.neg,
      arguments: [b!],
      kind: "number",
    } as const;
    return sum(left, add({ ...opposite, depth: at(b!).depth }));
  }
  return undefined;
}
