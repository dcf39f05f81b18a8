/** Columns of a table as numbers: what is fitted on the training rows, and how any row is encoded by it. */
import { fail } from "./fail.ts";
import { cellPlace, columnIndex, isMissing, numberColumn, presentNumbers, type Table } from "./table.ts";

/** How a column is encoded: one number, or for each category in order a 1 where it stands and a 0 where it does not. */
export interface FittedColumn {
  readonly name: string;
  /** Put in for a missing value (zeros for a category); undefined: a missing value is refused. */
  readonly missing?: number | undefined;
  readonly categories?: readonly string[] | undefined;
  /** The categories were declared, so that any other is refused; else another one is all zeros. */
  readonly declared?: boolean;
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** The sum over the count; differences from the first value are summed, so that the mean of equal values is that value to the bit. */
export function mean(values: readonly number[]): number {
  const first = values[0]!;
  return first + values.reduce((sum, value) => sum + (value - first), 0) / values.length;
}

/** What stands in for a missing number of a column: the statistic of those present in `rows`, the training rows. */
export function standIn(
  table: Table,
  name: string,
  rows: Uint32Array,
  statistic: (values: readonly number[]) => number,
): number {
  const values = numberColumn(table, name);
  const present = Array.from(rows, (row) => values[row]!).filter((value) => !Number.isNaN(value));
  if (present.length === 0) fail(`${table.file}, column ${name}: every value is missing in the training rows`);
  return statistic(present);
}

/** The categories of a column: the distinct cells of `rows`, the training rows, sorted by their UTF-16 code units. */
export function categoriesOf(table: Table, name: string, rows: Uint32Array): string[] {
  const index = columnIndex(table, name);
  const found = Array.from(rows, (row) => table.rows[row]![index]!).filter((cell) => !isMissing(cell));
  if (found.length === 0) fail(`${table.file}, column ${name}: every value is missing in the training rows`);
  return [...new Set(found)].sort();
}

/** How many numbers a row of these columns has. */
export function encodedWidth(columns: readonly FittedColumn[]): number {
  return columns.reduce((width, { categories }) => width + (categories?.length ?? 1), 0);
}

/** For each encoded number whether it is the 0 or 1 of a category. */
export function oneHotPlaces(columns: readonly FittedColumn[]): boolean[] {
  return columns.flatMap(({ categories }) => categories?.map(() => true) ?? [false]);
}

/** The rows of a table as numbers, `[rows, width]`, in the order of `columns`, each categorical one expanded in its place. */
export function encodeTable(table: Table, columns: readonly FittedColumn[]): Float64Array {
  return interleaved(
    columns.flatMap((column): ArrayLike<number>[] => {
      if (column.categories === undefined) return [presentNumbers(table, column.name, column.missing)];
      const places = encodeCategory(table, column);
      return column.categories.map((_, place) => Uint8Array.from(places, (found) => (found === place ? 1 : 0)));
    }),
  );
}

/** Columns of equal length as rows, `[rows, columns]`. */
export function interleaved(columns: readonly ArrayLike<number>[]): Float64Array {
  const width = columns.length;
  const values = new Float64Array(width * (columns[0]?.length ?? 0));
  columns.forEach((column, place) => {
    for (let row = 0; row < column.length; row++) values[row * width + place] = column[row]!;
  });
  return values;
}

/** The place of each row's category; -1 for one that is missing or was not seen in training. */
export function encodeCategory(table: Table, { name, missing, declared, categories = [] }: FittedColumn): number[] {
  const index = columnIndex(table, name);
  const places = new Map(categories.map((category, place) => [category, place]));
  return table.rows.map((cells, row) => {
    const cell = cells[index]!;
    const absent = isMissing(cell);
    if (absent && missing === undefined) fail(`${cellPlace(table, row, name)}: the value is missing`);
    if (!absent && declared && !places.has(cell))
      fail(
        `${cellPlace(table, row, name)}: ${JSON.stringify(cell)} is not one of the categories ${categories.join(", ")}`,
      );
    return places.get(cell) ?? -1;
  });
}
