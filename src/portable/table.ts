/** A table of texts whose columns have names, and its cells read as numbers. */
import { fail } from "./fail.ts";

/** `rows[i][j]` stands in column `names[j]`, on line `lines[i]` of the file; blanks around a cell do not count. */
export interface Table {
  readonly file: string;
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly lines: readonly number[];
}

/** The cells that stand for a value that is missing, in any case of letters. */
export const missingMarks: readonly string[] = ["", "na", "n/a", "nan", "null", "?"];

/** Whether a cell stands for a value that is missing. */
export function isMissing(cell: string): boolean {
  return cell.length <= 4 && missingMarks.includes(cell.toLowerCase());
}

/** A table from parsed rows, the first of which names the columns; blank lines do not count. */
export function readTable(parsed: readonly (readonly string[])[], file: string): Table {
  const lines = lineNumbers(parsed);
  const cells = parsed.map((row) => row.map((cell) => cell.trim()));
  const [header, ...kept] = cells.flatMap((row, i) => (row.length === 1 && row[0] === "" ? [] : [i]));
  if (header === undefined) fail(`${file} is empty`);
  if (kept.length === 0) fail(`${file} has a header and no row`);
  const names = cells[header]!;
  const ragged = kept.find((i) => cells[i]!.length !== names.length);
  if (ragged !== undefined)
    fail(`${file}, line ${lines[ragged]}: ${cells[ragged]!.length} fields stand where the header has ${names.length}`);
  return { file, names, rows: kept.map((i) => cells[i]!), lines: kept.map((i) => lines[i]!) };
}

/** Refuses a header in which a name occurs twice, or that holds numbers and so is none. */
export function checkNames({ names, file }: Table): void {
  if (names.every(isNumber)) fail(`${file}: the first line must name the columns, and it holds numbers`);
  const second = names.findIndex((name, i) => names.indexOf(name) < i);
  if (second < 0) return;
  const name = names[second]!;
  fail(`${file}: columns ${names.indexOf(name) + 1} and ${second + 1} are both named ${JSON.stringify(name)}`);
}

/** The line, counted from 1, on which each row begins; a quoted field may hold line ends. */
export function lineNumbers(parsed: readonly (readonly string[])[]): number[] {
  let next = 1;
  return parsed.map((row) => {
    const line = next;
    for (const cell of row) if (/[\r\n]/.test(cell)) next += cell.split(/\r\n|\n|\r/).length - 1;
    next += 1;
    return line;
  });
}

/** Where the column `name` stands. */
export function columnIndex(table: Table, name: string): number {
  const index = table.names.indexOf(name);
  if (index < 0) fail(`${table.file} has no column ${name}`);
  return index;
}

/** What to say of a cell: the file, its line, and the column. */
export function cellPlace(table: Table, row: number, name: string): string {
  return `${table.file}, line ${table.lines[row]}, column ${name}`;
}

/** The numbers of a column; NaN where one is missing. Text, and what no 32-bit float can hold, is refused. */
export function numberColumn(table: Table, name: string): Float64Array {
  const index = columnIndex(table, name);
  return Float64Array.from(table.rows, (cells, row) => {
    const cell = cells[index]!;
    if (isMissing(cell)) return NaN;
    if (!isNumber(cell)) fail(`${cellPlace(table, row, name)}: ${JSON.stringify(cell)} is not a number`);
    if (!fitsFloat(Number(cell))) fail(`${cellPlace(table, row, name)}: ${cell} is more than a 32-bit float can hold`);
    return Number(cell);
  });
}

/** The numbers of a column, `missing` put in for those that are missing; without it a missing one is refused. */
export function presentNumbers(table: Table, name: string, missing?: number): Float64Array {
  return numberColumn(table, name).map((value, row) => {
    if (!Number.isNaN(value)) return value;
    return missing ?? fail(`${cellPlace(table, row, name)}: the value is missing`);
  });
}

/** Whether a cell is a decimal number such as `-12.5` or `3e-4`. */
export function isNumber(cell: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell);
}

/** Whether a number is finite as a 32-bit float. */
export function fitsFloat(value: number): boolean {
  return Number.isFinite(Math.fround(value));
}

/** The texts of a column in which no value may be missing. */
export function presentCells(table: Table, name: string): string[] {
  const index = columnIndex(table, name);
  return table.rows.map((cells, row) => {
    if (isMissing(cells[index]!)) fail(`${cellPlace(table, row, name)}: the value is missing`);
    return cells[index]!;
  });
}

/** The table without the rows in which a value of these columns is missing. */
export function withoutMissing(table: Table, names: readonly string[]): Table {
  const indices = names.map((name) => columnIndex(table, name));
  const kept = table.rows.flatMap((cells, row) => (indices.some((index) => isMissing(cells[index]!)) ? [] : [row]));
  if (kept.length === 0) fail(`${table.file}: a value is missing in every row`);
  return { ...table, rows: kept.map((row) => table.rows[row]!), lines: kept.map((row) => table.lines[row]!) };
}
