/** Affine maps fitted on the training rows, in float64 and outside any backend, so that they are the same everywhere. */

/** The map `(value - shift) / scale` of one column. */
export interface Scaling {
  readonly shift: number;
  readonly scale: number;
}

/** Leaves a value as it is. */
export const asItIs: Scaling = { shift: 0, scale: 1 };

/**
 * The mean of each column of `values`, `[count, width]`, over `rows`. Differences from the first row are summed, so that the mean
 * of a constant column is that constant to the bit.
 */
export function columnMeans(values: ArrayLike<number>, width: number, rows: Uint32Array): Float64Array {
  const start = rows[0]! * width;
  const sums = new Float64Array(width);
  for (const row of rows)
    for (let column = 0; column < width; column++)
      sums[column]! += values[row * width + column]! - values[start + column]!;
  return sums.map((sum, column) => values[start + column]! + sum / rows.length);
}

/**
 * Scalings to mean 0 and deviation 1 over `rows`: the deviation of the population (divided by the count), and a deviation of 0 counts as 1.
 * Columns marked in `left` stay as they are.
 */
export function standardization(
  values: ArrayLike<number>,
  width: number,
  rows: Uint32Array,
  left: readonly boolean[] = [],
): Scaling[] {
  const means = columnMeans(values, width, rows);
  const squares = new Float64Array(width);
  for (const row of rows)
    for (let column = 0; column < width; column++)
      squares[column]! += (values[row * width + column]! - means[column]!) ** 2;
  return Array.from(means, (shift, column) =>
    left[column] ? asItIs : { shift, scale: Math.sqrt(squares[column]! / rows.length) || 1 },
  );
}

/** Scalings that take the smallest value of each column over `rows` to 0 and the largest to 1; a constant column goes to 0. */
export function minMax(
  values: ArrayLike<number>,
  width: number,
  rows: Uint32Array,
  left: readonly boolean[] = [],
): Scaling[] {
  const low = new Float64Array(width).fill(Infinity);
  const high = new Float64Array(width).fill(-Infinity);
  for (const row of rows)
    for (let column = 0; column < width; column++) {
      const value = values[row * width + column]!;
      if (value < low[column]!) low[column] = value;
      if (value > high[column]!) high[column] = value;
    }
  return Array.from(low, (shift, column) => (left[column] ? asItIs : { shift, scale: high[column]! - shift || 1 }));
}

/** Scalings that take a declared range to 0..1: pixels of 0..255 are divided by 255. */
export function fromRange(low: number, high: number, width: number, left: readonly boolean[] = []): Scaling[] {
  return Array.from({ length: width }, (_, column) => (left[column] ? asItIs : { shift: low, scale: high - low || 1 }));
}

/** The given rows of `values`, `[count, width]`, as 32-bit floats `[rows, width]`, each value as `change` makes it. */
export function takenRows(
  values: ArrayLike<number>,
  width: number,
  rows: Uint32Array,
  change: (value: number) => number = (value) => value,
): Float32Array {
  const result = new Float32Array(rows.length * width);
  for (let i = 0; i < rows.length; i++)
    for (let column = 0; column < width; column++)
      result[i * width + column] = change(values[rows[i]! * width + column]!);
  return result;
}

/** The given rows of `values`, `[count, width]`, scaled column by column, as 32-bit floats `[rows, width]`. */
export function scaledRows(
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

/** The way back from scaled values, `[count, scalings]`, to the units they had. */
export function restored(values: ArrayLike<number>, scalings: readonly Scaling[]): Float64Array {
  const { length } = scalings;
  return Float64Array.from(values, (value, i) => {
    const { shift, scale } = length === 0 ? asItIs : scalings[i % length]!;
    return value * scale + shift;
  });
}
