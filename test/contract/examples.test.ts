/** What holds for the example of a word of the library: the whole spec around it is one to start from. */
import { expect, test } from "vitest";
import { check } from "../../src/check.ts";
import { exampleSpec, presetSpec } from "../../src/explain/example.ts";
import { resolve } from "../../src/network/resolve.ts";
import { parse } from "../../src/syntax/parse.ts";
import { printExpression } from "../../src/syntax/print.ts";
import { standardPresets, standardWords } from "../../src/vocabulary/standard.ts";
import { tagOf, type Word } from "../../src/vocabulary/word.ts";

const words = standardWords().filter(({ planned }) => !planned);
const title = ({ kind, name }: Word): string => `${kind} ${name}`;
const found = (text: string): readonly string[] =>
  check({ path: "example.dnn", text }).diagnostics.map(({ code, message }) => `${code}: ${message}`);
const isClean = (text: string): boolean => found(text).length === 0;

const rows = words.map((word) => [title(word), word, exampleSpec(word, isClean) ?? ""] as const);

test("no word is without an example, and none without a whole spec around it", () => {
  expect(words.filter(({ example }) => !example).map(title)).toEqual([]);
  expect(rows.filter(([, , spec]) => spec === "").map(([name]) => name)).toEqual([]);
  expect([...standardPresets()].filter(([, { doc }]) => !tagOf(doc ?? "", "example")).map(([name]) => name)).toEqual(
    [],
  );
});

test.each(rows)("the spec around the example of %s means one whole training", (_, __, text) => {
  const { file, diagnostics } = parse({ path: "example.dnn", text });
  const { model, diagnostics: meaning } = resolve(file);
  expect([...diagnostics, ...meaning]).toEqual([]);
  expect(model.trainings.length).toBe(1);
});

test.each(rows)("the example of %s is used in a spec that lints clean", (_, { example }, spec) => {
  expect({ found: found(spec), spec }).toEqual({ found: [], spec });
  const inside = example!.replace(/^\w[\w ]*\{ (.*) \}$/, "$1").split(/ {2,}/);
  for (const part of inside) expect(spec).toContain(part);
});

test.each([...standardPresets()])("the preset %s is used in a spec that lints clean", (_, preset) => {
  const spec = presetSpec(preset);
  expect({ found: found(spec), spec }).toEqual({ found: [], spec });
});

/** Numbers as they are printed, for `1e-4` is 0.0001. */
const numbered = (text: string): string =>
  text.replaceAll(/\d[\d_]*(\.\d+)?(e-?\d+)?/g, (one) => `${Number(one.replaceAll("_", ""))}`);

const calls = words.filter(({ example, kind }) => example !== undefined && kind !== "section");
test.each(calls.map((word) => [title(word), word.example!] as const))(
  "the example of %s is in the one layout",
  (_, text) => {
    const { file } = parse({ path: "it", text: `activation it(x) = ${text}` });
    const [it] = file.declarations;
    if (it?.kind !== "word" || it.body === undefined || it.body.kind === "body")
      return expect(text).toBe("an expression");
    expect(numbered(printExpression(it.body))).toBe(numbered(text));
  },
);
