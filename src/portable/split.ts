/** In which order rows are divided. */
import { shuffled } from "./random.ts";

/** The stream of random numbers that the split draws from. */
export const splitStream = 1;

/** The rows as they stand. */
export function orderedRows(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, row) => row);
}

/**
 * The rows in an order in which every stretch holds the classes in proportion: the k-th of a class's n rows, taken at random,
 * stands at (k + 1/2) / n of the whole; rows that would stand at one place follow the random order.
 */
export function stratifiedRows(labels: ArrayLike<number>, seed: number): Uint32Array {
  const order = shuffled(labels.length, seed, splitStream);
  const sizes = new Map<number, number>();
  for (const row of order) sizes.set(labels[row]!, (sizes.get(labels[row]!) ?? 0) + 1);
  const seen = new Map<number, number>();
  const place = new Float64Array(order.length);
  for (const row of order) {
    const label = labels[row]!;
    const before = seen.get(label) ?? 0;
    seen.set(label, before + 1);
    place[row] = (before + 0.5) / sizes.get(label)!;
  }
  return Uint32Array.from([...order].sort((a, b) => place[a]! - place[b]!));
}
