/** Columns of a table as numbers, by what was fitted on the training rows. */
import { checkCategories, indicators } from "../portable/encode.ts";
import { cellsOf, numbersOf, presentCells, type Table } from "../portable/table.ts";

/** How a column is encoded: one number, or for each category in order a 1 where it stands and a 0 where it does not. */
export interface FittedColumn {
  readonly name: string;
  /** Put in for a missing value (zeros for a category); undefined: a missing value is refused. */
  readonly missing?: number | undefined;
  readonly categories?: readonly string[] | undefined;
  /** The categories were declared, so that any other is refused; else another one is all zeros. */
  readonly declared?: boolean;
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
    columns.flatMap((column): readonly ArrayLike<number>[] =>
      column.categories === undefined
        ? [numbersOf(table, column.name, column.missing)]
        : encodeCategory(table, column, column.categories),
    ),
  );
}

/** For each category a column of zeros and ones; all are 0 where the value is missing or was not seen in training. */
export function encodeCategory(table: Table, column: FittedColumn, categories: readonly string[]): Uint8Array[] {
  const { name, missing, declared } = column;
  if (declared) checkCategories(table, name, categories);
  return indicators(missing === undefined ? presentCells(table, name) : cellsOf(table, name), categories);
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
