/** What is fitted on the training rows of a table's columns, and categories as columns of numbers. */
import { fail } from "./fail.ts";
import { cellPlace, cellsOf, isMissing, numbersOf, type Table } from "./table.ts";

/** The numbers of a column that are present in `rows`. */
export function presentIn(table: Table, name: string, rows: Uint32Array): Float64Array {
  const numbers = numbersOf(table, name, NaN);
  const present = Float64Array.from(rows, (row) => numbers[row]!).filter((value) => !Number.isNaN(value));
  if (present.length === 0) fail(`${table.file}, column ${name}: every value is missing in the training rows`);
  return present;
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** The sum over the count; differences from the first value are summed, so that the mean of equal values is that value to the bit. */
export function mean(values: Float64Array): number {
  const first = values[0]!;
  return first + values.reduce((sum, value) => sum + (value - first), 0) / values.length;
}

/** The categories of a column: the distinct cells of `rows`, sorted by their UTF-16 code units. */
export function categoriesOf(table: Table, name: string, rows: Uint32Array): string[] {
  const cells = cellsOf(table, name);
  const found = new Set(Array.from(rows, (row) => cells[row]!).filter((cell) => !isMissing(cell)));
  if (found.size === 0) fail(`${table.file}, column ${name}: every value is missing in the training rows`);
  return [...found].sort();
}

/** Refuses a cell that is none of the declared categories and not missing. */
export function checkCategories(table: Table, name: string, categories: readonly string[]): void {
  const wrong = cellsOf(table, name).findIndex((cell) => !isMissing(cell) && !categories.includes(cell));
  if (wrong < 0) return;
  const cell = JSON.stringify(cellsOf(table, name)[wrong]);
  fail(`${cellPlace(table, wrong, name)}: ${cell} is not one of the categories ${categories.join(", ")}`);
}

/** For each category a column: 1 where a cell is that category, else 0. */
export const indicators = (cells: readonly string[], categories: readonly string[]): Uint8Array[] =>
  categories.map((category) => Uint8Array.from(cells, (cell) => (cell === category ? 1 : 0)));
