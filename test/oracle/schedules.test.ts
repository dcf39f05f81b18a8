/** Schedules over whole runs: against PyTorch's schedulers and Keras's formulas (scripts/oracle/schedules.py), and tables by hand. */
import { expect, test } from "vitest";
import figures from "../fixtures/schedules.json" with { type: "json" };
import { makeStepNumbers } from "../../src/run/numbers.ts";
import { trainingOf } from "../support/training.ts";
import { standard } from "../support/words.ts";

const network = "input(4) dense(3, activation: softmax)";

/** The rate and the momentum at each step of a run. */
function numbersOf(
  schedule: string,
  { total, stepsPerEpoch, words = "" }: { total: number; stepsPerEpoch: number; words?: string },
) {
  const at = makeStepNumbers(
    trainingOf({ words, network, train: `optimizer: momentum(0.9)  learning_rate: ${schedule}` }),
  );
  return Array.from({ length: total + 1 }, (_, step) => ({ ...at({ step, total, stepsPerEpoch }) }));
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

test("every schedule of the library has figures or a table", () => {
  const tested = [...Object.keys(tables), ...Object.keys(figures.by_step), ...Object.keys(figures.by_epoch)];
  const names = new Set(tested.map((text) => /^\w+/.exec(text)![0]));
  expect(standard.names("schedule").filter((name) => !names.has(name))).toEqual([]);
});

/** Relative: powers and logarithms of other libraries differ in their last digits. */
const differences = (found: readonly number[], expected: readonly number[]): number =>
  Math.max(...found.map((rate, i) => Math.abs(rate - expected[i]!) / Math.max(Math.abs(expected[i]!), 1e-3)));

const { epochs, steps: stepsPerEpoch, losses } = figures;
const total = epochs * stepsPerEpoch;

/** The rates of every step of a run whose epochs end with these losses. */
function ratesOf(schedule: string, watched: readonly number[] = losses, words = ""): number[] {
  const train = `optimizer: sgd  learning_rate: ${schedule}`;
  const at = makeStepNumbers(trainingOf({ words, network, train }));
  return watched.flatMap((loss, epoch) => {
    const first = epoch * stepsPerEpoch;
    const rates = Array.from(
      { length: stepsPerEpoch },
      (_, i) => at({ step: first + i, total, stepsPerEpoch })["rate"]!,
    );
    at.watch(loss, { step: first + stepsPerEpoch, total, stepsPerEpoch });
    return rates;
  });
}

test.each(Object.entries(figures.by_step))("%s is PyTorch's or Keras's at each step of a run", (schedule, rates) => {
  expect(rates.length).toBe(total);
  expect(differences(ratesOf(schedule), rates)).toBeLessThan(1e-12);
});

test.each(Object.entries(figures.by_epoch))("%s is PyTorch's in each epoch of a run", (schedule, rates) => {
  const whole = rates.flatMap((rate) => Array<number>(stepsPerEpoch).fill(rate));
  expect(differences(ratesOf(schedule), whole)).toBeLessThan(1e-12);
  expect(new Set(rates).size).toBeGreaterThan(1);
});

test("a warm-up multiplies the rate of a schedule that watches the loss, whose own epochs go on meanwhile", () => {
  const plain = ratesOf("performance(0.1, patience: 1)");
  const warm = ratesOf("warmup(120 steps, into: performance(0.1, patience: 1))");
  expect(plain[119]).toBeLessThan(0.1);
  warm.forEach((rate, step) => expect(rate).toBeCloseTo(plain[step]! * Math.min(1, (step + 1) / 120), 12));
});

test("the schedule behind a warm-up has its own step, its own epochs and its own length of the run", () => {
  const words = "schedule told(step, epoch, total) = 1 + step + 1000 * epoch + 1e6 * total";
  const rates = ratesOf("warmup(25 steps, into: told)", losses, words);
  const first = 1 + 1e6 * (total - 25);
  rates.forEach((rate, step) => {
    const own = Math.max(0, step - 25);
    const expected = first + own + 1000 * Math.floor(own / stepsPerEpoch);
    expect(rate).toBeCloseTo(step < 25 ? (first * (step + 1)) / 25 : expected, 6);
  });
});

test("a share of the run in a schedule behind a warm-up is a share of what is left", () => {
  const rates = ratesOf("warmup(50%, into: piecewise([1, 0.1], at: [50%]))");
  expect([rates[99], rates[100], rates[149], rates[150]]).toEqual([1, 1, 1, 0.1]);
});

test("a schedule with a memory behind a warm-up begins when the warm-up ends", () => {
  const words = "schedule halving(step) { state { rate: 1 } rate = rate / 2 }";
  const rates = ratesOf("warmup(4 steps, into: halving)", losses, words);
  expect(rates.slice(0, 8)).toEqual([0.125, 0.25, 0.375, 0.5, 0.5, 0.25, 0.125, 0.0625]);
});

test("warm-ups in a warm-up rise one after the other", () => {
  const rates = ratesOf("warmup(10 steps, into: warmup(10 steps, into: 1))");
  expect(rates[0]).toBeCloseTo(0.01, 12);
  expect(rates[9]).toBeCloseTo(0.1, 12);
  expect(rates[10]).toBeCloseTo(0.1, 12);
  expect(rates[19]).toBeCloseTo(1, 12);
});

test("a warm-up into one_cycle drives the momentum as one_cycle does", () => {
  const train = "optimizer: momentum  learning_rate: warmup(100 steps, into: one_cycle)";
  const at = makeStepNumbers(trainingOf({ network, train }));
  const momentum = (step: number): number => at({ step, total: 1100, stepsPerEpoch: 100 })["momentum"]!;
  expect([0, 99, 100, 550, 1000].map((step) => Number(momentum(step).toFixed(12)))).toEqual([
    0.95, 0.95, 0.95, 0.85, 0.95,
  ]);
});

test("a watching schedule drives the momentum too, and is told the epochs that are done", () => {
  const words = `schedule both(monitored, epoch, step, total) {
    state { rate: 0.1  momentum: 0.5 }
    rate = rate * (1 - epoch / 100) * (if step == total then 0 else 1)
    momentum = min(0.9, monitored)
  }`;
  const at = makeStepNumbers(trainingOf({ words, network, train: "optimizer: momentum  learning_rate: both" }));
  const seen = [0, 1, 2].map((epoch) => {
    const { rate, momentum } = at({ step: epoch * 10, total: 30, stepsPerEpoch: 10 });
    at.watch(0.6 + 0.1 * epoch, { step: epoch * 10 + 10, total: 30, stepsPerEpoch: 10 });
    return [rate, momentum];
  });
  expect(seen).toEqual([
    [0.1, 0.5],
    [0.1 * 0.99, 0.6],
    [0.1 * 0.99 * 0.98, 0.7],
  ]);
  expect(at.states().schedule).toMatchObject({ rate: 0, momentum: 0.8 });
});
