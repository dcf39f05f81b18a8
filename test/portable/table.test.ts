import { expect, test } from "vitest";
import { readCsv } from "../../src/data/read-csv.ts";
import { isMissing, isNumber, numbersOf, parseTable, presentCells, withoutMissing } from "../../src/portable/table.ts";

test("the first row names the columns, and blanks around cells do not count", () => {
  const table = parseTable(" a,b \n1 , x\n", "t.csv");
  expect(table).toEqual({ file: "t.csv", names: ["a", "b"], rows: [["1", "x"]], lines: [2] });
});

test("blank lines do not count, before the header and between rows", () => {
  const table = parseTable("\na,b\n\n1,2\n \n", "t.csv");
  expect(table).toMatchObject({ names: ["a", "b"], rows: [["1", "2"]], lines: [4] });
});

test("a row's line counts the line ends inside quoted fields before it", () => {
  expect(parseTable('a,b\n1,"x\ny\r\nz"\n2,\n', "t.csv").lines).toEqual([2, 5]);
});

test.each([
  ["no row at all", "", "t.csv is empty"],
  ["blank lines alone", "\n\n", "t.csv is empty"],
  ["a header alone", "a,b\n", "t.csv has a header and no row"],
  ["a header of numbers", "1,2\n3,4\n", "t.csv: the first line must name the columns, and it holds numbers"],
  ["a name that stands twice", "a,b,a\n1,2,3\n", 't.csv: columns 1 and 3 are both named "a"'],
  ["a row that is too short", "a,b\n1,2\n3\n", "t.csv, line 3: 1 fields, where the header has 2"],
  ["a row that is too long", 'a\n"x\ny"\n1,2\n', "t.csv, line 4: 2 fields, where the header has 1"],
])("%s is refused", (_, text, message) => {
  expect(() => readCsv(new TextEncoder().encode(text), "t.csv")).toThrow(message);
});

test("missing values are written in six ways, in any case of letters", () => {
  expect(["", "NA", "N/A", "NaN", "NULL", "null", "?"].every(isMissing)).toBe(true);
  expect(["0", "none", "-", "nap", "nulls"].some(isMissing)).toBe(false);
});

test.each(["1", "-1", "+1.5", ".5", "5.", "1e3", "1E-3", "-2.5e+10"])("%s is a number", (cell) => {
  expect(isNumber(cell)).toBe(true);
});

test.each(["", ".", "1,5", "0x10", "1_000", "1 000", "12 km", "Infinity", "-inf", "NaN", "1e", "--1", "٣"])(
  "%j is no number",
  (cell) => {
    expect(isNumber(cell)).toBe(false);
  },
);

const table = parseTable("a,b\n1,x\n,y\n-2.5,?\n", "t.csv");

test("a column of numbers has NaN where one is missing", () => {
  expect([...numbersOf(table, "a", NaN)]).toEqual([1, NaN, -2.5]);
});

test.each([
  ["text", () => numbersOf(table, "b", NaN), 't.csv, line 2, column b: "x" is not a number'],
  ["a column that is not there", () => numbersOf(table, "c"), "t.csv has no column c"],
  [
    "a number that no 32-bit float holds",
    () => numbersOf(parseTable("a\n3.5e38", "t.csv"), "a"),
    "t.csv, line 2, column a: 3.5e38 is more than a 32-bit float can hold",
  ],
  ["a missing number", () => numbersOf(table, "a"), "t.csv, line 3, column a: the value is missing"],
  ["a missing text", () => presentCells(table, "b"), "t.csv, line 4, column b: the value is missing"],
  [
    "a table with a missing value in each row",
    () => withoutMissing(parseTable("a\n?", "t.csv"), ["a"]),
    "t.csv: a value is missing in every row",
  ],
])("%s is refused", (_, read, message) => {
  expect(read).toThrow(expect.objectContaining({ message, code: "DATA" }));
});

test("rows without a missing value keep their lines", () => {
  expect(withoutMissing(table, ["a"])).toMatchObject({
    rows: [
      ["1", "x"],
      ["-2.5", "?"],
    ],
    lines: [2, 4],
  });
});
