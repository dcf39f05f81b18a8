import fc from "fast-check";
import { expect, test } from "vitest";
import {
  encodedWidth,
  encodeTable,
  fitCategories,
  fitNumber,
  mean,
  median,
  oneHotPlaces,
} from "../../src/portable/encode.ts";
import { readTable } from "../../src/portable/table.ts";
import { rowsOf } from "../data/workshop.ts";

const table = readTable(
  [
    ["n", "c"],
    ["1", "red"],
    ["", "blue"],
    ["3", ""],
    ["8", "red"],
    ["100", "green"],
  ],
  "t.csv",
);
const train = Uint32Array.of(0, 1, 2, 3);

test("the median of an even count is the mean of the two in the middle", () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([7])]).toEqual([2, 2.5, 7]);
});

test("the mean of equal values is that value to the bit", () => {
  expect(mean(Array(1000).fill(0.1))).toBe(0.1);
});

test.each([
  ["median", 3],
  ["mean", 4],
] as const)("the %s of the training rows stands in for a missing number", (missing, value) => {
  const column = fitNumber(table, "n", train, missing);
  expect(column).toEqual({ name: "n", missing: value, categories: undefined });
  expect([...encodeTable(table, [column])]).toEqual([1, value, 3, 8, 100]);
});

test.each(["drop", "fail"] as const)("with %s a missing number is refused at its line", (missing) => {
  const column = fitNumber(table, "n", train, missing);
  expect(() => encodeTable(table, [column])).toThrow("t.csv, line 3, column n: the value is missing");
});

test("a column without a value in the training rows has no statistic", () => {
  expect(() => fitNumber(table, "n", Uint32Array.of(1), "mean")).toThrow(
    "t.csv, column n: every value is missing in the training rows",
  );
  expect(() => fitCategories(table, "c", Uint32Array.of(2), "mean")).toThrow(
    "t.csv, column c: every value is missing in the training rows",
  );
});

test("discovered categories are the sorted ones of the training rows; another one and a missing one are all zeros", () => {
  const column = fitCategories(table, "c", train, "median");
  expect(column).toEqual({ name: "c", missing: 0, categories: ["blue", "red"], declared: false });
  expect(rowsOf(encodeTable(table, [column]), 2)).toEqual([
    [0, 1],
    [1, 0],
    [0, 0],
    [0, 1],
    [0, 0],
  ]);
});

test("declared categories keep their order, and another one is refused at its line", () => {
  const column = fitCategories(table, "c", train, "median", ["red", "blue"]);
  expect(() => encodeTable(table, [column])).toThrow(
    't.csv, line 6, column c: "green" is not one of the categories red, blue',
  );
  const all = fitCategories(table, "c", train, "median", ["red", "blue", "green"]);
  expect(rowsOf(encodeTable(table, [all]), 3)[0]).toEqual([1, 0, 0]);
});

test("a missing category is refused where missing values are", () => {
  const column = fitCategories(table, "c", train, "fail");
  expect(() => encodeTable(table, [column])).toThrow("t.csv, line 4, column c: the value is missing");
});

test("columns are encoded in the order given, a categorical one expanded in its place", () => {
  const columns = [fitCategories(table, "c", train, "median"), fitNumber(table, "n", train, "median")];
  expect(encodedWidth(columns)).toBe(3);
  expect(oneHotPlaces(columns)).toEqual([true, true, false]);
  expect(rowsOf(encodeTable(table, columns), 3)).toEqual([
    [0, 1, 1],
    [1, 0, 3],
    [0, 0, 3],
    [0, 1, 8],
    [0, 0, 100],
  ]);
});

test("every row has exactly one 1 for the category that stands in it", () => {
  const cells = fc.array(fc.constantFrom("a", "b", "c", "d d", "é", "Z"), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(cells, (texts) => {
      const made = readTable([["x"], ...texts.map((text) => [text])], "t");
      const column = fitCategories(made, "x", Uint32Array.from(texts.keys()), "median");
      const categories = column.categories!;
      expect([...categories]).toEqual([...new Set(texts)].sort());
      rowsOf(encodeTable(made, [column]), categories.length).forEach((row, i) => {
        expect(row.map((value, place) => (value === 1 ? categories[place] : "")).join("")).toBe(texts[i]);
      });
    }),
  );
});
