import { expect, test } from "vitest";
import { checkLabels, oneHot } from "../../src/data/labels.ts";
import { parseTable } from "../../src/portable/table.ts";
import { binaryLabels, binaryValues, classLabels, namedLabels } from "../../src/portable/target.ts";

const column = (...cells: string[]) => parseTable(["y", ...cells].join("\n"), "t.csv");
const labelsOf = (cells: string[], classes: number | readonly string[]) =>
  typeof classes === "number"
    ? classLabels(column(...cells), "y", classes)
    : namedLabels(column(...cells), "y", classes);

test.each([
  ["whole numbers from 0", ["0", "2", "1.0"], 3, [0, 2, 1]],
  ["names, in the order declared", ["dog", "cat", "dog"], ["cat", "dog"], [1, 0, 1]],
  ["numbers where the classes have names", ["1", "0"], ["cat", "dog"], [1, 0]],
  ["names that look like numbers, before numbers", ["1", "2"], ["1", "2"], [0, 1]],
])("labels are %s", (_, cells, classes, labels) => {
  expect([...labelsOf(cells, classes)]).toEqual(labels);
});

test.each<[string, string[], number | string[], string]>([
  ["too large", ["0", "3"], 3, 't.csv, line 3, column y: "3" is not a label from 0 to 2'],
  ["negative", ["-1"], 3, 't.csv, line 2, column y: "-1" is not a label from 0 to 2'],
  ["no whole number", ["0.5"], 3, 't.csv, line 2, column y: "0.5" is not a label from 0 to 2'],
  ["a text", ["cat"], 3, 't.csv, line 2, column y: "cat" is not a label from 0 to 2'],
  ["another name", ["bird"], ["cat", "dog"], 't.csv, line 2, column y: "bird" is not one of the classes cat, dog'],
  ["missing", ["0", "NA"], 2, "t.csv, line 3, column y: the value is missing"],
])("a label that is %s is refused at its line", (_, cells, classes, message) => {
  expect(() => labelsOf(cells, classes)).toThrow(message);
});

test("labels that come with examples are checked, examples counted from 1", () => {
  checkLabels([0, 1, 2], 1, 3, "labels");
  expect(() => checkLabels([0, 1, 12], 1, 10, "labels")).toThrow(
    "labels, example 3: the label 12 is not one of 0 to 9",
  );
  expect(() => checkLabels([0, 1, 1, 2], 2, 2, "labels")).toThrow(
    "labels, example 2: the label 2 is not one of 0 to 1",
  );
});

test.each([
  ["0 and 1", ["0", "1", "1.0"], ["0", "1"], [0, 1, 1]],
  ["false and true in any case", ["True", "false", "TRUE"], ["false", "true"], [1, 0, 1]],
  ["no and yes", ["yes", "no"], ["no", "yes"], [1, 0]],
  ["a known pair of which one value occurs", ["yes", "Yes"], ["no", "yes"], [1, 1]],
  ["the two texts that occur, sorted", ["male", "female"], ["female", "male"], [1, 0]],
  ["two other numbers, sorted", ["1", "-1"], ["-1", "1"], [1, 0]],
])("a binary column holds %s", (_, cells, values, labels) => {
  const found = binaryValues(column(...cells), "y");
  expect(found).toEqual(values);
  expect([...binaryLabels(column(...cells), "y", found)]).toEqual(labels);
});

test.each([
  ["three values", ["a", "b", "c"], "and here 3 occur: a, b, c"],
  ["one unknown value", ["a", "a"], "and here 1 occur: a"],
  ["many values", ["1", "2", "3", "4", "5", "6"], "and here 6 occur: 1, 2, 3, 4, 5, …"],
])("%s make no binary column", (_, cells, message) => {
  expect(() => binaryValues(column(...cells), "y")).toThrow(
    `t.csv, column y: a binary target has two values, ${message}`,
  );
});

test("another value than the two is refused at its line", () => {
  expect(() => binaryLabels(column("0", "2"), "y", ["0", "1"])).toThrow(
    't.csv, line 3, column y: "2" is neither 0 nor 1',
  );
});

test("one-hot rows have a 1 at the label", () => {
  expect([...oneHot([2, 0, 1], Uint32Array.of(0, 2), 3)]).toEqual([0, 0, 1, 0, 1, 0]);
});
