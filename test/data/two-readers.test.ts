/** One text, two readers: a program put together from the portable functions alone makes the interpreter's numbers, to the bit. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { loadData } from "../../src/data/load.ts";
import { decodeText } from "../../src/portable/bytes.ts";
import { inflated } from "../../src/data/inflated.ts";
import { parseCsv } from "../../src/portable/csv.ts";
import {
  categoriesOf,
  encodedWidth,
  encodeTable,
  mean,
  median,
  oneHotPlaces,
  standIn,
} from "../../src/portable/encode.ts";
import { moons } from "../../src/portable/generators.ts";
import { readIdx } from "../../src/portable/idx.ts";
import { minMax, scaledRows, standardization, takenRows } from "../../src/portable/normalize.ts";
import { divided, randomRows, stratifiedRows } from "../../src/portable/split.ts";
import { readTable } from "../../src/portable/table.ts";
import { classLabels, oneHot } from "../../src/portable/target.ts";
import {
  at,
  categorical,
  classes,
  csv,
  findings,
  hasSharedData,
  idx,
  idxBytes,
  loaded,
  regression,
  sharedData,
  spec,
  split,
} from "./workshop.ts";

const share = (value: number) => ({ share: value });

test("an IDX pair, split at random and standardized", async () => {
  const images = idxBytes(
    8,
    [10, 2, 2],
    Array.from({ length: 40 }, (_, i) => (i * 37) % 256),
  );
  const labels = idxBytes(
    8,
    [10],
    Array.from({ length: 10 }, (_, i) => i % 3),
  );
  const sources = { train: idx("images", "labels") };
  const wanted = spec({
    sources,
    target: classes(3),
    normalize: "standardize",
    split: split("random", { train: 0.8, test: 0.2 }),
  });
  const data = await loaded(wanted, { images, labels }, 42);

  const pixels = readIdx(inflated(images, "images"), "images").values;
  const digits = readIdx(inflated(labels, "labels"), "labels").values;
  const [train, , rest] = divided(randomRows(10, 42), share(0.8), undefined, share(0.2));
  const scalings = standardization(pixels, 4, train);
  expect(data.train.features).toEqual(scaledRows(pixels, 4, train, scalings));
  expect(data.test!.features).toEqual(scaledRows(pixels, 4, rest, scalings));
  expect(data.train.targets).toEqual(oneHot(digits, train, 3));
});

test("a table with missing values and categories, stratified, brought to 0..1", async () => {
  const text =
    "n,c,y\n" +
    Array.from({ length: 30 }, (_, i) => `${i % 7 === 0 ? "" : i * 1.1},${"abc"[i % 3]},${i % 2}`).join("\r\n");
  const wanted = spec({
    target: classes(2),
    categorical: [categorical("c")],
    missing: "mean",
    normalize: "min_max",
    split: split("stratified", { train: 0.6, validation: 0.4 }),
  });
  const data = await loaded(wanted, { "table.csv": text }, 7);

  const table = readTable(parseCsv(decodeText(new TextEncoder().encode(text), "table.csv"), "table.csv"), "table.csv");
  const labels = classLabels(table, "y", 2);
  const [train, validation] = divided(stratifiedRows(labels, 7), share(0.6), share(0.4), undefined);
  const columns = [
    { name: "n", missing: standIn(table, "n", train, mean) },
    { name: "c", missing: 0, categories: categoriesOf(table, "c", train), declared: false },
  ];
  const [values, width] = [encodeTable(table, columns), encodedWidth(columns)];
  const scalings = minMax(values, width, train, oneHotPlaces(columns));
  expect(data.train.features).toEqual(scaledRows(values, width, train, scalings));
  expect(data.validation!.features).toEqual(scaledRows(values, width, validation, scalings));
  expect(data.train.targets).toEqual(oneHot(labels, train, 2));
  expect(data.fitted).toEqual({ columns, features: scalings, targets: [], classes: undefined });
});

test("made data", async () => {
  const train = { kind: "generator", name: "moons", examples: 20, noise: 0.2, seed: 5, at: at("source") } as const;
  const data = await loaded(spec({ sources: { train }, target: classes(2) }));
  const { features, targets, width } = moons(20, 0.2, 5);
  const rows = Uint32Array.from(targets.keys());
  expect(data.train.features).toEqual(takenRows(features, width, rows));
  expect(data.train.targets).toEqual(oneHot(targets, rows, 2));
});

test.skipIf(!hasSharedData)("California housing (skipped where ../shared/data is absent)", async () => {
  const wanted = spec({
    sources: { train: csv("california-housing.csv") },
    target: regression(["median_house_value"]),
    categorical: [categorical("ocean_proximity")],
    normalize: "standardize",
    split: split("random", { train: 0.8, test: 0.2 }),
  });
  const { data } = await loadData(wanted, { folders: [sharedData], seed: 3 });

  const file = "california-housing.csv";
  const table = readTable(parseCsv(decodeText(readFileSync(join(sharedData, file)), file), file), file);
  const [train, , rest] = divided(randomRows(table.rows.length, 3), share(0.8), undefined, share(0.2));
  const numbers = table.names.slice(0, 8).map((name) => ({ name, missing: standIn(table, name, train, median) }));
  const oceans = categoriesOf(table, "ocean_proximity", train);
  const columns = [...numbers, { name: "ocean_proximity", missing: 0, categories: oceans }];
  const values = encodeTable(table, columns);
  const scalings = standardization(values, 13, train, oneHotPlaces(columns));
  expect(data!.test!.features).toEqual(scaledRows(values, 13, rest, scalings));
});

test("random orders and made points stay the numbers that they are, so that old runs can be repeated", () => {
  expect([...randomRows(10, 42)]).toEqual([4, 5, 8, 7, 3, 1, 0, 9, 2, 6]);
  const points = [0.9582924752046782, 0.2794440820645976, 1.4308126035358322, -0.2125617412253698];
  expect([...moons(2, 0.1, 1).features]).toEqual(points);
});

test("whatever the bytes of a file, something is read or a finding is made; nothing is thrown", async () => {
  const bytes = fc.uint8Array({ maxLength: 60 });
  const start = fc.constantFrom<number[]>(
    [],
    [0x1f, 0x8b, 8, 0],
    [0, 0, 8, 1],
    [0, 0, 8, 3],
    [0, 0, 0x0d, 2, 0, 0, 0, 1],
    [0xef, 0xbb, 0xbf],
  );
  const content = fc.tuple(start, bytes).map(([first, rest]) => Uint8Array.of(...first, ...rest));
  await fc.assert(
    fc.asyncProperty(content, content, async (table, labels) => {
      const files = { "table.csv": table, labels };
      for (const sources of [{ train: csv("table.csv") }, { train: idx("table.csv", "labels") }])
        for (const target of [classes(2), regression()])
          for (const line of await findings(spec({ sources, target, normalize: "standardize" }), files))
            expect(line).toMatch(/^(source|features|target): /);
    }),
    { numRuns: 60 },
  );
});

test("whatever the cells of a table, something is read or a finding is made; nothing is thrown", async () => {
  const cell = fc.constantFrom("", "1", "2.5", "NA", "x", "yes", "no", '"', ",", "\n", "1e400", "-0", "é");
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(cell, { maxLength: 4 }), { maxLength: 6 }), async (rows) => {
      const text = "a,b,y\n" + rows.map((row) => row.join(",")).join("\n");
      const target = { kind: "binary", column: "y", at: at("target") } as const;
      await findings(spec({ target, categorical: [categorical("a")], normalize: "min_max" }), { "table.csv": text });
    }),
    { numRuns: 150 },
  );
});
