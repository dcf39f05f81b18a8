/** What holds the weights or their gradients, found by what a formula makes of very long ones: so one's own are judged too. */
import { evaluate } from "../formula/evaluate.ts";
import { wordOf, type WordUse } from "../network/value.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { byUse } from "./by-use.ts";
import { isNorm, type NetworkView } from "./network-view.ts";

const shape = [3, -1, 2, 0.5];
const lengthOf = (row: readonly number[]): number => Math.hypot(...row);

/** Whether a constraint lets no kernel grow without end. */
const bindsWeights = byUse((use: WordUse): boolean => {
  const formula = formulaOf(use);
  if (formula === undefined) return false;
  const [far, further] = [1e4, 1e6].map((size) => {
    const value = evaluate(formula, { w: shape.map((x) => x * size) });
    return typeof value === "number" ? NaN : lengthOf(value);
  });
  return further! <= far! * 1.01;
});

/** What a clipping makes of a gradient of this size, alone or among others. */
export const clipped = (use: WordUse, size: number): number => {
  const formula = formulaOf(use);
  if (formula === undefined) return size;
  const value = evaluate(formula, { g: size, norm: Math.abs(size), global_norm: Math.abs(size) });
  return typeof value === "number" ? value : NaN;
};

/** The longest that a clipping leaves; infinity where it lets gradients grow. */
export const longestOf = byUse((use: WordUse): number => {
  const [far, further] = [1e6, 1e9].map((size) => Math.abs(clipped(use, size)));
  return further! <= far! * 1.01 ? further! : Infinity;
});

/** Whether nearly every hidden layer with weights is held by a constraint, or by a norm behind it. */
export function holds(view: NetworkView): { readonly constraint: boolean; readonly norm: boolean } {
  const hidden = view.layers.filter(({ kind, role }) => kind === "dense" && role === "hidden");
  const bound = hidden.filter(({ arguments: own }) => {
    const use = wordOf(own["constraint"]);
    return use !== undefined && bindsWeights(use);
  });
  const normed = hidden.filter((layer) => view.readers(layer).some(isNorm));
  const isMost = (some: readonly unknown[]): boolean => hidden.length > 0 && some.length >= 0.75 * hidden.length;
  return { constraint: isMost(bound), norm: isMost(normed) };
}
