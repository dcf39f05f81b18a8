/** What holds for every word of the library: it says what it is and where it comes from, and its limits mean what they say. */
import { expect, test } from "vitest";
import { formulaKinds, type FormulaKind } from "../../src/syntax/ast.ts";
import type { Limits } from "../../src/vocabulary/limits.ts";
import type { Parameter, Word } from "../../src/vocabulary/word.ts";
import { standardWords } from "../../src/vocabulary/standard.ts";
import { checkWord } from "../../src/vocabulary/check-word.ts";
import { numberText } from "../../src/formula/print-code.ts";
import { tryUse } from "../support/words.ts";

const isFormulaKind = (kind: string): kind is FormulaKind => (formulaKinds as readonly string[]).includes(kind);
const formulaWords = standardWords().filter(({ kind }) => isFormulaKind(kind));
const title = ({ kind, name }: Word): string => `${kind} ${name}`;

test.each(
  standardWords()
    .filter(({ planned }) => !planned)
    .map((word) => [title(word), word] as const),
)("%s says what it is", (_, { doc, kind, source }) => {
  expect(doc).toMatch(/^[A-Z][^]*[.)]$/);
  // What features and a target are, and which entries a block has, is the language's own.
  if (!["features", "target", "section"].includes(kind)) expect(source).toMatch(/Keras|scikit-learn|\d{4}/);
});

// Distributions that are built in have no formula.
test.each(
  formulaWords.filter(({ declaration }) => declaration.body !== undefined).map((word) => [title(word), word] as const),
)("%s would be sound as a user's own word", (_, word) => {
  const found: string[] = [];
  checkWord({ ...word, standard: false }, ({ message }) => found.push(message));
  expect(found).toEqual([]);
});

/** What stands beside an argument that is bounded by another one as well, so that all of its own range is left to it. */
const besides: Readonly<Record<string, readonly string[]>> = {
  "rrelu lower": ["upper: 1"],
  "rrelu upper": ["lower: 0"],
};

/** The call of a word with one argument set, and what it cannot do without. */
function call({ name, parameters }: Word, parameter: Parameter, text: string): string {
  const needed = parameters.filter((one) => one.default === undefined && one !== parameter);
  const sample = (limits: Limits): string =>
    limits.kind === "list" ? `[${sample(limits.of)}]` : limits.kind === "duration" ? "3 steps" : "0.5";
  const given = needed.map((one) => `${one.name}: ${sample(one.limits)}`);
  const beside = besides[`${name} ${parameter.name}`] ?? [];
  return `${name}(${[...given, ...beside, `${parameter.name}: ${text}`].join(", ")})`;
}

const rows = formulaWords.flatMap((word) =>
  word.parameters.map((parameter) => [`${title(word)}'s ${parameter.name}`, word, parameter] as const),
);

test.each(rows)("%s accepts its default and its limits, and nothing outside", (_, word, parameter) => {
  const kind = word.kind as FormulaKind;
  const codes = (text: string): string[] =>
    tryUse(kind, call(word, parameter, text)).diagnostics.map(({ code }) => code);
  expect(
    tryUse(
      kind,
      word.parameters.some((one) => one.default === undefined)
        ? call(word, parameter, sampleOf(parameter.limits))
        : word.name,
    ).diagnostics,
  ).toEqual([]);
  const { limits } = parameter;
  if (limits.kind === "duration") {
    expect([codes("1 steps"), codes("2 epochs"), codes("20%"), codes("200%")]).toEqual([[], [], [], []]);
    expect([codes("0 steps"), codes("0%"), codes("-1"), codes("3 samples")]).not.toContainEqual([]);
  }
  if (limits.kind !== "number") return;
  const { low, high, openLow, openHigh, integer } = limits;
  const near = integer ? 1 : 1e-9;
  const refused = ["value-out-of-range"];
  for (const [end, isOpen, outside] of [
    [low, openLow, -1],
    [high, openHigh, 1],
  ] as const) {
    if (!Number.isFinite(end)) {
      expect(codes(end < 0 ? "-1e30" : "1e30")).toEqual([]);
      expect(codes(end < 0 ? "-infinity" : "infinity")).toEqual(refused);
      continue;
    }
    expect(codes(numberText(end))).toEqual(isOpen ? refused : []);
    expect(codes(numberText(end + outside * near))).toEqual(refused);
    expect(codes(numberText(end - outside * near))).toEqual([]);
  }
  expect(codes('"text"')).not.toEqual([]);
  expect(codes("none")).not.toEqual([]);
});

function sampleOf(limits: Limits): string {
  if (limits.kind === "list") return `[${sampleOf(limits.of)}]`;
  return limits.kind === "duration" ? "3 steps" : "0.5";
}
