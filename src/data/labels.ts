/** Labels that come with examples: whole numbers from 0. */
import { fail } from "../portable/fail.ts";

/** Whether a number is a label of one of `classes` classes: a whole number from 0. */
export function isLabel(value: number, classes: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < classes;
}

/** Refuses labels, `width` for each example, that are no whole numbers from 0 to `classes - 1`; examples are counted from 1. */
export function checkLabels(labels: ArrayLike<number>, width: number, classes: number, file: string): void {
  for (let i = 0; i < labels.length; i++)
    if (!isLabel(labels[i]!, classes)) {
      const example = Math.floor(i / width) + 1;
      fail(`${file}, example ${example}: the label ${labels[i]} is not one of 0 to ${classes - 1}`);
    }
}

/** `[rows, classes]`: a 1 at each row's label, else 0. */
export function oneHot(labels: ArrayLike<number>, rows: Uint32Array, classes: number): Float32Array {
  const result = new Float32Array(rows.length * classes);
  rows.forEach((row, i) => (result[i * classes + labels[row]!] = 1));
  return result;
}
