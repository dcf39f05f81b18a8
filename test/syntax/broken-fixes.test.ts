/** What becomes of the broken files when their edits are made: nothing worse, and programs of Keras and YAML are read. */
import { expect, test } from "vitest";
import { check } from "../../src/check.ts";
import { isError } from "../../src/diagnostics/diagnostic.ts";
import { fixSource } from "../../src/lint/fix.ts";
import type { Source } from "../../src/text/source.ts";
import { casesOf, collections } from "./broken-files.ts";

const all = collections.flatMap(({ path }) => casesOf(path));
const judge = (source: Source) => check(source).diagnostics;

test.each(all)("$title: the edits that are made leave no mistake more than there was", ({ text }) => {
  const source: Source = { path: "broken.dnn", text };
  const before = judge(source).filter(isError);
  for (const grade of ["safe", "unsafe"] as const) {
    const after = judge(fixSource(source, judge, grade).source).filter(isError);
    expect(after.length).toBeLessThanOrEqual(before.length);
  }
});

const mended = (title: string): string => {
  const { text } = all.find((one) => one.title === title)!;
  return fixSource({ path: "broken.dnn", text }, judge, "unsafe").source.text;
};

test("a model in Keras's functional form becomes a network that can be read", () => {
  expect(mended("a model in Keras's functional form")).toContain(`network q {
  inputs = input(2)
  x = dense(30, activation: relu)
  dropout(0.5)
  y = dense(30)
  z = add(x, y)
  outputs = dense(2, activation: softmax)
}`);
});

test("YAML becomes blocks", () => {
  expect(mended("YAML with names")).toContain(`train q on m {
  early_stopping {
    patience: 5
    restore_best: true
  }
  epochs: 30
}`);
  expect(mended("YAML three deep").replaceAll(/\n\s*\n/g, "\n")).toContain("    dense(units: 300, activation: relu)\n");
});
