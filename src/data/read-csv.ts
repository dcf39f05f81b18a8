import { parse } from "csv-parse/sync";
import { decodeText } from "../portable/bytes.ts";
import { parseCsv } from "../portable/csv.ts";
import { fail } from "../portable/fail.ts";
import { checkNames, readTable, type Table } from "../portable/table.ts";
import { inflated } from "./inflated.ts";

/** The largest table that is read, in bytes of text: its cells take several times as much memory. */
export const largestTable = 2 ** 27;

/** A table from the bytes of a CSV file: UTF-8, commas, a header, quotes as in RFC 4180, any line ends, plain or gzipped. */
export function readCsv(bytes: Uint8Array, file: string): Table {
  const plain = inflated(bytes, file, largestTable);
  if (plain.length > largestTable)
    fail(`${file} has ${plain.length} bytes; the most that a table may have is ${largestTable}`);
  const table = readTable(csvRows(decodeText(plain, file), file), file);
  checkNames(table);
  return table;
}

/** The rows of a CSV text. What csv-parse refuses is said in the words of the portable reader, which knows where it begins. */
export function csvRows(text: string, file: string): readonly (readonly string[])[] {
  try {
    return parse(text, { bom: true, relax_column_count: true, record_delimiter: ["\r\n", "\n", "\r"] });
  } catch (error) {
    parseCsv(text, file);
    return fail(`${file}: ${(error as Error).message}`);
  }
}
