import fc from "fast-check";
import { stringify } from "csv-stringify/sync";
import { describe, expect, test } from "vitest";
import { csvRows } from "../../src/data/read-csv.ts";
import { parseCsv } from "../../src/portable/csv.ts";

test.each<[string, string, string[][]]>([
  ["nothing is no row", "", []],
  [
    "a row may end without a line end",
    "a,b\n1,2",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  ["line ends are LF, CRLF and CR", "a\r\nb\nc\rd", [["a"], ["b"], ["c"], ["d"]]],
  [
    "a quoted field holds commas, quotes and line ends",
    '"a,b","say ""hi""","x\r\ny"\n',
    [["a,b", 'say "hi"', "x\r\ny"]],
  ],
  ["a byte-order mark is passed over", "\ufeffa,b\n", [["a", "b"]]],
  ["a byte-order mark may stand before a quote", '\ufeff"a",b\n', [["a", "b"]]],
  [
    "fields may be empty",
    ",\n,,\n",
    [
      ["", ""],
      ["", "", ""],
    ],
  ],
  ["a comma at the end opens an empty field", "a,", [["a", ""]]],
  ["a blank line is one empty field", "a\n\nb\n\n", [["a"], [""], ["b"], [""]]],
  ["blanks belong to a field", " a , b\n", [[" a ", " b"]]],
  ["quotes may hold nothing", '"",""', [["", ""]]],
])("%s", (_, text, rows) => {
  expect(parseCsv(text, "t.csv")).toEqual(rows);
  expect(csvRows(text, "t.csv")).toEqual(rows);
});

test.each([
  ["a quote that is never closed", 'a,b\n1,2\n3,"x\n4,5\n', "t.csv, line 3: the quote that opens here is never closed"],
  ["a lone quote at the end", 'a\n"', "t.csv, line 2: the quote that opens here is never closed"],
  ["a quote inside a field", 'a,b\n1,x"y\n', "t.csv, line 2: a quote stands inside a field that is not quoted"],
  ["a quote after a blank", 'a,b\r\n1, "x"\r\n', "t.csv, line 2: a quote stands inside a field that is not quoted"],
  [
    "text after a quoted field",
    'a\n"x\ny"z\n',
    "t.csv, line 3: a quoted field is followed by text, not by a comma or a line end",
  ],
])("both readers refuse %s, in the same words", (_, text, message) => {
  expect(() => parseCsv(text, "t.csv")).toThrow(message);
  expect(() => csvRows(text, "t.csv")).toThrow(message);
});

describe("the portable reader agrees with csv-parse", () => {
  const cell = fc.string({
    unit: fc.constantFrom('"', ",", "\n", "\r", " ", "a", "1", "é", "\ufeff", "😀", ";", "\t"),
  });
  const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 6 });

  test("on every table that csv-stringify writes", () => {
    fc.assert(
      fc.property(table, fc.constantFrom("\n", "\r\n", "\r"), (rows, record_delimiter) => {
        const text = stringify(rows, { record_delimiter, quoted: true });
        expect(parseCsv(text, "t")).toEqual(rows);
        expect(csvRows(text, "t")).toEqual(rows);
      }),
    );
  });

  test("on any text: the same rows, or both refuse", () => {
    const answer = (read: () => unknown): unknown => {
      try {
        return read();
      } catch (error) {
        return (error as Error).message;
      }
    };
    fc.assert(
      fc.property(cell, (text) => {
        expect(answer(() => parseCsv(text, "t"))).toEqual(answer(() => csvRows(text, "t")));
      }),
      { numRuns: 2000 },
    );
  });
});
