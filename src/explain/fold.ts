/** Rows that come again and again, shown once. */

export interface Folded<T> {
  readonly rows: readonly T[];
  /** How often the rows come after they have been shown; 0 for what comes once. */
  readonly again: number;
}

const mostRows = 60;

/** Stretches of rows with equal keys, one after the other, that come at least three times are shown once. */
export function fold<T>(rows: readonly T[], key: (row: T) => string): readonly Folded<T>[] {
  const keys = rows.map(key);
  const folded: Folded<T>[] = [];
  for (let at = 0; at < rows.length;) {
    const { period, times } = stretchAt(keys, at);
    const shown = rows.slice(at, at + period);
    at += period * times;
    folded.push({ rows: shown, again: times - 1 });
  }
  return folded;
}

/** The stretch that covers most, the shortest of several. */
function stretchAt(keys: readonly string[], at: number): { period: number; times: number } {
  let best = { period: 1, times: 1 };
  for (let period = 1; period <= mostRows && at + 3 * period <= keys.length; period++) {
    let end = at + period;
    while (end < keys.length && keys[end] === keys[end - period]) end++;
    const times = Math.floor((end - at) / period);
    if (times >= 3 && period * times > best.period * best.times) best = { period, times };
  }
  return best;
}
