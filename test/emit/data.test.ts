import fc from "fast-check";
import { format } from "prettier";
import { describe, expect, test } from "vitest";
import { loadData } from "../../src/data/load.ts";
import type { DataSpec, Part, Scaling } from "../../src/data/spec.ts";
import { dataNames, dataSection } from "../../src/emit/tfjs/data.ts";
import { givesFeatureScalings, preparation } from "../../src/emit/tfjs/data-scale.ts";
import { portableCode } from "../../src/emit/tfjs/portable.ts";
import { resolve } from "../../src/network/resolve.ts";
import { parse } from "../../src/syntax/parse.ts";
import { folderWith, hasSharedData, idxBytes, sharedData, spoken, type Files } from "../data/workshop.ts";
import { anyTable } from "./any-table.ts";
import { cases, files, type Case } from "./data-cases.ts";
import { moduleOf, readerOf, run, typeErrors } from "./programs.ts";

/** What a program's `loadData` gives. */
interface Loaded {
  readonly train: Part;
  readonly validation?: Part;
  readonly test?: Part;
  readonly inputs?: number;
  readonly featureScalings?: readonly Scaling[];
  readonly scalings?: readonly Scaling[];
}

interface Program {
  loadData(read?: (path: string) => Promise<Uint8Array>): Loaded | Promise<Loaded>;
}

function specOf({ entries }: Case): DataSpec {
  const parsed = parse({ path: "case.dnn", text: `data case {${entries}}` });
  const { model, diagnostics } = resolve(parsed.file);
  expect([...parsed.diagnostics, ...diagnostics].map(spoken)).toEqual([]);
  return model.data.get("case")!.spec;
}

const programOf = (spec: DataSpec, seed = 42): string => moduleOf([dataSection(spec, "seed")], needsSeed(spec, seed));
const needsSeed = ({ split }: DataSpec, seed: number): string =>
  split === undefined || split.kind === "ordered" ? "" : `const seed = ${seed};`;

/** Both readers on the same files: every part, its count and its numbers to the bit. */
async function compare(spec: DataSpec, folders: readonly string[], seed = 42): Promise<void> {
  const { data, diagnostics } = await loadData(spec, { folders, seed });
  expect(diagnostics.map(spoken)).toEqual([]);
  const program = await run<Program>(programOf(spec, seed));
  const made = await program.loadData(readerOf(folders));
  for (const part of ["train", "validation", "test"] as const) {
    const [emitted, read] = [made[part], data![part]];
    expect(emitted?.count, part).toBe(read?.count);
    if (emitted === undefined || read === undefined) continue;
    expect(emitted.features.some(Number.isNaN), part).toBe(false);
    expect(bits(emitted.features).equals(bits(read.features)), `features of ${part}`).toBe(true);
    expect(bits(emitted.targets).equals(bits(read.targets)), `targets of ${part}`).toBe(true);
  }
  if (made.inputs !== undefined) expect(made.inputs).toBe(data!.train.features.length / data!.train.count);
  const isFitted = givesFeatureScalings(spec);
  expect(made.featureScalings).toEqual(isFitted ? data!.fitted.features : undefined);
  expect(made.scalings ?? []).toEqual(data!.fitted.targets);
}

const bits = (values: Float32Array): Buffer => Buffer.from(values.buffer, values.byteOffset, values.byteLength);

describe("an emitted program reads the same numbers as the interpreter", () => {
  test.each(Object.entries(cases))("%s", async (_, one) => {
    await compare(specOf(one), ["/nowhere", folderWith(files)]);
  });
});

test("and so it does for combinations taken at random", async () => {
  const folder = folderWith(files);
  const programs: Record<string, string> = {};
  for (const [i, spec] of fc.sample(anyTable, { seed: 5, numRuns: 60 }).entries()) {
    const { data } = await loadData(spec, { folders: [folder], seed: 3 });
    if (data === undefined) continue;
    await compare(spec, [folder], 3);
    programs[`table${i}`] = programOf(spec);
  }
  expect(Object.keys(programs).length).toBeGreaterThan(20);
  expect(typeErrors(programs)).toEqual([]);
});

test("every program is clean under the strictest checks", () => {
  const modules = Object.entries(cases).map(([, one], i) => [`case${i}`, programOf(specOf(one))]);
  expect(typeErrors(Object.fromEntries(modules))).toEqual([]);
});

test("every program can be laid out, and brings no other names to the top than it says", async () => {
  for (const one of Object.values(cases)) {
    const section = dataSection(specOf(one), "seed");
    const code = await format(section.code, { parser: "typescript", printWidth: 120 });
    const declared = [...code.matchAll(/^(?:export )?(?:async )?(?:function|interface|type|const|let) (\w+)/gm)].map(
      ([, name]) => name!,
    );
    const imports = [section, portableCode(section.portable)].flatMap((each) => Object.values(each.imports).flat());
    expect([...declared, ...imports].filter((name) => !dataNames.includes(name))).toEqual([]);
  }
});

const fashion = {
  entries: `
    train: idx("fashion-mnist/train-images-idx3-ubyte.gz", labels: "fashion-mnist/train-labels-idx1-ubyte.gz")
    test: idx("fashion-mnist/t10k-images-idx3-ubyte.gz", labels: "fashion-mnist/t10k-labels-idx1-ubyte.gz")
    features: image(28, 28, range: 0..255)
    target: class(10)
    normalize: min_max
    split: ordered(train: 55_000, validation: 5_000)
  `,
};
const housing = {
  entries: `
    source: csv("california-housing.csv")
    categorical: [ocean_proximity]
    missing: median
    target: regression(column: median_house_value, normalize: standardize)
    normalize: standardize
    split: random(train: 80%, validation: 10%, test: 10%)
  `,
};
const moons = { entries: "\n    source: moons(examples: 400, noise: 0.2)\n    split: stratified(validation: 25%)\n  " };

test.each(Object.entries({ fashion, housing, moons }))("the program for %s", async (_, one) => {
  const code = await format(dataSection(specOf(one), "seed").code, { parser: "typescript", printWidth: 120 });
  expect(`data case {${one.entries}}\n${code}`).toMatchSnapshot();
});

describe.skipIf(!hasSharedData)("on real data (skipped where ../shared/data is absent)", () => {
  test.each(Object.entries({ fashion, housing }))("%s", async (_, one) => {
    await compare(specOf(one), [sharedData], 7);
  });
});

test("a file that is cut short, or longer than its header says, is told by the numbers that it should hold", async () => {
  const entries = `source: idx("depths.idx", dtype: int16)  features: image(1, 2)  target: none`;
  const program = await run<Program>(programOf(specOf({ entries })));
  for (const bytes of [47, 49]) {
    const folder = folderWith({ "depths.idx": idxBytes(0x0b, [12, 1, 2], Array(bytes).fill(7)) });
    await expect(program.loadData(readerOf([folder]))).rejects.toThrow(
      `depths.idx should hold 12 × 1 × 2 numbers and holds ${bytes / 2}`,
    );
  }
});

test.each([
  ["nothing of features as they stand", "", []],
  ["the range", "normalize: min_max  features: columns(2, range: -1..6)", ["(value + 1) / 7"]],
  ["the scalings", "normalize: standardize", ["(value - shift) / scale by `data.featureScalings`"]],
  ["what is put in", "missing: median  normalize: min_max", ["`data.featureScalings`", "is the median of its column"]],
  ["that columns are encoded", "categorical: [x]  normalize: standardize", ["columns encoded as `loadData` does it"]],
])("it is said of features what they are before the network takes them: %s", (_, entries, said) => {
  const lines = preparation(
    specOf({ entries: `source: csv("numbers.csv")  target: regression(column: z)  ${entries}` }),
  );
  expect(lines).toHaveLength(said.length);
  said.forEach((text, i) => expect(lines[i]).toContain(text));
});

test("a width that the spec says is no number of the data's", () => {
  const numbers = (entries: string) =>
    programOf(specOf({ entries: `source: csv("numbers.csv")  target: regression(column: z)  ${entries}` }));
  expect(numbers("features: [x, y]")).not.toContain("inputs: number");
  expect(numbers("features: all")).toContain("inputs: number");
});

test("a number that is none is told with its example", async () => {
  const entries = `source: idx("rows.idx", labels: "bits.idx", dtype: float32)  target: binary  features: columns(1)`;
  const program = await run<Program>(programOf(specOf({ entries })));
  const nan = idxBytes(0x0d, [2, 1], [0, 0, 0, 0, 0x7f, 0xc0, 0, 0]);
  const folder = folderWith({ "rows.idx": nan, "bits.idx": idxBytes(8, [2], [0, 1]) });
  await expect(program.loadData(readerOf([folder]))).rejects.toThrow(
    "rows.idx, example 2: NaN is not a finite 32-bit number",
  );
});

describe("what is wrong with the data is said as the interpreter says it, which may say more", () => {
  const labelled = `source: idx("images.gz", labels: "labels.gz")  features: image(4, 3, range: 0..255)`;
  const unlabelled = `source: idx("images.gz")  target: none`;
  const tabular = `source: csv("table.csv")`;
  test.each<[string, string, Files]>([
    ["labels out of range", `${labelled}  target: class(3)`, {}],
    ["fewer labels than examples", `${labelled}  target: class(4)`, { "labels.gz": idxBytes(8, [2], [0, 1]) }],
    ["no IDX file", `${labelled}  target: class(4)`, { "images.gz": "text" }],
    ["a second byte that is not zero", `${labelled}  target: class(4)`, { "images.gz": Uint8Array.of(0, 1, 8, 1) }],
    [
      "no type of number",
      `${labelled}  target: class(4)`,
      { "images.gz": idxBytes(0x0a, [1, 4, 3], Array(12).fill(0)) },
    ],
    ["a file of 3 bytes", `${labelled}  target: class(4)`, { "images.gz": Uint8Array.of(0, 0, 8) }],
    ["a file of 6 bytes", `${labelled}  target: class(4)`, { "images.gz": Uint8Array.of(0, 0, 8, 1, 0, 0) }],
    [
      "images that are turned",
      `${unlabelled}  features: image(4, 3)`,
      { "images.gz": idxBytes(8, [1, 3, 4], Array(12).fill(0)) },
    ],
    ["wider rows", `${unlabelled}  features: columns(12)`, { "images.gz": idxBytes(8, [1, 13], Array(13).fill(0)) }],
    [
      "text that is not UTF-8",
      `${tabular}  target: regression`,
      { "table.csv": Uint8Array.of(0x63, 0x61, 0x66, 0xe9) },
    ],
    [
      "numbers of another type",
      `${labelled}  target: class(4)`,
      { "images.gz": idxBytes(0x0d, [1, 4, 3], Array(48).fill(0)) },
    ],
    ["text in a column of numbers", `${tabular}  target: regression`, { "table.csv": "a,y\n1,2\nx,3\n" }],
    ["a missing number", `${tabular}  target: regression(column: a)`, { "table.csv": "a,b\n1,2\n,3\n" }],
    ["a missing target", `${tabular}  target: class(2)`, { "table.csv": "a,y\n1,0\n2,NA\n" }],
    [
      "a class that is not declared",
      `${tabular}  target: class(["no", "yes"])`,
      { "table.csv": "a,y\n1,no\n2,maybe\n" },
    ],
    ["three values where two are expected", `${tabular}  target: binary`, { "table.csv": "a,y\n1,p\n2,q\n3,r\n" }],
    [
      "a category that is not declared",
      `${tabular}  categorical: [a(["x"])]  target: binary`,
      { "table.csv": "a,y\nz,1\n" },
    ],
    ["a header of numbers", `${tabular}  target: regression`, { "table.csv": "1,2\n3,4\n" }],
    ["a column that is not there", `${tabular}  target: class(2, column: sort)`, { "table.csv": "a,y\n1,0\n" }],
    [
      "another number of columns",
      `${tabular}  features: columns(3)  target: regression`,
      { "table.csv": "a,y\n1,0\n" },
    ],
    [
      "a split beyond the rows",
      `${tabular}  target: regression  split: ordered(test: 9)`,
      { "table.csv": "a,y\n1,0\n2,3\n" },
    ],
    ["a field that is not closed", `${tabular}  target: regression`, { "table.csv": 'a,y\n1,"0\n' }],
  ])("%s", async (_, entries, changed) => {
    const spec = specOf({ entries });
    const folder = folderWith({ ...files, ...changed });
    const { diagnostics } = await loadData(spec, { folders: [folder], seed: 1 });
    const program = await run<Program>(programOf(spec));
    let said = "";
    try {
      await program.loadData(readerOf([folder]));
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said).not.toBe("");
    expect(diagnostics[0]!.message).toContain(said);
  });
});
