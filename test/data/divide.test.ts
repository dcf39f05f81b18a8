import fc from "fast-check";
import { expect, test } from "vitest";
import { divided } from "../../src/data/divide.ts";
import { shuffled } from "../../src/portable/random.ts";
import { orderedRows, splitStream, stratifiedRows } from "../../src/portable/split.ts";

const randomRows = (count: number, seed: number) => shuffled(count, seed, splitStream);
const sizes = (rows: Uint32Array[]) => rows.map(({ length }) => length);
const share = (value: number) => ({ share: value });
const count = (value: number) => ({ count: value });

test("an ordered split takes the first rows for training, then validation, then test", () => {
  const parts = divided(orderedRows(10), share(0.7), share(0.2), share(0.1));
  expect(parts.map((rows) => [...rows])).toEqual([[0, 1, 2, 3, 4, 5, 6], [7, 8], [9]]);
});

test.each([
  ["shares of 891", 891, [share(0.8), share(0.1), share(0.1)], [713, 89, 89]],
  ["counts", 60_000, [count(55_000), count(5_000), undefined], [55_000, 5_000, 0]],
  ["a share and a count", 100, [share(0.5), count(20), count(30)], [50, 20, 30]],
  ["training without a size takes the rest", 100, [undefined, count(20), share(0.1)], [70, 20, 10]],
  ["rows may be left over", 100, [share(0.5), share(0.2), undefined], [50, 20, 0]],
  [
    "shares that are no exact binary fractions fill the whole",
    1000,
    [share(0.7), share(0.2), share(0.1)],
    [700, 200, 100],
  ],
] as const)("%s", (_, rows, [train, validation, part], expected) => {
  expect(sizes(divided(orderedRows(rows), train, validation, part))).toEqual(expected);
});

test.each([
  [
    "counts beyond the rows",
    59_999,
    [count(55_000), count(5_000), undefined],
    "the split asks for 60000 rows, and there are 59999",
  ],
  ["shares beyond the whole", 10, [share(0.8), share(0.3), undefined], "the split asks for 11 rows, and there are 10"],
  ["a rest below nothing", 10, [undefined, count(12), undefined], "the split asks for 12 rows, and there are 10"],
  ["no row for training", 10, [undefined, count(10), undefined], "the split of 10 rows leaves none for training"],
  [
    "no row for validation",
    20,
    [share(0.9), share(0.01), undefined],
    "the split of 20 rows leaves none for validation",
  ],
  ["no row for test", 4, [share(0.5), share(0.5), share(0)], "the split of 4 rows leaves none for test"],
] as const)("%s is refused", (_, rows, [train, validation, part], message) => {
  expect(() => divided(orderedRows(rows), train, validation, part)).toThrow(message);
});

const labelled = fc.array(fc.nat({ max: 3 }), { minLength: 10, maxLength: 200 });
const anyShares = fc.tuple(
  fc.integer({ min: 20, max: 60 }).map((percent) => percent / 100),
  fc.constantFrom(0.2, 0.15),
  fc.constantFrom(0.2, 0.1),
);

test("every kind of split is a partition: no row twice, none but those there are", () => {
  fc.assert(
    fc.property(labelled, fc.integer(), anyShares, (labels, seed, [train, validation, part]) => {
      for (const order of [orderedRows(labels.length), randomRows(labels.length, seed), stratifiedRows(labels, seed)]) {
        const rows = divided(order, share(train), share(validation), share(part)).flatMap((each) => [...each]);
        expect(new Set(rows).size).toBe(rows.length);
        expect(rows.every((row) => row >= 0 && row < labels.length)).toBe(true);
        expect([...order].sort((a, b) => a - b)).toEqual([...labels.keys()]);
      }
    }),
  );
});

test("a random order is a function of the seed", () => {
  expect([...randomRows(8, 42)]).toEqual([...randomRows(8, 42)]);
  expect([...randomRows(1000, 42)]).not.toEqual([...randomRows(1000, 43)]);
});

test("any stretch of a stratified order holds the classes in proportion", () => {
  const labels = Array.from({ length: 1000 }, (_, i) => (i < 700 ? 0 : i < 950 ? 1 : 2));
  const parts = divided(stratifiedRows(labels, 7), share(0.8), share(0.1), share(0.1));
  const counts = parts.map((rows) => [0, 1, 2].map((label) => rows.filter((row) => labels[row] === label).length));
  expect(counts).toEqual([
    [560, 200, 40],
    [70, 25, 5],
    [70, 25, 5],
  ]);
});

test("each class keeps its proportion within two rows, whatever the labels", () => {
  fc.assert(
    fc.property(labelled, fc.integer(), (labels, seed) => {
      const [train] = divided(stratifiedRows(labels, seed), share(0.5), undefined, undefined);
      const of = (rows: Iterable<number>, label: number) => [...rows].filter((row) => labels[row] === label).length;
      for (const label of new Set(labels))
        expect(Math.abs(of(train, label) - of(labels.keys(), label) / 2)).toBeLessThanOrEqual(2.5);
    }),
  );
});

test("the rows of one class are taken at random", () => {
  const first = stratifiedRows(Array(100).fill(0), 1);
  expect([...first]).not.toEqual([...orderedRows(100)]);
  expect([...first]).toEqual([...randomRows(100, 1)]);
});
