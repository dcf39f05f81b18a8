import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitScalings, rowsBy } from "../../src/data/scalings.ts";
import { minMax, restored, standardization } from "../../src/portable/normalize.ts";
import { orderedRows } from "../../src/portable/split.ts";

const values = Float64Array.of(1, 10, 3, 10, 5, 10, 1000, 99);
const train = Uint32Array.of(0, 1, 2);

test("standardizing uses the mean and the population deviation of the given rows; a deviation of 0 counts as 1", () => {
  expect(standardization(values, 2, train)).toEqual([
    { shift: 3, scale: Math.sqrt(8 / 3) },
    { shift: 10, scale: 1 },
  ]);
});

test("a constant that is no binary fraction has the deviation 0 to the bit", () => {
  const constant = new Float64Array(12_345).fill(0.1);
  expect(standardization(constant, 1, orderedRows(12_345))).toEqual([{ shift: 0.1, scale: 1 }]);
});

test("min_max takes the smallest and largest value of the given rows to 0 and 1; a constant to 0", () => {
  const scalings = minMax(values, 2, train);
  expect(scalings).toEqual([
    { shift: 1, scale: 4 },
    { shift: 10, scale: 1 },
  ]);
  expect([...rowsBy(values, 2, train, scalings)]).toEqual([0, 0, 0.5, 0, 1, 0]);
});

test("a declared range of 0..255 divides pixels by 255 exactly", () => {
  const pixels = Uint8Array.from({ length: 256 }, (_, i) => i);
  const scaled = rowsBy(
    pixels,
    1,
    orderedRows(256),
    fitScalings.min_max({ values: pixels, width: 1, rows: train, range: { low: 0, high: 255 }, left: [] }),
  );
  expect([...scaled]).toEqual([...pixels].map((pixel) => Math.fround(pixel / 255)));
});

test("columns that are to be left stay as they are", () => {
  const fittable = { values, width: 2, rows: train, left: [true, false] };
  const same = { shift: 0, scale: 1 };
  const range = { low: 0, high: 10 };
  expect(fitScalings.standardize({ ...fittable, range: undefined })[0]).toEqual(same);
  expect(fitScalings.min_max({ ...fittable, range: undefined })[0]).toEqual(same);
  expect(fitScalings.min_max({ ...fittable, range })).toEqual([same, { shift: 0, scale: 10 }]);
});

test("rows are taken as they are where nothing is fitted", () => {
  expect([...rowsBy(values, 2, Uint32Array.of(3, 0), [])]).toEqual([1000, 99, 1, 10]);
});

describe("for any numbers", () => {
  const decimal = fc.integer({ min: -1e9, max: 1e9 }).map((value) => value / 1000);
  const matrix = fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 2, max: 30 }))
    .chain(([width, count]) =>
      fc.tuple(fc.constant(width), fc.array(decimal, { minLength: width * count, maxLength: width * count })),
    );

  test("standardized training columns have mean 0 and deviation 1 or 0", () => {
    fc.assert(
      fc.property(matrix, ([width, numbers]) => {
        const count = numbers.length / width;
        const scalings = standardization(numbers, width, orderedRows(count));
        for (let column = 0; column < width; column++) {
          const { shift, scale } = scalings[column]!;
          const scaled = Array.from({ length: count }, (_, row) => (numbers[row * width + column]! - shift) / scale);
          const mean = scaled.reduce((sum, value) => sum + value, 0) / count;
          const deviation = Math.sqrt(scaled.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count);
          const isConstant = scaled.every((value) => value === 0);
          expect(mean).toBeCloseTo(0, 6);
          expect(deviation).toBeCloseTo(isConstant ? 0 : 1, 6);
        }
      }),
    );
  });

  test("min_max training columns lie in 0..1", () => {
    fc.assert(
      fc.property(matrix, ([width, numbers]) => {
        const rows = orderedRows(numbers.length / width);
        const scaled = rowsBy(numbers, width, rows, minMax(numbers, width, rows));
        expect(scaled.every((value) => value >= 0 && value <= 1)).toBe(true);
      }),
    );
  });

  test("restoring undoes a scaling", () => {
    fc.assert(
      fc.property(matrix, ([width, numbers]) => {
        const scalings = Array.from({ length: width }, (_, column) => ({ shift: column - 3, scale: column + 0.5 }));
        const scaled = numbers.map((value, i) => (value - scalings[i % width]!.shift) / scalings[i % width]!.scale);
        restored(scaled, scalings).forEach((value, i) => expect(value).toBeCloseTo(numbers[i]!, 6));
      }),
    );
  });
});

test("without scalings restoring changes nothing", () => {
  expect([...restored([1, 2], [])]).toEqual([1, 2]);
});
