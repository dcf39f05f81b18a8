/** Real files beside the repository, ../shared/data; where they are absent these tests are skipped. */
import { describe, expect, test } from "vitest";
import { loadData } from "../../src/data/load.ts";
import type { DataSpec } from "../../src/data/spec.ts";
import {
  at,
  binary,
  categorical,
  classes,
  csv,
  hasSharedData,
  idx,
  named,
  regression,
  sharedData,
  spec,
  split,
  spoken,
} from "./workshop.ts";

const eighty = { train: 0.8, validation: 0.1, test: 0.1 };

/** The data, and the milliseconds that it took. */
async function timed(wanted: DataSpec) {
  const start = performance.now();
  const { data, diagnostics } = await loadData(wanted, { folders: [sharedData], seed: 42 });
  return { data: data!, lines: diagnostics.map(spoken), time: performance.now() - start };
}

describe.skipIf(!hasSharedData)(`the data in ${sharedData} (skipped where it is absent)`, () => {
  const housing = spec({
    sources: { train: csv("california-housing.csv") },
    target: regression(["median_house_value"], { normalize: "standardize" }),
    categorical: [categorical("ocean_proximity")],
    normalize: "standardize",
    split: split("random", eighty),
  });

  test("California housing: 207 missing bedrooms take the median, the text column becomes five numbers", async () => {
    const { data, time } = await timed(housing);
    expect([data.train, data.validation!, data.test!].map(({ count }) => count)).toEqual([16512, 2064, 2064]);
    expect(data.shape).toEqual([13]);
    expect(data.fitted.columns[4]).toEqual({ name: "total_bedrooms", missing: 437, categories: undefined });
    expect(data.fitted.columns[8]!.categories).toEqual(["<1H OCEAN", "INLAND", "ISLAND", "NEAR BAY", "NEAR OCEAN"]);
    expect(time).toBeLessThan(3000);
  });

  test("California housing: dropped and refused bedrooms", async () => {
    const { data } = await timed({ ...housing, missing: "drop", split: undefined });
    expect(data.train.count).toBe(20640 - 207);
    const { lines } = await timed({ ...housing, missing: "fail" });
    expect(lines[0]).toContain(
      "features: california-housing.csv, line 292, column total_bedrooms: the value is missing",
    );
  });

  test("California housing: the text column must be declared", async () => {
    const { lines } = await timed({ ...housing, categorical: [] });
    expect(lines).toEqual([
      'features: california-housing.csv, line 2, column ocean_proximity: "NEAR BAY" is not a number → write `categorical: [ocean_proximity]`, or name the features that are numbers: `features: [a, b]`',
    ]);
  });

  test("Titanic: quoted commas, missing ages, categories, a binary target", async () => {
    const titanic = spec({
      sources: { train: csv("titanic.csv") },
      features: named("Pclass", "Sex", "Age", "Fare", "Embarked"),
      categorical: [categorical("Sex"), categorical("Embarked", ["C", "Q", "S"])],
      target: binary("Survived"),
      normalize: "min_max",
      split: split("stratified", eighty),
    });
    const { data } = await timed(titanic);
    expect(data.shape).toEqual([8]);
    const shares = [data.train, data.validation!, data.test!].map(
      ({ targets, count }) => targets.reduce((a, b) => a + b) / count,
    );
    for (const share of shares) expect(share).toBeCloseTo(342 / 891, 1);
    expect(data.train.features.every((value) => value >= 0 && value <= 1)).toBe(true);
  });

  test("Fashion-MNIST: 60,000 images are read, split and standardized in about a second", async () => {
    const train = idx("fashion-mnist/train-images-idx3-ubyte.gz", "fashion-mnist/train-labels-idx1-ubyte.gz");
    const testing = idx("fashion-mnist/t10k-images-idx3-ubyte.gz", "fashion-mnist/t10k-labels-idx1-ubyte.gz", "test");
    const before = process.memoryUsage();
    const { data, time } = await timed(
      spec({
        sources: { train, test: testing },
        features: {
          kind: "image",
          height: 28,
          width: 28,
          channels: 1,
          range: { low: 0, high: 255 },
          at: at("features"),
        },
        target: classes(10),
        normalize: "standardize",
        split: split("ordered", { train: 55_000, validation: 5_000 }),
      }),
    );
    const after = process.memoryUsage();
    expect([data.train, data.validation!, data.test!].map(({ count }) => count)).toEqual([55_000, 5_000, 10_000]);
    expect(time).toBeLessThan(10_000);
    const floats = 70_000 * 784 * 4;
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(4 * floats);
    const column = Array.from({ length: 55_000 }, (_, row) => data.train.features[row * 784 + 400]!);
    const mean = column.reduce((sum, value) => sum + value, 0) / 55_000;
    expect(mean).toBeCloseTo(0, 5);
    expect(column.reduce((sum, value) => sum + value ** 2, 0) / 55_000).toBeCloseTo(1, 4);
  });
});

test.runIf(!hasSharedData)("real data is absent: put it into ../shared/data to test with it", () => {});
