/** What a spec declares of its data, held against the numbers that were read. */
import type { Span } from "../text/source.ts";
import { dataError, refuse } from "./failure.ts";
import type { Interval } from "./spec.ts";

/** Numbers that must lie in a declared range: where each stands, and which columns (taken in turn) are not meant. */
interface Ranged {
  readonly values: ArrayLike<number>;
  readonly range: Interval | undefined;
  readonly left: readonly boolean[];
  readonly at: Span;
  readonly place: (index: number) => string;
}

/** Refuses the first number outside the declared range; the range that the numbers have is the help. */
export function checkRange({ values, range, left, at, place }: Ranged): void {
  if (range === undefined) return;
  const { low, high } = range;
  const index = firstOutside(values, low, high, left);
  if (index < 0) return;
  const message = `${place(index)}: ${values[index]} lies outside the declared range ${low}..${high}`;
  refuse(dataError(message, at, `the values lie in ${extent(values, left)}: change the range or the data`));
}

function firstOutside(values: ArrayLike<number>, low: number, high: number, left: readonly boolean[]): number {
  if (values instanceof Uint8Array && low <= 0 && high >= 255) return -1;
  for (let i = 0; i < values.length; i++)
    if ((values[i]! < low || values[i]! > high) && !left[i % left.length]) return i;
  return -1;
}

/** The smallest and the largest number, as a range is written. */
function extent(values: ArrayLike<number>, left: readonly boolean[]): string {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (left[i % left.length]) continue;
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  return `${low}..${high}`;
}
