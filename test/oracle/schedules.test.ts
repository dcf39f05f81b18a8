/** Schedules over a whole run, ends included, against tables worked out by hand. */
import { expect, test } from "vitest";
import { makeStepNumbers } from "../../src/run/numbers.ts";
import { trainingOf } from "../support/training.ts";

const network = "input(4) dense(3, activation: softmax)";

/** The rate and the momentum at each step of a run. */
function numbersOf(
  schedule: string,
  { total, stepsPerEpoch, words = "" }: { total: number; stepsPerEpoch: number; words?: string },
) {
  const at = makeStepNumbers(
    trainingOf({ words, network, train: `optimizer: momentum(0.9)  learning_rate: ${schedule}` }),
  );
  return Array.from({ length: total + 1 }, (_, step) => at({ step, total, stepsPerEpoch }));
}

type Row = readonly [step: number, rate: number, momentum?: number];

const tables: Readonly<Record<string, { total: number; words?: string; rows: readonly Row[] }>> = {
  "0.02": {
    total: 500,
    rows: [
      [0, 0.02, 0.9],
      [250, 0.02, 0.9],
      [500, 0.02, 0.9],
    ],
  },
  "constant(0.3)": {
    total: 500,
    rows: [
      [0, 0.3],
      [500, 0.3],
    ],
  },
  constant: {
    total: 10,
    rows: [
      [0, 0.01],
      [10, 0.01],
    ],
  },
  power: {
    total: 20_000,
    rows: [
      [0, 0.01],
      [10_000, 0.01 / 2],
      [20_000, 0.01 / 3],
    ],
  },
  "power(initial: 1, every: 2 epochs, c: 2)": {
    total: 600,
    rows: [
      [0, 1],
      [100, 4 / 9],
      [200, 1 / 4],
      [600, 1 / 16],
    ],
  },
  exponential: {
    total: 4000,
    rows: [
      [0, 0.01],
      [1000, 0.01 / Math.sqrt(10)],
      [2000, 0.001],
      [4000, 0.0001],
    ],
  },
  "exponential(initial: 2, every: 300 steps)": {
    total: 900,
    rows: [
      [0, 2],
      [300, 0.2],
      [600, 0.02],
      [900, 0.002],
    ],
  },
  "piecewise([0.01, 0.005, 0.001], at: [5 epochs, 15 epochs])": {
    total: 2500,
    rows: [
      [0, 0.01],
      [499, 0.01],
      [500, 0.005],
      [1499, 0.005],
      [1500, 0.001],
      [2500, 0.001],
    ],
  },
  "piecewise([0.1, 0.2], at: [7 steps])": {
    total: 20,
    rows: [
      [6, 0.1],
      [7, 0.2],
      [20, 0.2],
    ],
  },
  "piecewise([0.3], at: [])": {
    total: 20,
    rows: [
      [0, 0.3],
      [20, 0.3],
    ],
  },
  // Up to the peak at 45%, down at 90%, then to a thousandth of the start; a rate of 0.1 from 0.01, and the momentum the other way.
  one_cycle: {
    total: 1000,
    rows: [
      [0, 0.01, 0.95],
      [90, 0.028, 0.93],
      [225, 0.055, 0.9],
      [450, 0.1, 0.85],
      [675, 0.055, 0.9],
      [900, 0.01, 0.95],
      [950, (0.01 + 0.00001) / 2, 0.95],
      [1000, 0.00001, 0.95],
    ],
  },
  "one_cycle(peak: 1, start: 0.5, end: 0.1, high: 0.9, low: 0.5)": {
    total: 200,
    rows: [
      [0, 0.5, 0.9],
      [45, 0.75, 0.7],
      [90, 1, 0.5],
      [135, 0.75, 0.7],
      [180, 0.5, 0.9],
      [190, 0.3, 0.9],
      [200, 0.1, 0.9],
    ],
  },
  halving: {
    total: 10,
    words: "schedule halving(initial: 0.8) { state { rate: 2 * initial } rate = rate / 2 }",
    rows: [
      [0, 0.8],
      [1, 0.4],
      [3, 0.1],
      [10, 0.8 / 1024],
    ],
  },
  by_epoch: {
    total: 300,
    words: "schedule by_epoch(epoch) = 0.1 / (1 + epoch)",
    rows: [
      [0, 0.1],
      [99, 0.1],
      [100, 0.05],
      [299, 0.1 / 3],
    ],
  },
};

for (const [schedule, { total, words, rows }] of Object.entries(tables)) {
  test(`${schedule} is what its table says`, () => {
    const numbers = numbersOf(schedule, { total, stepsPerEpoch: 100, ...(words !== undefined && { words }) });
    for (const [step, rate, momentum] of rows) {
      expect(numbers[step]!["rate"], `step ${step}`).toBeCloseTo(rate, 12);
      if (momentum !== undefined) expect(numbers[step]!["momentum"] ?? 0.9, `step ${step}`).toBeCloseTo(momentum, 12);
    }
  });
}

test("one_cycle stays between its ends and its peak in a run of any length, and goes up, down, and down", () => {
  for (const total of [1, 2, 3, 7, 10, 33, 1001]) {
    const numbers = numbersOf("one_cycle", { total, stepsPerEpoch: total });
    const rates = numbers.map((at) => at["rate"]!);
    rates.forEach((rate) => expect(rate > 0 && rate <= 0.1 + 1e-15).toBe(true));
    numbers.forEach((at) => expect(at["momentum"]! >= 0.85 - 1e-15 && at["momentum"]! <= 0.95 + 1e-15).toBe(true));
    const top = rates.indexOf(Math.max(...rates));
    rates.slice(1).forEach((rate, i) => expect(i < top ? rate > rates[i]! : rate <= rates[i]! + 1e-15).toBe(true));
    expect(rates.at(-1)).toBeCloseTo(1e-5, 12);
  }
});
