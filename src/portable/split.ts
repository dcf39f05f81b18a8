/** Which rows train, validate and test: an order of all rows, cut in stretches. */
import { fail } from "./fail.ts";
import { shuffled } from "./random.ts";

/** The stream of random numbers that the split draws from. */
export const splitStream = 1;

/** A part's size: a share of all rows in 0..1, or a count of rows; undefined: no such part. */
export type PartSize = { readonly share: number } | { readonly count: number } | undefined;

/** The rows as they stand. */
export function orderedRows(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, row) => row);
}

/** The rows in random order. */
export function randomRows(count: number, seed: number): Uint32Array {
  return shuffled(count, seed, splitStream);
}

/**
 * The rows in an order in which every stretch holds the classes in proportion: the k-th of a class's n rows, taken at random,
 * stands at (k + 1/2) / n of the whole; rows that would stand at one place follow the random order.
 */
export function stratifiedRows(labels: ArrayLike<number>, seed: number): Uint32Array {
  const order = randomRows(labels.length, seed);
  const sizes = new Map<number, number>();
  for (const row of order) sizes.set(labels[row]!, (sizes.get(labels[row]!) ?? 0) + 1);
  const seen = new Map<number, number>();
  const place = new Float64Array(order.length);
  const rank = new Uint32Array(order.length);
  order.forEach((row, i) => {
    const label = labels[row]!;
    const before = seen.get(label) ?? 0;
    seen.set(label, before + 1);
    place[row] = (before + 0.5) / sizes.get(label)!;
    rank[row] = i;
  });
  return order.sort((a, b) => place[a]! - place[b]! || rank[a]! - rank[b]!);
}

/** How many rows a size stands for; a share may stand for a fraction of a row. */
export function sizeIn(size: PartSize, count: number): number {
  return size === undefined ? 0 : "share" in size ? size.share * count : size.count;
}

/**
 * Cuts an order into the rows of training, validation and test. Each part ends at the sum of the sizes so far, rounded to a whole row;
 * a training part without a size takes what the other two leave.
 */
export function divided(
  order: Uint32Array,
  train: PartSize,
  validation?: PartSize,
  test?: PartSize,
): [train: Uint32Array, validation: Uint32Array, test: Uint32Array] {
  const count = order.length;
  const held = sizeIn(validation, count) + sizeIn(test, count);
  const sizes = [train ?? { count: Math.max(count - held, 0) }, validation, test];
  let end = 0;
  const next = (size: PartSize) => order.subarray(Math.round(end), Math.round((end += sizeIn(size, count))));
  const parts: [Uint32Array, Uint32Array, Uint32Array] = [next(sizes[0]), next(validation), next(test)];
  if (Math.round(end) > count) fail(`the split asks for ${Math.round(end)} rows, and there are ${count}`);
  const empty = parts.findIndex((rows, i) => sizes[i] !== undefined && rows.length === 0);
  if (empty >= 0) fail(`the split of ${count} rows leaves none for ${["training", "validation", "test"][empty]}`);
  return parts;
}
