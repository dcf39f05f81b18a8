import { expect, test } from "vitest";
import {
  isMissing,
  isNumber,
  missingMarks,
  numberColumn,
  presentCells,
  readTable,
  withoutMissing,
} from "../../src/portable/table.ts";

test("the first row names the columns, and blanks around cells do not count", () => {
  const table = readTable(
    [
      [" a", "b "],
      ["1 ", " x"],
    ],
    "t.csv",
  );
  expect(table).toEqual({ file: "t.csv", names: ["a", "b"], rows: [["1", "x"]], lines: [2] });
});

test("blank lines do not count, before the header and between rows", () => {
  const table = readTable([[""], ["a", "b"], [""], ["1", "2"], [" "]], "t.csv");
  expect(table).toMatchObject({ names: ["a", "b"], rows: [["1", "2"]], lines: [4] });
});

test("a row's line counts the line ends inside quoted fields before it", () => {
  const table = readTable(
    [
      ["a", "b"],
      ["1", "x\ny\r\nz"],
      ["2", ""],
    ],
    "t.csv",
  );
  expect(table.lines).toEqual([2, 5]);
});

test.each([
  ["no row at all", [], "t.csv is empty"],
  ["blank lines alone", [[""], [""]], "t.csv is empty"],
  ["a header alone", [["a", "b"]], "t.csv has a header and no row"],
  ["a row that is too short", [["a", "b"], ["1", "2"], ["3"]], "t.csv, line 3: 1 fields stand where the header has 2"],
  ["a row that is too long", [["a"], ["x\ny"], ["1", "2"]], "t.csv, line 4: 2 fields stand where the header has 1"],
])("%s is refused", (_, rows, message) => {
  expect(() => readTable(rows, "t.csv")).toThrow(message);
});

test("missing values are written in six ways, in any case of letters", () => {
  expect(missingMarks).toEqual(["", "na", "n/a", "nan", "null", "?"]);
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

const table = readTable(
  [
    ["a", "b"],
    ["1", "x"],
    ["", "y"],
    ["-2.5", "?"],
  ],
  "t.csv",
);

test("a column of numbers has NaN where one is missing", () => {
  expect([...numberColumn(table, "a")]).toEqual([1, NaN, -2.5]);
});

test.each([
  ["text", () => numberColumn(table, "b"), 't.csv, line 2, column b: "x" is not a number'],
  ["a column that is not there", () => numberColumn(table, "c"), "t.csv has no column c"],
  [
    "a number that no 32-bit float holds",
    () => numberColumn(readTable([["a"], ["3.5e38"]], "t.csv"), "a"),
    "t.csv, line 2, column a: 3.5e38 is more than a 32-bit float can hold",
  ],
  ["a missing text", () => presentCells(table, "b"), "t.csv, line 4, column b: the value is missing"],
  [
    "a table with a missing value in each row",
    () => withoutMissing(readTable([["a"], ["?"]], "t.csv"), ["a"]),
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
