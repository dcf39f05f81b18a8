import { decodeText } from "../portable/bytes.ts";
import { fail } from "../portable/fail.ts";
import { parseTable, type Table } from "../portable/table.ts";
import { inflated } from "./inflated.ts";

/** The largest table that is read, in bytes of text: its cells take several times as much memory. */
export const largestTable = 2 ** 27;

/** A table from the bytes of a CSV file: UTF-8, commas, a header, quotes as in RFC 4180, any line ends, plain or gzipped. */
export function readCsv(bytes: Uint8Array, file: string): Table {
  const plain = inflated(bytes, file, largestTable);
  if (plain.length > largestTable)
    fail(`${file} has ${plain.length} bytes; the most that a table may have is ${largestTable}`);
  const text = decodeText(plain, file);
  if (text.trim() === "") fail(`${file} is empty`);
  const table = parseTable(text, file);
  const { names, rows } = table;
  if (rows.length === 0) fail(`${file} has a header and no row`);
  const second = names.findIndex((name, i) => names.indexOf(name) < i);
  if (second < 0) return table;
  const name = names[second]!;
  fail(`${file}: columns ${names.indexOf(name) + 1} and ${second + 1} are both named ${JSON.stringify(name)}`);
}
