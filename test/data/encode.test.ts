import fc from "fast-check";
import { expect, test } from "vitest";
import { encodedWidth, encodeTable, interleaved, oneHotPlaces } from "../../src/data/encode.ts";
import { categoriesOf, mean, median, presentIn } from "../../src/portable/encode.ts";
import { parseTable } from "../../src/portable/table.ts";
import { rowsOf } from "./workshop.ts";

const table = parseTable("n,c\n1,red\n,blue\n3,\n8,red\n100,green\n", "t.csv");
const train = Uint32Array.of(0, 1, 2, 3);

test("the median of an even count is the mean of the two in the middle", () => {
  expect([median(Float64Array.of(3, 1, 2)), median(Float64Array.of(4, 1, 3, 2)), median(Float64Array.of(7))]).toEqual([
    2, 2.5, 7,
  ]);
});

test("the mean of equal values is that value to the bit", () => {
  expect(mean(new Float64Array(1000).fill(0.1))).toBe(0.1);
});

test.each([
  ["median", median, 3],
  ["mean", mean, 4],
] as const)("the %s of the training rows stands in for a missing number", (_, statistic, value) => {
  expect(statistic(presentIn(table, "n", train))).toBe(value);
  expect([...encodeTable(table, [{ name: "n", missing: value }])]).toEqual([1, value, 3, 8, 100]);
});

test("without a number to stand in, a missing one is refused at its line", () => {
  expect(() => encodeTable(table, [{ name: "n" }])).toThrow("t.csv, line 3, column n: the value is missing");
});

test("a column without a value in the training rows has no statistic", () => {
  expect(() => presentIn(table, "n", Uint32Array.of(1))).toThrow(
    "t.csv, column n: every value is missing in the training rows",
  );
  expect(() => categoriesOf(table, "c", Uint32Array.of(2))).toThrow(
    "t.csv, column c: every value is missing in the training rows",
  );
});

test("discovered categories are the sorted ones of the training rows; another one and a missing one are all zeros", () => {
  const column = { name: "c", missing: 0, categories: categoriesOf(table, "c", train) };
  expect(column.categories).toEqual(["blue", "red"]);
  expect(rowsOf(encodeTable(table, [column]), 2)).toEqual([
    [0, 1],
    [1, 0],
    [0, 0],
    [0, 1],
    [0, 0],
  ]);
});

test("declared categories keep their order, and another one is refused at its line", () => {
  const column = { name: "c", missing: 0, categories: ["red", "blue"], declared: true };
  expect(() => encodeTable(table, [column])).toThrow(
    't.csv, line 6, column c: "green" is not one of the categories red, blue',
  );
  const all = { name: "c", missing: 0, categories: ["red", "blue", "green"], declared: true };
  expect(rowsOf(encodeTable(table, [all]), 3)[0]).toEqual([1, 0, 0]);
});

test("a missing category is refused where missing values are", () => {
  const column = { name: "c", categories: categoriesOf(table, "c", train) };
  expect(() => encodeTable(table, [column])).toThrow("t.csv, line 4, column c: the value is missing");
});

test("columns are encoded in the order given, a categorical one expanded in its place", () => {
  const columns = [
    { name: "c", missing: 0, categories: ["blue", "red"] },
    { name: "n", missing: 3 },
  ];
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
      const made = parseTable(["x", ...texts].join("\n"), "t");
      const categories = categoriesOf(made, "x", Uint32Array.from(texts.keys()));
      const column = { name: "x", categories };
      expect(categories).toEqual([...new Set(texts)].sort());
      rowsOf(encodeTable(made, [column]), categories.length).forEach((row, i) => {
        expect(row.map((value, place) => (value === 1 ? categories[place] : "")).join("")).toBe(texts[i]);
      });
    }),
  );
});

test("columns become rows", () => {
  expect([...interleaved([[1, 2], Uint8Array.of(3, 4)])]).toEqual([1, 3, 2, 4]);
  expect([...interleaved([])]).toEqual([]);
});
