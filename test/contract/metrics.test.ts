/** Every metric against a reference written by hand, over batches, orders of rows and scalings. */
import { expect, test } from "vitest";
import type { Scaling } from "../../src/data/spec.ts";
import { shuffled } from "../../src/portable/random.ts";
import { makeMeter } from "../../src/run/metrics.ts";
import { numbers, targets } from "../support/training.ts";
import { standard, useOf, vocabularyWith } from "../support/words.ts";

type Rows = readonly (readonly number[])[];
type Reference = (outputs: Rows, targets: Rows) => number;

const own = vocabularyWith(`
  metric half(target, output, threshold: 0.5) = (output > threshold) == (target > threshold)
  metric bias(target, output) = mean(output) - mean(target)
  metric explained(target, output) = 1 - sum((target - output) ^ 2) / sum(target ^ 2)
  metric f1(target, output) = 2 * sum((output > 0.5) and (target > 0.5)) / (sum(output > 0.5) + sum(target > 0.5))
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
  f1: (outputs, wanted) => {
    const found = pairs(outputs, wanted);
    const count = (test: (output: number, target: number) => boolean): number =>
      found.filter(([o, t]) => test(o, t)).length;
    return (2 * count((o, t) => o > 0.5 && t > 0.5)) / (count((o) => o > 0.5) + count((_, t) => t > 0.5));
  },
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
          expect(meter.read(), `batches of ${size}`).toBeCloseTo(expected, 10);
        }
        // In training the rows come in another order, and so do their targets.
        const order = shuffled(count, 1, 2);
        const moved = new Float32Array(outputs.length);
        order.forEach((row, i) => moved.set(outputs.subarray(row * width, (row + 1) * width), i * width));
        meter.add(moved.subarray(0, 10 * width), wanted, 10, 0, order);
        meter.add(moved.subarray(10 * width), wanted, count - 10, 10, order);
        expect(meter.read()).toBeCloseTo(expected, 10);
      });
