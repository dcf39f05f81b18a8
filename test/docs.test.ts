import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { check } from "../src/check.ts";
import { layers } from "../src/vocabulary/layers/index.ts";

/** The fenced specs of a page, each with the line that it begins in. */
const specsOf = (page: string): readonly { readonly line: number; readonly text: string }[] => {
  const text = readFileSync(page, "utf8");
  return [...text.matchAll(/^( *)```dnn\n([^]*?)^ *```$/gm)].map((match) => ({
    line: text.slice(0, match.index).split("\n").length,
    text: match[2]!.replaceAll(new RegExp(`^${match[1]!}`, "gm"), ""),
  }));
};

const pages = ["README.md", "CHANGELOG.md", ...readdirSync("docs").map((name) => join("docs", name))].filter((one) =>
  one.endsWith(".md"),
);
const specs = pages.flatMap((page) => specsOf(page).map((spec) => ({ page, ...spec })));

/** A spec of the documentation may stand for a part of one, as a signature of the standard library does. */
const isFragment = (text: string): boolean => /^layer /m.test(text);

test.each(specs.filter(({ text }) => !isFragment(text)))("the spec at $page:$line lints clean", ({ page, text }) => {
  const { diagnostics } = check({ path: page, text });
  expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
});

test("docs/language.md names every layer that is built", () => {
  const page = readFileSync("docs/language.md", "utf8");
  const line = page.split("\n- ").find((item) => item.startsWith("Layers: "))!;
  const named = [...line.split(". An activation")[0]!.matchAll(/`(\w+)`/g)].map((match) => match[1]!);
  expect([...named, "activation"].toSorted()).toEqual(Object.keys(layers).toSorted());
});
