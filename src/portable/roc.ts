/**
 * The area under the curve of true against false positives as the threshold falls: how often an output whose target is 1 is larger than
 * one whose target is 0, a tie counting half. Exact, by ranking; 0 where all targets are alike. Row i of `outputs` belongs to row
 * `rows[i]` of `targets`, or to row i.
 */
export function areaUnderRoc(outputs: ArrayLike<number>, targets: ArrayLike<number>, rows?: Uint32Array): number {
  const width = rows === undefined ? outputs.length : outputs.length / rows.length;
  const positive: number[] = [];
  const negative: number[] = [];
  for (let i = 0; i < outputs.length; i++) {
    const row = Math.floor(i / width);
    const target = targets[(rows?.[row] ?? row) * width + (i % width)]!;
    (target > 0.5 ? positive : negative).push(outputs[i]!);
  }
  const below = Float64Array.from(negative).sort();
  let smaller = 0;
  let notLarger = 0;
  let wins = 0;
  for (const output of Float64Array.from(positive).sort()) {
    while (below[smaller]! < output) smaller++;
    while (below[notLarger]! <= output) notLarger++;
    wins += (smaller + notLarger) / 2;
  }
  return positive.length === 0 || negative.length === 0 ? 0 : wins / (positive.length * negative.length);
}
