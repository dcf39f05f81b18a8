import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DataSpec } from "../../src/data/spec.ts";
import { at, binary, classes, csv, findings, loaded, noTarget, regression, spec, split } from "./workshop.ts";

/** Rows 0 to `count - 1`, with labels in turn. */
const numbered = (count: number) => ({
  "table.csv": "a,y\n" + Array.from({ length: count }, (_, i) => `${i},${i % 2}`).join("\n"),
});
const partsOf = async (wanted: DataSpec, count: number, seed = 1) => {
  const { train, validation, test } = await loaded(wanted, numbered(count), seed);
  return [train, validation, test].map((part) => part && [...part.features]);
};

test("without a split everything is training data", async () => {
  expect(await partsOf(spec(), 3)).toEqual([[0, 1, 2], undefined, undefined]);
});

test("an ordered split keeps the order of the file", async () => {
  const wanted = spec({ split: split("ordered", { train: 5, validation: 2, test: 3 }) });
  expect(await partsOf(wanted, 10)).toEqual([
    [0, 1, 2, 3, 4],
    [5, 6],
    [7, 8, 9],
  ]);
});

test("a random split follows the run's seed", async () => {
  const wanted = spec({ split: split("random", { train: 0.8, validation: 0.1, test: 0.1 }) });
  expect(await partsOf(wanted, 30, 1)).toEqual(await partsOf(wanted, 30, 1));
  expect(await partsOf(wanted, 30, 1)).not.toEqual(await partsOf(wanted, 30, 2));
});

test("every part has its rows, and no row is in two", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("random", "ordered", "stratified"),
      fc.integer({ min: 10, max: 60 }),
      fc.integer(),
      async (kind, count, seed) => {
        const wanted = spec({ target: binary(), split: split(kind, { train: 0.6, validation: 0.2, test: 0.2 }) });
        const rows = (await partsOf(wanted, count, seed)).flatMap((part) => part ?? []);
        expect(rows.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
      },
    ),
    { numRuns: 20 },
  );
});

test("a stratified split keeps the proportions of the classes", async () => {
  const wanted = spec({ target: classes(2), split: split("stratified", { train: 0.5, validation: 0.5 }) });
  const data = await loaded(wanted, numbered(40));
  for (const part of [data.train, data.validation!])
    expect(part.targets.filter((value, i) => i % 2 === 0 && value === 1).length).toBe(10);
});

test("statistics are of the training rows alone", async () => {
  const wanted = spec({ normalize: "standardize", split: split("ordered", { train: 2, test: 2 }) });
  const data = await loaded(wanted, { "table.csv": "a,y\n1,0\n3,0\n100,0\n5,0\n" });
  expect(data.fitted.features).toEqual([{ shift: 2, scale: 1 }]);
  expect([...data.train.features, ...data.test!.features]).toEqual([-1, 1, 98, 3]);
});

test("a split divides the training source alone where parts are given apart", async () => {
  const sources = { train: csv("table.csv"), test: csv("test.csv", "test") };
  const wanted = spec({ sources, split: split("ordered", { train: 3, validation: 2 }) });
  const data = await loaded(wanted, { ...numbered(5), "test.csv": "a,y\n70,0\n" });
  expect([data.train, data.validation, data.test].map((part) => [...part!.features])).toEqual([
    [0, 1, 2],
    [3, 4],
    [70],
  ]);
});

describe("a split is refused", () => {
  const apart = { train: csv("table.csv"), test: csv("table.csv", "test") };
  test.each<[string, Partial<DataSpec>, string]>([
    [
      "that asks for more rows than there are",
      { split: split("random", { train: 8, validation: 3 }) },
      "split: the split asks for 11 rows, and there are 10",
    ],
    [
      "whose shares exceed the whole",
      { split: split("random", { train: 0.9, validation: 0.2 }) },
      "split: the split asks for 11 rows, and there are 10",
    ],
    [
      "that leaves a part without a row",
      { split: split("random", { train: 0.96, validation: 0.04 }) },
      "split: the split of 10 rows leaves none for validation",
    ],
    [
      "that is stratified without classes",
      { split: split("stratified", { train: 0.5 }) },
      "split: a stratified split goes by classes, and the target has none → write `random(…)`",
    ],
    [
      "that is stratified without a target",
      { target: noTarget, split: split("stratified", { train: 0.5 }) },
      "split: a stratified split goes by classes, and the target has none → write `random(…)`",
    ],
    [
      "that makes a part which is given apart",
      { sources: apart, split: split("random", { train: 0.5, test: 0.5 }) },
      "split: test is given as a source and as a part of the split → take one of them out",
    ],
  ])("%s", async (_, changes, message) => {
    expect(await findings(spec({ target: regression(), ...changes }), numbered(10))).toEqual([message]);
  });
});

test("made data of one class after another is balanced in every part", async () => {
  const train = { kind: "generator", name: "blobs", examples: 90, noise: 0.1, seed: 1, at: at("source") } as const;
  const wanted = spec({ sources: { train }, target: classes(3), split: split("ordered", { train: 60, test: 30 }) });
  const { test: part } = await loaded(wanted);
  for (const label of [0, 1, 2])
    expect(part!.targets.filter((value, i) => i % 3 === label && value === 1).length).toBe(10);
});
