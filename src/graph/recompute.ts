/** When a value is computed twice rather than stored: where that takes no more memory traffic, and little arithmetic. */
import { sizeOf } from "./ir.ts";
import type { Item, ItemId, ValueOp } from "./items.ts";
import { isInOrder } from "./walks.ts";

/** What an operation costs, an addition being 1; what is not named costs 1 too. */
const costs: { readonly [K in ValueOp]?: number } = { div: 3, sqrt: 3, rsqrt: 4 };
const dear: ReadonlySet<string> = new Set<ValueOp>(["exp", "log", "sin", "cos", "pow", "mod"]);
const mostCost = 12;

/** What is this many times smaller than the space is read at no cost. */
const small = 8;

export interface Recomputation {
  /** What must be read from memory to compute it, without what is small. */
  readonly leaves: ReadonlySet<ItemId>;
  readonly cost: number;
}

/** `stored` says what lies in memory whatever else is decided. */
export function recomputations(items: readonly Item[], stored: ReadonlySet<ItemId>): readonly Recomputation[] {
  const found: Recomputation[] = [];
  for (const item of items) {
    const leaves = new Set<ItemId>();
    let cost = item.kind !== "value" || item.op === "copy" ? 0 : dear.has(item.op) ? Infinity : (costs[item.op] ?? 1);
    for (const access of new Map(item.reads.map((one) => [one.item, one])).values()) {
      const from = items[access.item]!;
      if (from.kind === "constant" || from.size * small <= sizeOf(item.space)) continue;
      const within =
        from.kind === "value" &&
        !stored.has(from.id) &&
        from.space.join() === item.space.join() &&
        isInOrder(access, item.space, from.size);
      if (within) cost += found[from.id]!.cost;
      for (const leaf of within ? found[from.id]!.leaves : [from.id]) leaves.add(leaf);
    }
    found.push({ leaves, cost });
  }
  return found;
}

/** Whether a launch that reads `reads` anyway does well to compute it for itself: one more reading at most, in place of the value's. */
export const isWorthwhile = ({ leaves, cost }: Recomputation, reads: ReadonlySet<ItemId>): boolean =>
  cost <= mostCost && [...leaves].filter((leaf) => !reads.has(leaf)).length <= 1;
