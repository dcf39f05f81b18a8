import { expect, test } from "vitest";
import { check } from "../../src/check.ts";
import { casesOf, collections, said, written } from "./broken-files.ts";

const all = collections.flatMap(({ path }) => casesOf(path));

test.each(collections)("what is said of each broken file in $name stands beside it", async ({ path }) => {
  await expect(written(casesOf(path))).toMatchFileSnapshot(path);
});

test("there are more than a hundred, each under a title of its own and none like another", () => {
  expect(all.length).toBeGreaterThan(100);
  expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
  expect(new Set(all.map(({ text }) => text)).size).toBe(all.length);
});

test.each(all)("$title: an error is found, and no two at one place", ({ text }) => {
  const { diagnostics } = check({ path: "broken.dnn", text });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  expect(errors).not.toEqual([]);
  expect(new Set(errors.map(({ at }) => at.start)).size).toBe(errors.length);
});

test.each(all)(
  "$title: the same is said at the same places where lines end as on Windows, or the last has no end",
  ({ text }) => {
    const expected = said(text);
    expect(said(text.replaceAll("\n", "\r\n"))).toBe(expected);
    expect(said(text.trimEnd())).toBe(expected);
  },
);
