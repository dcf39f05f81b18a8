import { isReduction, type Formula } from "./formula.ts";

/** A `number` is known outside the tensors (and prints as plain code); a `row` is one number for each example; a `tensor` is full. */
export type Rank = "number" | "row" | "tensor";
export type Ranks = ReadonlyMap<string, Rank>;

const order: readonly Rank[] = ["number", "row", "tensor"];

/** The rank of a formula's value, its variables having `ranks`; a variable that is not there is a number. */
export function rankOf(formula: Formula, ranks: Ranks): Rank {
  if (formula.op === "variable") return ranks.get(formula.name) ?? "number";
  if (!("args" in formula)) return "number";
  if (isReduction(formula) || formula.op === "rank")
    return formula.args.every((arg) => rankOf(arg, ranks) === "number") ? "number" : "row";
  return order[Math.max(0, ...formula.args.map((arg) => order.indexOf(rankOf(arg, ranks))))]!;
}
