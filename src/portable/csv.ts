/** Comma-separated values as RFC 4180 has them; a row may end in any of the three line ends. */
import { fail } from "./fail.ts";

/** The rows of a CSV text, each a list of fields as they stand, without the quotes around them. A blank line is a row of one empty field. */
export function parseCsv(text: string, file: string): string[][] {
  const rows: string[][] = [];
  let at = text.startsWith("\ufeff") ? 1 : 0;
  while (at < text.length) {
    const row: string[] = [];
    let end = at - 1;
    do {
      const start = end + 1;
      const quoted = text[start] === '"';
      end = quoted ? quotedEnd(text, start, file) : plainEnd(text, start, file);
      row.push(quoted ? text.slice(start + 1, end - 1).replaceAll('""', '"') : text.slice(start, end));
    } while (text[end] === ",");
    rows.push(row);
    at = text.startsWith("\r\n", end) ? end + 2 : end + 1;
  }
  return rows;
}

/** Where a field without quotes ends: at a comma, a line end, or the end of the text. */
export function plainEnd(text: string, start: number, file: string): number {
  const stop = /[",\r\n]/g;
  stop.lastIndex = start;
  const end = stop.exec(text)?.index ?? text.length;
  if (text[end] === '"') fail(`${file}, line ${lineAt(text, end)}: a quote stands inside a field that is not quoted`);
  return end;
}

/** Where a quoted field ends, behind its closing quote; two quotes inside stand for one. */
export function quotedEnd(text: string, start: number, file: string): number {
  let close = text.indexOf('"', start + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close < 0) fail(`${file}, line ${lineAt(text, start)}: the quote that opens here is never closed`);
  if (close + 1 < text.length && !/[,\r\n]/.test(text[close + 1]!))
    fail(`${file}, line ${lineAt(text, close)}: a quoted field is followed by text, not by a comma or a line end`);
  return close + 1;
}

/** The line, counted from 1, in which `at` stands. */
export function lineAt(text: string, at: number): number {
  return text.slice(0, at).split(/\r\n|\n|\r/).length;
}
