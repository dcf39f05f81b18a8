/** The chapter's experiments as specs: each lints clean and compiles, and all are about the same images. */
import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { book } from "../../scripts/chapter11/book.ts";
import { check } from "../../src/check.ts";

const folder = join("examples", "chapter11");
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".dnn"))
  .map((name) => basename(name, ".dnn"));
const sourceOf = (name: string) => {
  const path = join(folder, `${name}.dnn`);
  return { path, text: readFileSync(path, "utf8") };
};

test("every experiment of the table has its spec, and every spec its line", () => {
  expect(names.toSorted()).toEqual(Object.keys(book).toSorted());
});

test("all specs read the same files, divided in the same way", () => {
  const blocks = names.map((name) =>
    /^data [^]*?^\}/m.exec(sourceOf(name).text)![0].replace(/ {2}normalize: .*\n/, ""),
  );
  expect(new Set(blocks).size).toBe(1);
});

test.each(names)("%s lints clean, and its run has its file's name and the seed 42", (name) => {
  const source = sourceOf(name);
  const { model, diagnostics } = check(source);
  expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
  expect(model.trainings.map((training) => [training.name, training.seed])).toEqual([[name, 42]]);
  expect(source.text).toMatch(/^\/\/\/ [^]*\ndata /);
});
