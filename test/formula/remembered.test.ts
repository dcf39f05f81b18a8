import { expect, test } from "vitest";
import { remembered } from "../../src/formula/remembered.ts";

/** A memory that tells what was worked out, in order. */
function memory(...bounds: readonly [most: number, characters?: number]) {
  const asked: string[] = [];
  const remember = remembered<string>(...bounds);
  return { asked, ask: (key: string) => remember(key, () => (asked.push(key), key.toUpperCase())) };
}

test("what is asked again is not worked out again", () => {
  const { asked, ask } = memory(2);
  expect(["a", "b", "a", "b"].map(ask)).toEqual(["A", "B", "A", "B"]);
  expect(asked).toEqual(["a", "b"]);
});

test("the oldest answer is forgotten first where there are too many", () => {
  const { asked, ask } = memory(2);
  ["a", "b", "c", "b", "a"].forEach(ask);
  expect(asked).toEqual(["a", "b", "c", "a"]);
});

test("long texts leave room for fewer answers, and one that is too long for all others is held alone", () => {
  const { asked, ask } = memory(10, 4);
  ["aa", "bb", "c", "bb", "aa", "dddddd", "dddddd", "c"].forEach(ask);
  expect(asked).toEqual(["aa", "bb", "c", "aa", "dddddd", "c"]);
});
