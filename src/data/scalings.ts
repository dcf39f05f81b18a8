import { minMax, standardization, type Scaling } from "../portable/normalize.ts";
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
  standardize: ({ values, width, rows, left }) => except(left, standardization(values, width, rows)),
  min_max: ({ values, width, rows, left, range }) =>
    except(left, range === undefined ? minMax(values, width, rows) : new Array<Scaling>(width).fill(fromRange(range))),
  none: () => [],
};

/** Scalings that leave the marked columns as they are. */
const except = (left: readonly boolean[], scalings: readonly Scaling[]): readonly Scaling[] =>
  scalings.map((scaling, column) => (left[column] ? { shift: 0, scale: 1 } : scaling));

/** What takes a declared range to 0..1: pixels of 0..255 are divided by 255. */
const fromRange = ({ low, high }: Interval): Scaling => ({ shift: low, scale: high - low || 1 });

/** The given rows of `values`, `[count, width]`, scaled by what was fitted, as they are where nothing was. */
export const rowsBy = (
  values: ArrayLike<number>,
  width: number,
  rows: Uint32Array,
  scalings: readonly Scaling[],
): Float32Array => (scalings.length === 0 ? takenRows(values, width, rows) : scaledRows(values, width, rows, scalings));

/** The given rows of `values`, `[count, width]`, as 32-bit floats `[rows, width]`. */
function takenRows(values: ArrayLike<number>, width: number, rows: Uint32Array): Float32Array {
  const result = new Float32Array(rows.length * width);
  for (let i = 0; i < rows.length; i++)
    for (let column = 0; column < width; column++) result[i * width + column] = values[rows[i]! * width + column]!;
  return result;
}

/** The given rows of `values`, `[count, width]`, scaled column by column, as 32-bit floats `[rows, width]`. */
function scaledRows(
  values: ArrayLike<number>,
  width: number,
  rows: Uint32Array,
  scalings: readonly Scaling[],
): Float32Array {
  const shift = Float64Array.from({ length: width }, (_, column) => scalings[column]!.shift);
  const scale = Float64Array.from({ length: width }, (_, column) => scalings[column]!.scale);
  const result = new Float32Array(rows.length * width);
  for (let i = 0; i < rows.length; i++)
    for (let column = 0; column < width; column++)
      result[i * width + column] = (values[rows[i]! * width + column]! - shift[column]!) / scale[column]!;
  return result;
}
