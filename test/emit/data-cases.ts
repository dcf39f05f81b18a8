/** Specs of data as they are written, and the files that they read. */
import { gzipSync } from "node:zlib";
import { idxBytes, type Files } from "../data/workshop.ts";

const some = <T>(count: number, each: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => each(i));
const pixels = (count: number, from: number) => some(count * 12, (i) => (i * 37 + from) % 256);
const floats = (values: readonly number[]) => new Uint8Array(new Float32Array(values).buffer).reverse();

/** The bytes of numbers as an IDX file has them. */
function bigEndian(values: Int8Array | Int16Array | Int32Array | Float64Array): Uint8Array {
  const { BYTES_PER_ELEMENT: size } = values;
  const bytes = new Uint8Array(values.buffer);
  return bytes.map((_, i) => bytes[i - (i % size) + size - 1 - (i % size)]!);
}

const table = (rows: number, from: number): string =>
  [
    "a,b,kind,flag,size,price,species",
    ...some(rows, (i) => i + from).map((i) => {
      const [a, b] = [i % 9 === 4 ? "" : (i * 1.37).toFixed(2), -((i * 7) % 11)];
      return `${a},${b},${["red", "blue", i % 5 === 0 ? "NA" : "green"][i % 3]},${["yes", "no"][i % 2]},${["S", "M", "L"][(i * 2) % 3]},${100 + ((i * 31) % 17) * 1.5},${i % 3}`;
    }),
  ].join("\n");

/** A name that means something wherever it is not read as data. */
export const hostile = 'it\'s "x" \\ `${1}` */ // </script>\n\u2028 __proto__ 🦆';

const quotes = "'\\\"'\n'";
const inCsv = (text: string): string => `"${text.replaceAll('"', '""')}"`;

export const files: Files = {
  "images.gz": gzipSync(idxBytes(8, [20, 4, 3], pixels(20, 0))),
  "labels.gz": gzipSync(
    idxBytes(
      8,
      [20],
      some(20, (i) => i % 4),
    ),
  ),
  "test-images.gz": gzipSync(idxBytes(8, [6, 4, 3], pixels(6, 5))),
  "test-labels.gz": gzipSync(
    idxBytes(
      8,
      [6],
      some(6, (i) => (i * 3) % 4),
    ),
  ),
  "image-rows.idx": idxBytes(8, [20, 12], pixels(20, 3)),
  "one-channel.idx": idxBytes(8, [6, 4, 3, 1], pixels(6, 7)),
  "rows.idx": idxBytes(0x0d, [16, 2], floats(some(32, (i) => ((32 - i) * 0.37) % 3))),
  "numbers.idx": idxBytes(0x0d, [16], floats(some(16, (i) => i / 3 - 2))),
  "bits.idx": idxBytes(
    8,
    [16],
    some(16, (i) => i % 2),
  ),
  "tags.idx": idxBytes(
    8,
    [16, 3],
    some(48, (i) => (i >> (i % 4)) % 2),
  ),
  "depths.idx": idxBytes(0x0b, [12, 1, 2], bigEndian(new Int16Array(some(24, (i) => ((i * 7919) % 30_000) - 12_000)))),
  "kinds.idx": idxBytes(0x0c, [12], bigEndian(new Int32Array(some(12, (i) => (i * 2) % 3)))),
  "small.idx": idxBytes(0x09, [10, 3], bigEndian(new Int8Array(some(30, (i) => ((i * 37) % 256) - 128)))),
  "bits-8.idx": idxBytes(
    0x09,
    [10],
    some(10, (i) => (i >> 1) % 2),
  ),
  "long.idx": idxBytes(0x0e, [9, 2], bigEndian(new Float64Array(some(18, (i) => Math.sqrt(i))))),
  "long-numbers.idx": idxBytes(0x0e, [9], bigEndian(new Float64Array(some(9, (i) => 1 / (i + 1))))),
  "table.csv": table(40, 0),
  "validation.csv": table(12, 41),
  "test.csv": table(15, 60),
  "table.csv.gz": gzipSync(table(20, 7)),
  "numbers.csv": ["x,y,z", ...some(24, (i) => `${i},${(i * 13) % 7},${i * i}`)].join("\r\n"),
  "tags.csv": ["x,y,hot,wet", ...some(10, (i) => `${i},${-i},${i % 2},${i % 3 === 0 ? "true" : "False"}`)].join("\n"),
  [hostile]: [
    `"__proto__",${inCsv(hostile)},constructor,class,🦆`,
    ...some(12, (i) => `${i},${i * 2},${inCsv(i % 2 === 0 ? "*/" : quotes)},${i},${["`${0}`", "</script>"][i % 2]}`),
  ].join("\n"),
};

/** A text as the language writes it. */
export const written = (text: string): string =>
  `"${text.replace(/[\\"]/g, "\\$&").replace(/[^ -~]/gu, (letter) => `\\u{${letter.codePointAt(0)!.toString(16)}}`)}"`;

/** What is in the braces of `data case { … }`. */
export interface Case {
  readonly entries: string;
}

/** The cases by what they try. */
export const cases: Readonly<Record<string, Case>> = {
  "images of a declared range, in an ordered split": {
    entries: `
    source: idx("images.gz", labels: "labels.gz")  features: image(4, 3, range: 0..255)  target: class(4)
    normalize: min_max  split: ordered(train: 12, validation: 5)`,
  },
  "images standardized, with a test source of their own": {
    entries: `
    train: idx("images.gz", labels: "labels.gz")  test: idx("test-images.gz", labels: "test-labels.gz")
    features: image(4, 3)  target: class(["a", "b", "c", "d"])  normalize: standardize  split: random(validation: 25%)`,
  },
  "images that lie in rows": {
    entries: `source: idx("image-rows.idx", labels: "labels.gz")  features: image(4, 3)  target: class(4)`,
  },
  "images with their only channel as a side": {
    entries: `source: idx("one-channel.idx", labels: "test-labels.gz")  features: image(4, 3)  target: class(4)`,
  },
  "images of a range around 0, stratified": {
    entries: `
    source: idx("images.gz", labels: "labels.gz")  features: image(4, 3, range: -1..255)  target: class(4)
    normalize: min_max  split: stratified(train: 60%, validation: 20%, test: 20%)`,
  },
  "rows of any width, in two files": {
    entries: `
    train: idx("images.gz", labels: "labels.gz")  validation: idx("test-images.gz", labels: "test-labels.gz")
    features: all  target: class(4)`,
  },
  "rows of numbers, to be told in two": {
    entries: `
    source: idx("rows.idx", labels: "bits.idx", dtype: float32)  target: binary  normalize: min_max  split: random(test: 4)`,
  },
  "rows with several labels": {
    entries: `
    source: idx("rows.idx", labels: "tags.idx", dtype: float32)  features: columns(2, range: 0..3)  target: multi_label(3)  normalize: min_max`,
  },
  "rows with numbers to predict": {
    entries: `
    source: idx("rows.idx", labels: "numbers.idx", dtype: float32, label_dtype: float32)  features: columns(2)  target: regression(normalize: standardize)  normalize: standardize
    split: random(train: 70%, test: 30%)`,
  },
  "images of 16-bit numbers, with labels of 32 bits": {
    entries: `
    source: idx("depths.idx", labels: "kinds.idx", dtype: int16, label_dtype: int32)  features: image(1, 2)  target: class(3)
    normalize: standardize  split: stratified(validation: 50%)`,
  },
  "rows of small numbers, with labels that are small too": {
    entries: `
    source: idx("small.idx", labels: "bits-8.idx", dtype: int8, label_dtype: int8)  features: columns(3, range: -128..127)  target: binary
    normalize: min_max  split: ordered(train: 50%, test: 50%)`,
  },
  "rows and numbers to predict of 64 bits": {
    entries: `
    train: idx("long.idx", labels: "long-numbers.idx", dtype: float64, label_dtype: float64)
    test: idx("long.idx", labels: "long-numbers.idx", dtype: float64, label_dtype: float64)
    features: columns(2)  target: regression(normalize: min_max)  split: ordered(validation: 3)`,
  },
  "images without a target": {
    entries: `source: idx("images.gz")  features: image(4, 3, range: 0..255)  target: none  normalize: min_max`,
  },
  "named columns that predict a price": {
    entries: `
    source: csv("numbers.csv")  target: regression(column: z, normalize: standardize)  normalize: standardize
    split: random(train: 80%, validation: 10%, test: 10%)  features: [x, y]`,
  },
  "all columns but two targets, brought to 0..1": {
    entries: `
    source: csv("numbers.csv")  target: regression(columns: [z, x], normalize: min_max)  normalize: min_max  split: ordered(test: 25%)`,
  },
  "columns to be given back by an autoencoder": {
    entries: `
    source: csv("numbers.csv")  features: [y, x, z]  target: regression(columns: [x, y, z], normalize: standardize)  normalize: standardize
    split: random(train: 80%, validation: 20%)`,
  },
  "targets of a declared range": {
    entries: `
    source: csv("numbers.csv")  features: columns(1, range: 0..6)  target: regression(columns: [x, z], normalize: min_max, range: 0..1_000)  normalize: min_max`,
  },
  "missing numbers by the median, a class by number": {
    entries: `
    source: csv("table.csv")  target: class(3, column: species)  missing: median  normalize: standardize
    split: stratified(train: 70%, test: 30%)  features: [b, a]`,
  },
  "missing numbers by the mean, in tables of their own": {
    entries: `
    train: csv("table.csv")  validation: csv("validation.csv")  test: csv("test.csv")
    target: binary(column: flag)  missing: mean  normalize: min_max  features: [a, b]`,
  },
  "found categories in all columns, rows with missing values dropped": {
    entries: `
    source: csv("table.csv")  categorical: [kind, size, flag]  target: class(3)  missing: drop  normalize: standardize
    split: random(train: 75%, validation: 25%)`,
  },
  "declared and found categories, in several tables": {
    entries: `
    train: csv("table.csv")  test: csv("test.csv")
    categorical: [kind(["green", "blue", "red"]), size]  target: regression(column: price)
    missing: median  normalize: standardize  split: random(validation: 20%)  features: [kind, a, size]`,
  },
  "categories alone, all declared": {
    entries: `
    source: csv("table.csv")  categorical: [size(["S", "M", "L"]), flag(["no", "yes"])]
    target: class(["0", "1", "2"], column: species)  features: [size, flag]`,
  },
  "a declared range beside categories": {
    entries: `
    source: csv("table.csv")  features: columns(6, range: -10..200)  categorical: [kind, size, flag]  target: class(3)
    missing: mean  normalize: min_max`,
  },
  "several tables of which rows are dropped": {
    entries: `
    train: csv("table.csv")  test: csv("test.csv")  categorical: [kind]  target: binary(column: flag)
    missing: drop  split: stratified(validation: 20%)  features: [kind, a, b]`,
  },
  "dropped rows of several tables, the target in the last column": {
    entries: `
    train: csv("table.csv")  validation: csv("validation.csv")  categorical: [kind, flag, size]  target: class(3)  missing: drop`,
  },
  "a gzipped table": {
    entries: `source: csv("table.csv.gz")  target: regression(column: price)  features: [b]`,
  },
  "labels in the last columns": {
    entries: `source: csv("tags.csv")  target: multi_label(2)  normalize: standardize  split: random(test: 20%)`,
  },
  "labels in named columns of two tables": {
    entries: `
    train: csv("tags.csv")  test: csv("tags.csv")  target: multi_label(2, columns: [wet, hot])  features: [x]`,
  },
  "a table without a target": {
    entries: `source: csv("numbers.csv")  target: none  normalize: standardize`,
  },
  "made classes, divided": {
    entries: `source: spirals(examples: 90, classes: 3, seed: 7)  split: stratified(validation: 20%)`,
  },
  "made classes, apart": {
    entries: `train: moons(examples: 40)  test: moons(examples: 20, seed: 2)  normalize: standardize`,
  },
  "made numbers": { entries: `source: friedman(examples: 30)  normalize: min_max  split: random(train: 20, test: 10)` },
  "made points without a target": {
    entries: `source: circles(examples: 10)  target: none`,
  },
  "hostile names": {
    entries: `
    source: csv(${written(hostile)})
    categorical: [constructor(["*/", ${written(quotes)}]), "🦆"]
    target: regression(column: class)  features: ["__proto__", ${written(hostile)}, constructor, "🦆"]`,
  },
};
