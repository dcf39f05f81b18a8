/** The whole example of every word of the library: its program is strictly typed, and trains to the interpreter's numbers, bit by bit. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { check } from "../../src/check.ts";
import { exampleSpec, presetSpec } from "../../src/explain/example.ts";
import { standardPresets, standardWords } from "../../src/vocabulary/standard.ts";
import { idxBytes } from "../data/workshop.ts";
import { interpret, programsOf, type Line, type Programs } from "./running.ts";

const isClean = (text: string): boolean => check({ path: "example.dnn", text }).diagnostics.length === 0;

/** Two epochs, so that what happens between epochs happens. */
const epochs = 2;
const examples: (readonly [name: string, text: string])[] = [
  ...standardWords()
    .filter(({ planned }) => !planned)
    .map((word) => [`${word.kind} ${word.name}`, exampleSpec(word, isClean)!] as const),
  ...[...standardPresets()].map(([name, preset]) => [`preset ${name}`, presetSpec(preset)] as const),
];
/** What a table alone says: how many slopes are learned, and drawn. */
const onTable = (
  layers: string,
): string => `data d { source: csv("table.csv")  target: regression(column: price)  split: random(validation: 20%) }
  network n { input  ${layers}  dense(1) }
  train n on d { optimizer: sgd  learning_rate: 1e-6 }`;
examples.push(
  ["prelu on columns that nobody has counted", onTable("prelu  dense(4, activation: prelu)")],
  ["rrelu on columns that nobody has counted", onTable("rrelu  dense(4, activation: rrelu)")],
);

/** By what they are examples of; each reads files of its own. */
const specs: ReadonlyMap<string, string> = new Map(
  examples.map(([name, text], i) => [name, text.replaceAll(/"(\S+\.(?:csv|gz))"/g, `"${i}-$1"`)] as const),
);
const sourceOf = (name: string) => ({ path: `${name}.dnn`, text: specs.get(name)! });

const rows = Array.from({ length: 60 }, (_, i) => i);
const targets: Readonly<Record<string, (i: number) => number | string>> = {
  price: (i) => 100 + ((i * 31) % 17) * 1.5,
  survived: (i) => (i * 7) % 2,
  kind: (i) => (i % 3 === 0 ? "cat" : "dog"),
  sunny: (i) => i % 2,
  windy: (i) => Number(i % 3 === 0),
  cold: (i) => Number(i % 5 < 2),
};

/** Eight features from -1 to 1 and the columns that the spec's target names. */
function table(spec: string): string {
  const target = /target: .*/.exec(spec)![0];
  const columns = Object.keys(targets).filter((name) => new RegExp(`\\b${name}\\b`).test(target));
  const features = Array.from({ length: 8 }, (_, j) => `x${j}`);
  const cells = rows.map((i) => [
    ...features.map((_, j) => Math.sin(i * (j + 1) + j)),
    ...columns.map((name) => targets[name]!(i)),
  ]);
  return [[...features, ...columns], ...cells].map((row) => row.join(",")).join("\n");
}

const labels = idxBytes(
  8,
  [60],
  rows.map((i) => i % 10),
);
const pixels = rows.flatMap((i) => Array.from({ length: 784 }, (_, k) => (i * 37 + k * (i % 10)) % 256));
const pictures = idxBytes(8, [60, 28, 28], pixels);

const folder = realpathSync(mkdtempSync(join(tmpdir(), "dnnc-examples-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let programs: Programs;
let printed: ReadonlyMap<string, readonly Line[]>;

beforeAll(async () => {
  for (const spec of specs.values())
    for (const [, file] of spec.matchAll(/"(\S+\.(?:csv|gz))"/g))
      writeFileSync(
        join(folder, file!),
        file!.endsWith("csv") ? table(spec) : gzipSync(file!.includes("labels") ? labels : pictures),
      );
  programs = await programsOf([...specs.keys()].map(sourceOf));
  printed = await programs.runAll({ epochs, folders: [folder] });
}, 600_000);

describe.each([...specs.keys()])("the example of %s", (name) => {
  test("gives a program that tsc finds nothing wrong with, strictly", () => {
    expect(programs.complaints(`${name}.dnn`)).toEqual([]);
  });

  test("trains to the same numbers, interpreted and as a program", async () => {
    const {
      history,
      reason,
      bestEpoch,
      test: measures,
    } = await interpret(sourceOf(name), { epochs, folders: [folder] });
    const end = { event: "end", reason, best_epoch: bestEpoch, ...(measures && { test: measures }) };
    const expected: readonly Line[] = [...history, end];
    const untimed = ({ seconds: _, ...line }: Line): Line => line;
    expect(printed.get(`${name}.dnn`)!.map(untimed)).toEqual(expected.map(untimed));
    expect(history.length).toBe(epochs);
  });
});
