import { fromRange, minMax, scaledRows, standardization, takenRows, type Scaling } from "../portable/normalize.ts";
import type { Interval, Normalization } from "./spec.ts";

/** Numbers `[count, width]` to fit on, the training rows among them, the declared range, and the columns to leave as they are. */
interface Fittable {
  readonly values: ArrayLike<number>;
  readonly width: number;
  readonly rows: Uint32Array;
  readonly range: Interval | undefined;
  readonly left: readonly boolean[];
}

/** How each normalization is fitted; none has no scalings. */
export const fitScalings: { readonly [K in Normalization]: (fittable: Fittable) => readonly Scaling[] } = {
  standardize: ({ values, width, rows, left }) => standardization(values, width, rows, left),
  min_max: ({ values, width, rows, left, range }) =>
    range === undefined ? minMax(values, width, rows, left) : fromRange(range.low, range.high, width, left),
  none: () => [],
};

/** The given rows of `values`, `[count, width]`, scaled by what was fitted, as they are where nothing was. */
export const rowsBy = (
  values: ArrayLike<number>,
  width: number,
  rows: Uint32Array,
  scalings: readonly Scaling[],
): Float32Array => (scalings.length === 0 ? takenRows(values, width, rows) : scaledRows(values, width, rows, scalings));
