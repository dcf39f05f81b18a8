/** An order of rows, cut in stretches. */
import { fail } from "../portable/fail.ts";

/** A part's size: a share of all rows in 0..1, or a count of rows; undefined: no such part. */
export type PartSize = { readonly share: number } | { readonly count: number } | undefined;

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
