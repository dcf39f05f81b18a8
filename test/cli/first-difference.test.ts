/** Where two texts begin to differ, and how that is shown. */
import { expect, test } from "vitest";
import { differenceLines, firstDifference } from "../../src/cli/first-difference.ts";

const shown = (one: string, other: string): string => differenceLines(firstDifference(one, other)!, false).join("\n");
const lines = (...all: readonly (string | number)[]): string => all.join("\n");

test("texts that are the same have no difference", () => {
  expect(firstDifference("a\nb\n", "a\nb\n")).toBeUndefined();
});

test("a line that is another is shown beside it, behind the line before", () => {
  expect(shown(lines("a", "b", "c", "d"), lines("a", "x", "c", "d"))).toBe(lines("1   a", "2 - b", "2 + x"));
});

test("lines that were put in, or taken out, are shown alone", () => {
  expect(shown(lines("a", "c", "d"), lines("a", "b", "c", "d"))).toBe(lines("1   a", "2 + b"));
  expect(shown(lines("a", "b", "c", "d"), lines("a", "c", "d"))).toBe(lines("1   a", "2 - b"));
  expect(shown(lines("b", "c", "d"), lines("c", "d"))).toBe("1 - b");
});

test("the end of a text is a difference too", () => {
  expect(firstDifference("a\n", "a")).toEqual({ line: 2, before: "a", removed: [""], added: [] });
});

test("only the first stretch counts, and of a long one three lines are shown", () => {
  const many = Array.from({ length: 9 }, (_, i) => i);
  expect(shown(lines("a", ...many, "b", "c", "d"), lines("a", "b", "c", "x"))).toBe(
    lines("1   a", "2 - 0", "3 - 1", "4 - 2", "  - … 6 more lines"),
  );
});

test("texts without a line in common are shown at once, however long they are", () => {
  const text = (word: string): string => Array.from({ length: 5000 }, (_, i) => `${word} ${i}`).join("\n");
  expect(firstDifference(text("a"), text("b"))).toMatchObject({ line: 1, before: undefined });
});

test("a long line is cut around the place where it differs, and steers no terminal", () => {
  const long = "x".repeat(300);
  const text = shown(`${long}1\u001b[2J`, `${long}2`);
  expect(text).toMatch(/^1 - …x+1\ufffd\[2J\n1 \+ …x+2$/);
});
