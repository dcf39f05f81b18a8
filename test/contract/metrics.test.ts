/** Every metric against a reference written by hand, over batches, orders of rows and scalings. */
import { expect, test } from "vitest";
import type { Scaling } from "../../src/data/spec.ts";
import { shuffled } from "../../src/portable/random.ts";
import { makeMeter } from "../../src/run/metrics.ts";
import { distance } from "../support/rules.ts";
import { numbers, targets } from "../support/training.ts";
import { standard, useOf, vocabularyWith } from "../support/words.ts";

type Rows = readonly (readonly number[])[];
type Reference = (outputs: Rows, targets: Rows) => number;

const own = vocabularyWith(`
  metric half(target, output, threshold: 0.5) = (output > threshold) == (target > threshold)
  metric bias(target, output) = mean(output) - mean(target)
  metric explained(target, output) = 1 - sum((target - output) ^ 2) / sum(target ^ 2)
  metric place(target, output) = mean(1 + rank(output, target))
  metric best(target, output) = mean(rank(target, output) == 0)
  metric slope(target, output) = per_output(mean(target * output) / mean(output ^ 2))
`);

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
const sum = (values: readonly number[]): number => values.reduce((so, x) => so + x, 0);
const top = (row: readonly number[]): number => row.indexOf(Math.max(...row));
const pairs = (outputs: Rows, wanted: Rows): (readonly [number, number])[] =>
  outputs.flatMap((row, i) => row.map((output, j) => [output, wanted[i]![j]!] as const));
const over =
  (f: (output: number, target: number) => number): Reference =>
  (outputs, wanted) =>
    mean(pairs(outputs, wanted).map(([output, target]) => f(output, target)));

/** How many of a row are larger than the one at `place`. */
const larger = (row: readonly number[], place: number): number => row.filter((x) => x > row[place]!).length;
const counts = (outputs: Rows, wanted: Rows, threshold = 0.5) => {
  const found = pairs(outputs, wanted);
  const count = (test: (output: number, target: number) => boolean): number =>
    found.filter(([o, t]) => test(o, t)).length;
  return {
    right: count((o, t) => o > threshold && t > 0.5),
    said: count((o) => o > threshold),
    there: count((_, t) => t > 0.5),
  };
};

const references: Readonly<Record<string, Reference>> = {
  accuracy: (outputs, wanted) =>
    outputs[0]!.length > 1
      ? mean(outputs.map((row, i) => Number(top(row) === top(wanted[i]!))))
      : over((output, target) => Number(output > 0.5 === target > 0.5))(outputs, wanted),
  mae: over((output, target) => Math.abs(output - target)),
  mse: over((output, target) => (output - target) ** 2),
  rmse: (outputs, wanted) => Math.sqrt(over((output, target) => (output - target) ** 2)(outputs, wanted)),
  half: over((output, target) => Number(output > 0.5 === target > 0.5)),
  "half(threshold: 0.1)": over((output, target) => Number(output > 0.1 === target > 0.1)),
  bias: over((output, target) => output - target),
  explained: (outputs, wanted) =>
    1 - sum(pairs(outputs, wanted).map(([o, t]) => (o - t) ** 2)) / sum(pairs(outputs, wanted).map(([, t]) => t ** 2)),
  "accuracy(threshold: 0)": (outputs, wanted) =>
    outputs[0]!.length > 1
      ? references["accuracy"]!(outputs, wanted)
      : over((output, target) => Number(output > 0 === target > 0.5))(outputs, wanted),
  top_k: (outputs, wanted) => mean(outputs.map((row, i) => Number(larger(row, top(wanted[i]!)) < 5))),
  "top_k(k: 2)": (outputs, wanted) => mean(outputs.map((row, i) => Number(larger(row, top(wanted[i]!)) < 2))),
  place: (outputs, wanted) => mean(outputs.map((row, i) => 1 + larger(row, top(wanted[i]!)))),
  best: (outputs, wanted) => mean(outputs.map((row, i) => Number(larger(wanted[i]!, top(row)) === 0))),
  precision: (outputs, wanted) => counts(outputs, wanted).right / counts(outputs, wanted).said,
  "precision(threshold: 0.1)": (outputs, wanted) =>
    counts(outputs, wanted, 0.1).right / counts(outputs, wanted, 0.1).said,
  recall: (outputs, wanted) => counts(outputs, wanted).right / counts(outputs, wanted).there,
  "recall(threshold: -0.2)": (outputs, wanted) => counts(outputs, wanted, -0.2).right / counts(outputs, wanted).there,
  f1: (outputs, wanted) => {
    const [precision, recall] = [references["precision"]!(outputs, wanted), references["recall"]!(outputs, wanted)];
    return (2 * precision * recall) / (precision + recall);
  },
  // Every pair of a yes and a no, one by one.
  auc: (outputs, wanted) => {
    const found = pairs(outputs, wanted);
    const [yes, no] = [found.filter(([, target]) => target > 0.5), found.filter(([, target]) => target <= 0.5)];
    if (yes.length === 0 || no.length === 0) return 0;
    return mean(yes.flatMap(([a]) => no.map(([b]) => (a > b ? 1 : a === b ? 0.5 : 0))));
  },
  mape: over((output, target) => (100 * Math.abs(target - output)) / Math.max(Math.abs(target), 1e-7)),
  r2: (outputs, wanted) =>
    mean(
      outputs[0]!.map((_, column) => {
        const [o, t] = [outputs.map((row) => row[column]!), wanted.map((row) => row[column]!)];
        const squares = sum(t.map((x) => (x - mean(t)) ** 2));
        return squares === 0 ? 0 : 1 - sum(t.map((x, i) => (x - o[i]!) ** 2)) / squares;
      }),
    ),
  slope: (outputs, wanted) =>
    mean(
      outputs[0]!.map((_, column) => {
        const [o, t] = [outputs.map((row) => row[column]!), wanted.map((row) => row[column]!)];
        return sum(o.map((x, i) => x * t[i]!)) / sum(o.map((x) => x ** 2));
      }),
    ),
};

test("every metric of the library has a reference", () => {
  expect(Object.keys(references)).toEqual(expect.arrayContaining([...standard.names("metric")]));
});

const count = 23;
const rowsOf = (values: Float32Array, width: number, scalings: readonly Scaling[] = []): number[][] =>
  Array.from({ length: values.length / width }, (_, i) =>
    Array.from(
      values.subarray(i * width, (i + 1) * width),
      (x, column) => x * (scalings[column]?.scale ?? 1) + (scalings[column]?.shift ?? 0),
    ),
  );

for (const [text, reference] of Object.entries(references))
  for (const kind of ["class", "binary", "regression"] as const)
    for (const width of [1, 3])
      test(`${text} of ${width} outputs on a ${kind} target is what it says, whatever the batches`, () => {
        const scalings =
          kind === "regression" ? Array.from({ length: width }, (_, i) => ({ shift: 3 - i, scale: 2 + i })) : [];
        const outputs = numbers(count * width, 4);
        const wanted = targets(kind, count, width, 5);
        const meter = makeMeter(useOf("metric", text, own), width, scalings);
        const expected = reference(rowsOf(outputs, width, scalings), rowsOf(wanted, width, scalings));
        for (const size of [count, 5, 1]) {
          for (let first = 0; first < count; first += size) {
            const batch = Math.min(size, count - first);
            meter.add(outputs.subarray(first * width, (first + batch) * width), wanted, batch, first);
          }
          expect(distance([meter.read()], [expected]), `batches of ${size}`).toBeLessThan(1e-11);
        }
        // In training the rows come in another order, and so do their targets.
        const order = shuffled(count, 1, 2);
        const moved = new Float32Array(outputs.length);
        order.forEach((row, i) => moved.set(outputs.subarray(row * width, (row + 1) * width), i * width));
        meter.add(moved.subarray(0, 10 * width), wanted, 10, 0, order);
        meter.add(moved.subarray(10 * width), wanted, count - 10, 10, order);
        expect(distance([meter.read()], [expected])).toBeLessThan(1e-11);
      });

/** A metric of rows of outputs and targets. */
const measure = (text: string, outputs: Rows, wanted: Rows): number => {
  const meter = makeMeter(useOf("metric", text, own), outputs[0]!.length, []);
  meter.add(Float32Array.from(outputs.flat()), Float32Array.from(wanted.flat()), outputs.length, 0);
  return meter.read();
};
const column = (...values: number[]): number[][] => values.map((value) => [value]);

test.each([
  ["precision without a yes", "precision", column(0.1, 0.4), column(1, 0), 0],
  ["recall without a target that is yes", "recall", column(0.9, 0.4), column(0, 0), 0],
  ["f1 without any yes", "f1", column(0.1, 0.4), column(0, 0), 0],
  ["auc without a no", "auc", column(0.1, 0.4), column(1, 1), 0],
  ["auc without a yes", "auc", column(0.1, 0.4), column(0, 0), 0],
  ["auc of what is always larger", "auc", column(0.2, 0.4, 0.9), column(0, 1, 1), 1],
  ["auc of equal outputs", "auc", column(0.3, 0.3, 0.3), column(0, 1, 1), 0.5],
  ["auc with a tie", "auc", column(0.1, 0.4, 0.4, 0.8), column(0, 0, 1, 1), 0.875],
  ["r2 of a target that does not vary", "r2", column(0.5, 0.2), column(0.1, 0.1), 0],
  ["r2 of the mean", "r2", column(2, 2, 2), column(1, 2, 3), 0],
  ["r2 worse than the mean", "r2", column(3, 2, 1), column(1, 2, 3), -3],
  [
    "r2 of two outputs",
    "r2",
    [
      [1, 20],
      [2, 20],
      [3, 20],
    ],
    [
      [1, 10],
      [2, 20],
      [3, 30],
    ],
    0.5,
  ],
  ["top_k with a tie at its end", "top_k(k: 2)", [[0.5, 0.3, 0.3]], [[0, 0, 1]], 1],
  ["top_k of one that is larger by less", "top_k(k: 1)", [[0.4, 0.3, 0.3]], [[0, 0, 1]], 0],
  [
    "precision over several outputs together",
    "precision",
    [
      [0.9, 0.8],
      [0.7, 0.1],
    ],
    [
      [1, 0],
      [1, 1],
    ],
    2 / 3,
  ],
  [
    "f1 over several outputs together",
    "f1",
    [
      [0.9, 0.8],
      [0.7, 0.1],
    ],
    [
      [1, 0],
      [1, 1],
    ],
    2 / 3,
  ],
] as const)("%s", (_, text, outputs, wanted, expected) => {
  expect(measure(text, outputs, wanted)).toBeCloseTo(expected, 12);
});
