/** Sources without column names: IDX files and made data. */
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { GeneratorSource } from "../../src/data/spec.ts";
import {
  at,
  binary,
  categorical,
  classes,
  csv,
  findings,
  idx,
  idxBytes,
  loaded,
  named,
  noTarget,
  regression,
  rowsOf,
  spec,
} from "./workshop.ts";

/** Three images of 2 × 2, with their labels. */
const images = idxBytes(8, [3, 2, 2], [0, 51, 102, 153, 204, 255, 0, 51, 102, 153, 204, 255]);
const labels = idxBytes(8, [3], [2, 0, 1]);
const files = { images, labels };
const image = (height: number, width: number, channels = 1, range?: { low: number; high: number }) =>
  ({ kind: "image", height, width, channels, range, at: at("features") }) as const;
const columns = (count: number) => ({ kind: "columns", count, range: undefined, at: at("features") }) as const;
const digits = spec({ sources: { train: idx("images", "labels") }, features: image(2, 2), target: classes(3) });

describe("an IDX pair", () => {
  test("gives images and one-hot labels", async () => {
    const data = await loaded(digits, files);
    expect([data.shape, data.outputs, data.train.count]).toEqual([[2, 2], 3, 3]);
    expect(rowsOf(data.train.features, 4)[1]).toEqual([204, 255, 0, 51]);
    expect(rowsOf(data.train.targets, 3)).toEqual([
      [0, 0, 1],
      [1, 0, 0],
      [0, 1, 0],
    ]);
    expect(data.fitted).toEqual({ columns: [], features: [], targets: [], classes: undefined });
  });

  test("is read the same when it is gzipped", async () => {
    const packed = { images: gzipSync(images), labels: gzipSync(labels) };
    expect(await loaded(digits, packed)).toEqual(await loaded(digits, files));
  });

  test("is divided by 255 exactly with min_max and a range of 0..255", async () => {
    const features = image(2, 2, 1, { low: 0, high: 255 });
    const data = await loaded({ ...digits, features, normalize: "min_max" }, files);
    expect([...data.train.features].slice(0, 4)).toEqual([0, 51, 102, 153].map((pixel) => Math.fround(pixel / 255)));
  });

  test("keeps the file's shape with all, and is one row with columns", async () => {
    expect((await loaded({ ...digits, features: spec().features }, files)).shape).toEqual([2, 2]);
    expect((await loaded({ ...digits, features: columns(4) }, files)).shape).toEqual([4]);
  });

  test("may hold images as rows, and one channel as a dimension", async () => {
    expect((await loaded(digits, { images: idxBytes(8, [3, 4], images.subarray(16)), labels })).shape).toEqual([2, 2]);
    expect((await loaded(digits, { images: idxBytes(8, [3, 2, 2, 1], images.subarray(16)), labels })).shape).toEqual([
      2, 2,
    ]);
  });

  test("may hold three channels", async () => {
    const colours = idxBytes(8, [1, 1, 2, 3], [1, 2, 3, 4, 5, 6]);
    const data = await loaded(
      { ...digits, features: image(1, 2, 3) },
      { images: colours, labels: idxBytes(8, [1], [0]) },
    );
    expect(data.shape).toEqual([1, 2, 3]);
  });

  test("may give names to labels, two labels to a binary target, and floats to a regression", async () => {
    const pets = await loaded({ ...digits, target: classes(["cat", "dog", "cow"]) }, files);
    expect(pets.fitted.classes).toEqual(["cat", "dog", "cow"]);
    const two = await loaded({ ...digits, target: binary() }, { images, labels: idxBytes(8, [3], [1, 0, 1]) });
    expect([two.outputs, [...two.train.targets]]).toEqual([1, [1, 0, 1]]);
    const halves = idxBytes(0x0d, [3], [0x3f, 0, 0, 0, 0x3f, 0x80, 0, 0, 0xbf, 0, 0, 0]);
    const sources = { train: idx("images", "labels", "source", { labelDtype: "float32" }) };
    const numbers = await loaded({ ...digits, sources, target: regression() }, { images, labels: halves });
    expect([...numbers.train.targets]).toEqual([0.5, 1, -0.5]);
  });

  test("may give several labels to each example", async () => {
    const target = { kind: "multi_label", count: 2, columns: undefined, at: at("target") } as const;
    const data = await loaded({ ...digits, target }, { images, labels: idxBytes(8, [3, 2], [0, 1, 1, 1, 0, 0]) });
    expect(rowsOf(data.train.targets, 2)).toEqual([
      [0, 1],
      [1, 1],
      [0, 0],
    ]);
  });

  test("needs no labels where there is no target", async () => {
    const sources = { train: idx("images") };
    expect((await loaded({ ...digits, sources, target: noTarget }, files)).outputs).toBe(0);
  });
});

describe("an IDX pair is refused", () => {
  const floats = { train: idx("images", "labels", "source", { dtype: "float32" }) };
  const float = (bits: number[]) => idxBytes(0x0d, [1, 2], [0x3f, 0x80, 0, 0, ...bits]);
  test.each<[string, Partial<typeof digits>, Record<string, Uint8Array>, string]>([
    [
      "whose files are exchanged",
      { sources: { train: idx("labels", "images") } },
      {},
      "source: labels holds one number for each of 3 examples, as labels do, where images or rows are expected",
    ],
    [
      "whose labels are images",
      { sources: { train: idx("images", "images") } },
      {},
      "source: images holds images of 2 × 2, where labels are expected",
    ],
    [
      "with fewer labels than images",
      {},
      { labels: idxBytes(8, [2], [0, 1]) },
      "source: labels has 2 labels, and images 3 examples",
    ],
    [
      "that is no IDX file",
      {},
      { images: new TextEncoder().encode("GIF89a") },
      "source: images is not an IDX file: it begins with 47 49 46 38",
    ],
    [
      "that is truncated",
      {},
      { images: images.subarray(0, 20) },
      "source: images should hold 12 bytes of numbers (3 × 2 × 2, 1 each) and holds 4",
    ],
    [
      "whose gzip is truncated",
      {},
      { labels: gzipSync(labels).subarray(0, 12) },
      "source: labels is a damaged gzip file: unexpected end of file",
    ],
    [
      "with a label beyond the classes",
      { target: classes(2) },
      {},
      "target: labels, example 1: the label 2 is not one of 0 to 1",
    ],
    [
      "with another shape than declared",
      { features: image(2, 3) },
      {},
      "features: 2 × 3 numbers an example are declared, and images has 2 × 2 → write `features: image(2, 2)`",
    ],
    [
      "with rows of another width than declared",
      { features: columns(5) },
      {},
      "features: 5 numbers an example are declared, and images has 2 × 2 → write `features: columns(4)`",
    ],
    [
      "with sides exchanged",
      { features: image(4, 1) },
      {},
      "features: 4 × 1 numbers an example are declared, and images has 2 × 2 → write `features: image(2, 2)`",
    ],
    [
      "with a number outside the declared range",
      { features: image(2, 2, 1, { low: 0, high: 100 }) },
      {},
      "features: images, example 1, row 2, column 1: 102 lies outside the declared range 0..100 → the values lie in 0..255: change the range or the data",
    ],
    [
      "with numbers of another type than declared",
      {},
      { images: float([0, 0, 0, 0]) },
      "source: images holds float32 numbers, where its dtype is declared as uint8 → write `dtype: float32`",
    ],
    [
      "with labels of another type than declared",
      {},
      { labels: idxBytes(0x0b, [3], [0, 0, 0, 1, 0, 2]) },
      "source: labels holds int16 numbers, where its dtype is declared as uint8 → write `label_dtype: int16`",
    ],
    [
      "with a NaN",
      { features: columns(2), sources: floats },
      { images: float([0x7f, 0xc0, 0, 0]), labels: idxBytes(8, [1], [0]) },
      "features: images, example 1, feature 2: NaN is not a finite 32-bit number",
    ],
    [
      "with an infinity",
      { features: columns(2), sources: floats },
      { images: float([0xff, 0x80, 0, 0]), labels: idxBytes(8, [1], [0]) },
      "features: images, example 1, feature 2: -Infinity is not a finite 32-bit number",
    ],
    [
      "without labels where a target needs them",
      { sources: { train: idx("images") } },
      {},
      "target: images comes without labels → write `idx(path, labels: path)`, or `target: none`",
    ],
    [
      "whose target is a column",
      { target: classes(3, "kind") },
      {},
      "target: labels has no columns to choose the target by → leave the column out",
    ],
    [
      "whose features are columns",
      { features: named("a") },
      {},
      "features: images has no column names to choose features by → write `features: all`",
    ],
    [
      "with categorical columns",
      { categorical: [categorical("a")] },
      {},
      "categorical: images has no columns that could be categorical",
    ],
    [
      "whose labels are several",
      {},
      { labels: idxBytes(8, [3, 2], [0, 1, 0, 1, 0, 1]) },
      "target: labels has 2 numbers for each example, where 1 are expected",
    ],
    [
      "whose parts differ in shape",
      { sources: { train: idx("images", "labels"), test: idx("wide", "labels", "test") } },
      { wide: idxBytes(8, [3, 1, 2], [1, 2, 3, 4, 5, 6]) },
      "test: wide has 1 × 2 numbers an example, unlike images",
    ],
    [
      "beside a part that is a table",
      { sources: { train: idx("images", "labels"), test: csv("table.csv", "test") } },
      { "table.csv": new TextEncoder().encode("a,b\n1,2\n") },
      "test: table.csv is a table, unlike images",
    ],
  ])("%s", async (_, changes, other, message) => {
    expect(await findings({ ...digits, ...changes }, { ...files, ...other })).toEqual([message]);
  });
});

describe("made data", () => {
  const made = (name: GeneratorSource["name"], more: Partial<GeneratorSource> = {}) => ({
    train: { kind: "generator", name, examples: 12, noise: 0.1, seed: 3, at: at("source"), ...more } as const,
  });

  test.each([
    ["spirals", classes(2), [2], 2],
    ["spirals", binary(), [2], 1],
    ["moons", classes(2), [2], 2],
    ["circles", classes(2), [2], 2],
    ["blobs", classes(3), [2], 3],
    ["xor", binary(), [2], 1],
    ["linear", regression(), [1], 1],
    ["friedman", regression(), [10], 1],
    ["friedman", noTarget, [10], 0],
  ] as const)("%s fits its target", async (name, target, shape, outputs) => {
    const data = await loaded(spec({ sources: made(name), target }));
    expect([data.shape, data.outputs, data.train.count]).toEqual([shape, outputs, 12]);
  });

  test("takes a number of classes or of features", async () => {
    expect((await loaded(spec({ sources: made("blobs", { classes: 5 }), target: classes(5) }))).outputs).toBe(5);
    expect((await loaded(spec({ sources: made("linear", { features: 4 }) }))).shape).toEqual([4]);
  });

  test.each([
    ["spirals", {}, regression(), "target: spirals makes 2 classes → write `target: class(2)`"],
    ["blobs", {}, classes(4), "target: blobs makes 3 classes → write `target: class(3)`"],
    ["blobs", {}, binary(), "target: blobs makes 3 classes → write `target: class(3)`"],
    ["linear", {}, classes(2), "target: linear makes a number to predict, not classes → write `target: regression`"],
    ["moons", { examples: 0 }, classes(2), "source: moons makes a whole number of examples, not 0"],
    ["moons", { examples: 1.5 }, classes(2), "source: moons makes a whole number of examples, not 1.5"],
    ["moons", { examples: 1e9 }, classes(2), "source: moons: 1000000000 examples do not fit into memory"],
    ["spirals", { classes: 1 }, classes(2), "source: spirals has a whole number of classes from 2, not 1"],
    ["linear", { features: 0 }, regression(), "source: linear has a whole number of features from 1, not 0"],
    ["friedman", { features: 4 }, regression(), "source: friedman has a whole number of features from 5, not 4"],
  ] as const)("of %s is refused where it does not fit", async (name, more, target, message) => {
    expect(await findings(spec({ sources: made(name, more), target }), {})).toEqual([message]);
  });
});
