/** What a spec declares of its data, held against the numbers that were read. */
import { fail } from "../portable/fail.ts";
import { product } from "../portable/idx.ts";
import { fitsFloat } from "../portable/table.ts";
import type { Span } from "../text/source.ts";
import { dataError, refuse } from "./failure.ts";
import type { Interval } from "./spec.ts";

/** Where the number `index` of `[count, …shape]` stands, counted from 1: `example 3, row 1, column 2`. */
export function examplePlace(shape: readonly number[], index: number): string {
  const names = shape.length === 1 ? ["feature"] : ["row", "column", "channel"];
  const places = shape.map((size, axis) => {
    const place = Math.floor(index / product(shape.slice(axis + 1))) % size;
    return `${names[axis] ?? `axis ${axis + 1}`} ${place + 1}`;
  });
  return [`example ${Math.floor(index / product(shape)) + 1}`, ...places].join(", ");
}

/** Refuses numbers `[count, …shape]` that are not finite as 32-bit floats; types of whole numbers have none. */
export function checkFinite(values: ArrayLike<number>, shape: readonly number[], file: string): void {
  if (!(values instanceof Float32Array || values instanceof Float64Array)) return;
  const index = values.findIndex((value) => !fitsFloat(value));
  if (index >= 0) fail(`${file}, ${examplePlace(shape, index)}: ${values[index]} is not a finite 32-bit number`);
}

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
