/** A table of texts whose columns have names, and its cells read as numbers. */
import { fail } from "./fail.ts";

/** `rows[i][j]` stands in column `names[j]`, in a row that begins on line `lines[i]` of the file. */
export interface Table {
  readonly file: string;
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly lines: readonly number[];
}

/** The table of a CSV text (RFC 4180), whose first row names the columns. Blank lines, and blanks around a cell, do not count. */
export function parseTable(text: string, file: string): Table {
  const field = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r\n?|\n|$)/y;
  const [rows, lines]: [string[][], number[]] = [[], []];
  for (let line = 1, start = 0; start < text.length; start = field.lastIndex) {
    const cells: string[] = [];
    for (let end: string | undefined = ","; end === ",";) {
      const found = field.exec(text);
      if (found === null) fail(`${file}, line ${line}: a quote is not closed, or stands inside a field`);
      cells.push((found[1]?.replaceAll('""', '"') ?? found[2] ?? "").trim());
      end = found[3];
    }
    if (cells.length > 1 || cells[0] !== "") lines[rows.push(cells) - 1] = line;
    line += text.slice(start, field.lastIndex).split(/\r\n?|\n/).length - 1;
  }
  const [names = [], ...others] = rows;
  if (names.every(isNumber)) fail(`${file}: the first line must name the columns, and it holds numbers`);
  const ragged = others.find((cells) => cells.length !== names.length);
  if (ragged !== undefined)
    fail(`${file}, line ${lines[rows.indexOf(ragged)]}: ${ragged.length} fields, where the header has ${names.length}`);
  return { file, names, rows: others, lines: lines.slice(1) };
}

/** Whether a cell stands for a value that is missing. */
export const isMissing = (cell: string): boolean => /^(|na|n\/a|nan|null|\?)$/i.test(cell);

/** Whether a cell is a decimal number such as `-12.5` or `3e-4`. */
export const isNumber = (cell: string): boolean => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell);

/** The texts of a column. */
export function cellsOf({ file, names, rows }: Table, name: string): string[] {
  const column = names.indexOf(name);
  if (column < 0) fail(`${file} has no column ${name}`);
  return rows.map((cells) => cells[column]!);
}

/** What to say of a cell: the file, its line, and the column. */
export const cellPlace = ({ file, lines }: Table, row: number, name: string): string =>
  `${file}, line ${lines[row]}, column ${name}`;

/** The numbers of a column, `missing` for those that are missing; without it a missing one is refused. */
export function numbersOf(table: Table, name: string, missing?: number): Float64Array {
  return Float64Array.from(cellsOf(table, name), (cell, row) => {
    if (isMissing(cell) && missing !== undefined) return missing;
    const place = cellPlace(table, row, name);
    if (isMissing(cell)) fail(`${place}: the value is missing`);
    if (!isNumber(cell)) fail(`${place}: ${JSON.stringify(cell)} is not a number`);
    if (!Number.isFinite(Math.fround(Number(cell)))) fail(`${place}: ${cell} is more than a 32-bit float can hold`);
    return Number(cell);
  });
}

/** The texts of a column in which no value may be missing. */
export function presentCells(table: Table, name: string): string[] {
  const cells = cellsOf(table, name);
  const missing = cells.findIndex(isMissing);
  if (missing >= 0) fail(`${cellPlace(table, missing, name)}: the value is missing`);
  return cells;
}

/** The table without the rows in which a value of these columns is missing. */
export function withoutMissing(table: Table, names: readonly string[]): Table {
  const columns = names.map((name) => cellsOf(table, name));
  const isWhole = (_: unknown, row: number) => columns.every((cells) => !isMissing(cells[row]!));
  const rows = table.rows.filter(isWhole);
  if (rows.length === 0) fail(`${table.file}: a value is missing in every row`);
  return { ...table, rows, lines: table.lines.filter(isWhole) };
}
