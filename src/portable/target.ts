/** Targets: classes as labels counted from 0, and labels as numbers 0 and 1. */
import { fail } from "./fail.ts";
import { cellPlace, presentCells, type Table } from "./table.ts";

/** The labels of a table's column: the places of the names where the column has names, else whole numbers from 0. */
export function classLabels(table: Table, name: string, classes: number | readonly string[]): Uint32Array {
  const names = typeof classes === "number" ? [] : classes;
  const count = typeof classes === "number" ? classes : classes.length;
  const places = new Map(names.map((each, place) => [each, place]));
  const cells = presentCells(table, name);
  const named = cells.some((cell) => places.has(cell));
  const wanted = names.length > 0 ? `one of the classes ${names.join(", ")}` : `a label from 0 to ${count - 1}`;
  return Uint32Array.from(cells, (cell, row) => {
    const label = named ? (places.get(cell) ?? -1) : Number(cell);
    if (isLabel(label, count)) return label;
    return fail(`${cellPlace(table, row, name)}: ${JSON.stringify(cell)} is not ${wanted}`);
  });
}

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

/** The pairs that are known to mean no and yes. */
export const binaryPairs: readonly (readonly [string, string])[] = [
  ["0", "1"],
  ["false", "true"],
  ["no", "yes"],
];

/** A cell as it is compared in a binary column: `1.0` is `1`, and the case of letters does not count. */
export function binaryCell(cell: string): string {
  const number = Number(cell);
  return Number.isNaN(number) ? cell.toLowerCase() : String(number);
}

/** The distinct values of a binary column, sorted. */
export function distinctValues(table: Table, name: string): string[] {
  return [...new Set(presentCells(table, name).map(binaryCell))].sort();
}

/** The known pair that holds all these values. */
export function knownPair(values: readonly string[]): readonly [string, string] | undefined {
  return binaryPairs.find((pair) => values.every((value) => pair.includes(value)));
}

/** What stands for 0 and for 1 in a binary column: a known pair, else the two values that occur, in sorted order. */
export function binaryValues(table: Table, name: string): readonly [string, string] {
  const found = distinctValues(table, name);
  const pair = knownPair(found);
  if (pair !== undefined) return pair;
  if (found.length === 2) return [found[0]!, found[1]!];
  const some = found.slice(0, 5).join(", ") + (found.length > 5 ? ", …" : "");
  return fail(`${table.file}, column ${name}: a binary target has two values, and here ${found.length} occur: ${some}`);
}

/** What stands for 0 and for 1 in the column of one label among several: a known pair, so that all parts agree. */
export function labelValues(table: Table, name: string): readonly [string, string] {
  const found = distinctValues(table, name);
  const other = found.find((value) => knownPair([value]) === undefined) ?? found.slice(0, 3).join(", ");
  return (
    knownPair(found) ?? fail(`${table.file}, column ${name}: a label is 0 or 1, false or true, no or yes, not ${other}`)
  );
}

/** 0 or 1 for each row of a binary column. */
export function binaryLabels(table: Table, name: string, values: readonly [string, string]): Uint32Array {
  return Uint32Array.from(presentCells(table, name), (cell, row) => {
    const label = values.indexOf(binaryCell(cell));
    return label >= 0
      ? label
      : fail(`${cellPlace(table, row, name)}: ${JSON.stringify(cell)} is neither ${values.join(" nor ")}`);
  });
}

/** `[rows, classes]`: a 1 at each row's label, else 0. */
export function oneHot(labels: ArrayLike<number>, rows: Uint32Array, classes: number): Float32Array {
  const result = new Float32Array(rows.length * classes);
  rows.forEach((row, i) => (result[i * classes + labels[row]!] = 1));
  return result;
}
