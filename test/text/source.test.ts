import fc from "fast-check";
import { expect, test } from "vitest";
import { lineText, positionAt } from "../../src/text/source.ts";
import { graphemes, widthOf } from "../../src/text/width.ts";

test("lines and columns begin at 1, and both kinds of line end close a line", () => {
  const source = { path: "x", text: "ab\r\nc\n\nd" };
  expect([0, 2, 4, 5, 6, 7, 8, 99].map((offset) => positionAt(source, offset))).toEqual([
    { line: 1, column: 1, offset: 0 },
    { line: 1, column: 3, offset: 2 },
    { line: 2, column: 1, offset: 4 },
    { line: 2, column: 2, offset: 5 },
    { line: 3, column: 1, offset: 6 },
    { line: 4, column: 1, offset: 7 },
    { line: 4, column: 2, offset: 8 },
    { line: 4, column: 2, offset: 8 },
  ]);
  expect([1, 2, 3, 4].map((line) => lineText(source, line))).toEqual(["ab", "c", "", "d"]);
});

test("a position is where counting line ends puts it", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("a", "\n", "\r\n", "é") }), fc.nat({ max: 60 }), (text, at) => {
      const before = text.slice(0, at);
      const { line, column } = positionAt({ path: "x", text }, at);
      expect(line).toBe(before.split("\n").length);
      expect(column).toBe(before.length - before.lastIndexOf("\n"));
    }),
  );
});

test.each([
  ["dense", 5],
  ["é", 1],
  ["e\u0301", 1],
  ["层数", 4],
  ["ｆｕｌｌ", 8],
  ["한글", 4],
  ["😀", 2],
  ["👩‍👩‍👧", 2],
  ["❤️", 2],
  ["→", 1],
  ["\u200b", 0],
  ["", 0],
])("%j is %d columns wide", (text, width) => {
  expect(widthOf(text)).toBe(width);
});

test("a family is one character", () => {
  expect(graphemes("a👩‍👩‍👧b")).toEqual(["a", "👩‍👩‍👧", "b"]);
});
