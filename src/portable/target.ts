/** Targets in the columns of a table: classes as labels counted from 0, and labels as numbers 0 and 1. */
import { fail } from "./fail.ts";
import { cellPlace, presentCells, type Table } from "./table.ts";

/** The labels of a column: whole numbers from 0. */
export function classLabels(table: Table, name: string, classes: number): Uint32Array {
  return Uint32Array.from(presentCells(table, name), (cell, row) => {
    const label = Number(cell);
    if (Number.isInteger(label) && label >= 0 && label < classes) return label;
    fail(`${cellPlace(table, row, name)}: ${JSON.stringify(cell)} is not a label from 0 to ${classes - 1}`);
  });
}

/** The labels of a column that holds the names of classes, or where no name stands, whole numbers from 0. */
export function namedLabels(table: Table, name: string, classes: readonly string[]): Uint32Array {
  const cells = presentCells(table, name);
  const isNamed = cells.some((cell) => classes.includes(cell));
  return Uint32Array.from(cells, (cell, row) => {
    const label = isNamed ? classes.indexOf(cell) : Number(cell);
    if (Number.isInteger(label) && label >= 0 && label < classes.length) return label;
    fail(`${cellPlace(table, row, name)}: ${JSON.stringify(cell)} is not one of the classes ${classes.join(", ")}`);
  });
}

/** The pairs that are known to mean no and yes. */
export const binaryPairs: readonly (readonly string[])[] = [
  ["0", "1"],
  ["false", "true"],
  ["no", "yes"],
];

/** The cells of a binary column as they are compared: `1.0` is `1`, and the case of letters does not count. */
export function binaryCells(table: Table, name: string): string[] {
  return presentCells(table, name).map((cell) =>
    Number.isNaN(Number(cell)) ? cell.toLowerCase() : String(Number(cell)),
  );
}

/** What stands for 0 and for 1 in a binary column: a known pair, else the two values that occur, in sorted order. */
export function binaryValues(table: Table, name: string): readonly string[] {
  const found = [...new Set(binaryCells(table, name))].sort();
  const pair = binaryPairs.find((each) => found.every((value) => each.includes(value)));
  if (pair !== undefined || found.length === 2) return pair ?? found;
  const some = found.slice(0, 5).join(", ") + (found.length > 5 ? ", …" : "");
  fail(`${table.file}, column ${name}: a binary target has two values, and here ${found.length} occur: ${some}`);
}

/** What stands for 0 and for 1 in the column of one label among several: a known pair, so that all parts agree. */
export function labelValues(table: Table, name: string): readonly string[] {
  const found = [...new Set(binaryCells(table, name))].sort();
  const pair = binaryPairs.find((each) => found.every((value) => each.includes(value)));
  if (pair !== undefined) return pair;
  const other = found.find((value) => !binaryPairs.flat().includes(value)) ?? found.slice(0, 3).join(", ");
  fail(`${table.file}, column ${name}: a label is 0 or 1, false or true, no or yes, not ${other}`);
}

/** 0 or 1 for each row of a binary column. */
export function binaryLabels(table: Table, name: string, values: readonly string[]): Uint32Array {
  return Uint32Array.from(binaryCells(table, name), (cell, row) => {
    const label = values.indexOf(cell);
    if (label >= 0) return label;
    fail(
      `${cellPlace(table, row, name)}: ${JSON.stringify(table.rows[row]![table.names.indexOf(name)])} is neither ${values.join(" nor ")}`,
    );
  });
}
