/** Affine maps fitted on the training rows, in float64 and outside any backend, so that they are the same everywhere. */

/** The map `(value - shift) / scale` of one column. */
export type Scaling = { readonly shift: number; readonly scale: number };

/**
 * For each column of `values`, `[count, width]`, its mean and its deviation over `rows`; a deviation of 0 counts as 1.
 * Differences from the first row are summed, so that the mean of equal values is that value to the bit.
 */
export function standardization(values: ArrayLike<number>, width: number, rows: Uint32Array) {
  const start = width * rows[0]!;
  const sums = new Float64Array(width);
  for (const row of rows) for (let j = 0; j < width; j++) sums[j]! += values[width * row + j]! - values[start + j]!;
  const means = sums.map((sum, j) => values[start + j]! + sum / rows.length);
  const squares = new Float64Array(width);
  for (const row of rows) for (let j = 0; j < width; j++) squares[j]! += (values[width * row + j]! - means[j]!) ** 2;
  return Array.from(means, (shift, j) => ({ shift, scale: Math.sqrt(squares[j]! / rows.length) || 1 }));
}

/** Scalings that take the smallest value of each column over `rows` to 0 and the largest to 1; a constant column goes to 0. */
export function minMax(values: ArrayLike<number>, width: number, rows: Uint32Array) {
  const low = new Float64Array(width).fill(Infinity);
  const high = new Float64Array(width).fill(-Infinity);
  for (const row of rows)
    for (let j = 0; j < width; j++) {
      const value = values[width * row + j]!;
      if (value < low[j]!) low[j] = value;
      if (value > high[j]!) high[j] = value;
    }
  return Array.from(low, (shift, j) => ({ shift, scale: high[j]! - shift || 1 }));
}

/** The way back from scaled values, `[count, scalings]`, to the units they had. */
export function restored(values: ArrayLike<number>, scalings: readonly Scaling[]): Float64Array {
  return Float64Array.from(values, (value, i) => {
    const { shift, scale } = scalings[i % scalings.length] ?? { shift: 0, scale: 1 };
    return value * scale + shift;
  });
}
