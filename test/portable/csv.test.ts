import fc from "fast-check";
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { describe, expect, test } from "vitest";
import { parseTable } from "../../src/portable/table.ts";

test.each<[string, string, string[][]]>([
  ["a row may end without a line end", "a,b\n1,2", [["1", "2"]]],
  ["line ends are LF, CRLF and CR", "a\r\nb\nc\rd", [["b"], ["c"], ["d"]]],
  [
    "a quoted field holds commas, quotes and line ends",
    'a,b,c\n"a,b","say ""hi""","x\r\ny"\n',
    [["a,b", 'say "hi"', "x\r\ny"]],
  ],
  ["fields may be empty", "a,b,c\n,,\n", [["", "", ""]]],
  ["a comma at the end opens an empty field", "a,b\n1,", [["1", ""]]],
  ["a blank line is no row", "a\n\nb\n\n", [["b"]]],
  ["blanks around a cell do not count", "a,b\n 1 , 2\n", [["1", "2"]]],
  ["quotes may hold nothing", 'a,b\n"",""', [["", ""]]],
])("%s", (_, text, rows) => {
  expect(parseTable(text, "t.csv").rows).toEqual(rows);
});

test.each([
  ["a quote that is never closed", 'a,b\n1,2\n3,"x\n4,5\n', 3],
  ["a lone quote at the end", 'a\n"', 2],
  ["a quote inside a field", 'a,b\n1,x"y\n', 2],
  ["a quote after a blank", 'a,b\r\n1, "x"\r\n', 2],
  ["text after a quoted field", 'a\n"x\ny"z\n', 2],
])("%s is refused at the line where its row begins", (_, text, line) => {
  const message = `t.csv, line ${line}: a quote is not closed, or stands inside a field`;
  expect(() => parseTable(text, "t.csv")).toThrow(message);
});

describe("the reader of tables agrees with csv-parse", () => {
  const cell = fc.string({ unit: fc.constantFrom('"', ",", "\n", "\r", " ", "a", "1", "é", "😀", ";", "\t") });
  const rowsOf = (text: string): readonly (readonly string[])[] => {
    const all: string[][] = parse(text, { relax_column_count: true, record_delimiter: ["\r\n", "\n", "\r"] });
    const trimmed = all.map((cells) => cells.map((each) => each.trim()));
    return trimmed.filter((cells) => cells.length > 1 || cells[0] !== "").slice(1);
  };

  test("on every table that csv-stringify writes", () => {
    const table = fc.integer({ min: 1, max: 4 }).chain((width) => {
      const row = fc.array(cell, { minLength: width, maxLength: width });
      return fc.array(row, { minLength: 1, maxLength: 6 });
    });
    fc.assert(
      fc.property(table, fc.constantFrom("\n", "\r\n", "\r"), (rows, record_delimiter) => {
        const header = rows[0]!.map(() => "h");
        const text = stringify([header, ...rows], { record_delimiter, quoted: true });
        expect(parseTable(text, "t").rows).toEqual(rowsOf(text));
      }),
    );
  });

  test("on any text: the same rows, or both refuse", () => {
    const answer = (read: () => unknown): unknown => {
      try {
        return read();
      } catch {
        return "refused";
      }
    };
    fc.assert(
      fc.property(cell, fc.integer({ min: 1, max: 3 }), (body, width) => {
        const text = `${Array(width).fill("h").join(",")}\n${body}`;
        const wanted = answer(() => {
          const rows = rowsOf(text);
          return rows.every((cells) => cells.length === width) ? rows : "refused";
        });
        expect(answer(() => parseTable(text, "t").rows)).toEqual(wanted);
      }),
      { numRuns: 2000 },
    );
  });
});
