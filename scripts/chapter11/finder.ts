/** From the losses of a run whose rate grows to the rates that say something. */

export interface Loss {
  readonly rate: number;
  readonly loss: number;
}

/** The losses as a running mean that forgets a fifteenth at each step, without the pull of its beginning. */
export function smoothed(losses: readonly Loss[]): readonly Loss[] {
  const kept = 14 / 15;
  let mean = 0;
  return losses.map(({ rate, loss }, i) => {
    mean = kept * mean + (1 - kept) * loss;
    return { rate, loss: mean / (1 - kept ** (i + 1)) };
  });
}

/** Where a smoothed curve is lowest, and before that where it falls fastest by the logarithm of the rate. */
export function turnOf(curve: readonly Loss[]): { readonly lowest: number; readonly steepest: number } {
  const bottom = curve.reduce((best, one) => (one.loss < best.loss ? one : best));
  const before = curve.slice(0, curve.indexOf(bottom) + 1);
  const step = Math.max(1, Math.floor(before.length / 20));
  const falls = before.slice(step).map((one, i) => ({ rate: one.rate, fall: before[i]!.loss - one.loss }));
  const steepest = falls.reduce((best, one) => (one.fall > best.fall ? one : best), { rate: bottom.rate, fall: 0 });
  return { lowest: bottom.rate, steepest: steepest.rate };
}
