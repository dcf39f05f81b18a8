import { normal, random } from "./random.ts";

/** A draw from a normal distribution cut off at two deviations, widened again so that `deviation` is that of what is drawn. */
export function truncated(seed: number, stream: number, index: number, deviation: number): number {
  for (let round = 0; ; round += 2) {
    const z = normal(seed, stream, index, round);
    if (Math.abs(z) <= 2) return (z * deviation) / 0.8796256610342398;
  }
}

/** A number from -limit to limit, all equally likely. */
export function uniform(seed: number, stream: number, index: number, limit: number): number {
  return (2 * random(seed, stream, index) - 1) * limit;
}

/**
 * A matrix, row by row, whose columns (rows, where they are fewer) are at right angles and of length `gain`. Normal draws are made
 * orthogonal one after the other, and each twice, for once leaves what rounding brings back (Gram and Schmidt). None is turned around,
 * so that every such matrix is equally likely (Mezzadri 2007).
 */
export function orthogonalMatrix(
  rows: number,
  columns: number,
  gain: number,
  seed: number,
  stream: number,
): Float32Array {
  const length = Math.max(rows, columns);
  const vectors: Float64Array[] = [];
  while (vectors.length < Math.min(rows, columns)) {
    const first = vectors.length * length;
    const vector = Float64Array.from({ length }, (_, i) => normal(seed, stream, first + i));
    for (const other of [...vectors, ...vectors]) {
      let along = 0;
      for (let i = 0; i < length; i++) along += other[i]! * vector[i]!;
      for (let i = 0; i < length; i++) vector[i]! -= along * other[i]!;
    }
    const norm = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
    vectors.push(vector.map((x) => x / norm));
  }
  return Float32Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    return gain * (columns > rows ? vectors[row]![column]! : vectors[column]![row]!);
  });
}

/** A matrix, row by row, with `gain` on its diagonal and 0 elsewhere. */
export function identityMatrix(rows: number, columns: number, gain: number): Float32Array {
  return Float32Array.from({ length: rows * columns }, (_, i) => (Math.floor(i / columns) === i % columns ? gain : 0));
}
