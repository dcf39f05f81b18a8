/** Rates along a run, by schedules of the library and of one's own, and what bears them. */
import { describe, expect, test } from "vitest";
import { judge, placesSound, spec } from "./workshop.ts";

const shallow = "input dense(64, activation: relu) dense(32, activation: relu) dense(3, activation: softmax)";
const data = "normalize: standardize  examples: 10_000";

const found = (train: string, { network = shallow, words = "", facts = data } = {}): readonly string[] =>
  placesSound(spec({ network, train, words, data: facts })).filter((one) => /^(schedule-bounds|lr-too-high)/.test(one));

const messages = (train: string, words = ""): readonly string[] =>
  judge(spec({ network: shallow, train, words, data })).map(({ message }) => message);

const words = `
  schedule halving(epoch, initial: 0.1 in 0<..infinity, every: 10 in 0<..infinity) = initial * 0.5 ^ (epoch / every)
  schedule climbing(epoch, initial: 0.001 in 0<..infinity) = initial * 1.2 ^ epoch
  schedule warm(step) = 0.2 * min((step + 1) / 2815, 1)
  schedule early_end(epoch) = 0.1 * max(0, 1 - epoch / 5)
  schedule triangle(step, total, peak: 0.1) = peak * (1 - abs(2 * step / total - 1))`;

describe("a schedule that does not fit its run", () => {
  test.each<[train: string, kind: RegExp]>([
    [
      "optimizer: sgd  learning_rate: exponential(0.1, every: 20 steps)",
      /brought the rate down to .* in the first tenth/,
    ],
    ["optimizer: sgd  learning_rate: halving(every: 0.01)", /in the first tenth/],
    [
      "optimizer: sgd  learning_rate: piecewise([0.1, 0.01, 0.001], at: [3 steps, 6 steps])",
      /by step 6 of 2820, and leaves it/,
    ],
    [
      "optimizer: sgd  learning_rate: piecewise([0.001, 0.01, 0.5], at: [3 epochs, 6 epochs])",
      /raises the rate to 0.5/,
    ],
    ["optimizer: sgd  learning_rate: climbing", /raises the rate/],
    ["optimizer: sgd  learning_rate: cosine(0.1, every: 20 steps)", /restarts \d+ times in 10 epochs/],
    ["optimizer: sgd  learning_rate: warmup(5 steps, into: cosine(0.1))", /warm-up of 5 steps is over at once/],
    ["optimizer: sgd  learning_rate: warmup(8 epochs, into: 0.1)", /warm-up of 8 epochs is 80% of the run/],
    ["optimizer: sgd  learning_rate: warm", /raises the rate to 0.2/],
    ["optimizer: sgd  learning_rate: early_end", /makes the rate 0 from 50% of the run on/],
    ["optimizer: sgd  learning_rate: piecewise([0.1, 0.1], at: [50%])", /less than 1%/],
    ["optimizer: sgd  learning_rate: exponential(0.1, every: 10_000 epochs)", /less than 1%/],
  ])("%s is found", (train, kind) => {
    const told = messages(train, words).filter((message) => kind.test(message));
    expect(told).toHaveLength(1);
    expect(found(train, { words })).toHaveLength(1);
  });

  test.each([
    "optimizer: sgd  learning_rate: exponential(0.1, every: 3 epochs)",
    "optimizer: sgd  learning_rate: exponential(0.1, every: 20 epochs)  epochs: 180",
    "optimizer: sgd  learning_rate: exponential(0.1, every: 1 epochs)  epochs: 500  early_stopping { patience: 3 }",
    "optimizer: sgd  learning_rate: power(0.1, every: 10 steps)",
    "optimizer: sgd  learning_rate: power(0.1, every: 10_000 steps)",
    "optimizer: sgd  learning_rate: piecewise([0.01, 0.1, 0.01], at: [400 steps, 60%])",
    "optimizer: sgd  learning_rate: piecewise([0.1, 0.01, 0.001], at: [50%, 75%])",
    "optimizer: sgd  learning_rate: warmup(500 steps, into: 0.1)",
    "optimizer: sgd  learning_rate: warmup(500 steps, into: cosine(0.1))",
    "optimizer: sgd  learning_rate: cosine(0.1, every: 1 epochs, growth: 2)  epochs: 15",
    "optimizer: sgd  learning_rate: cosine(0.1, every: 2 epochs)",
    "optimizer: nesterov  learning_rate: one_cycle(0.1)",
    "optimizer: sgd  learning_rate: triangle",
    "optimizer: sgd  learning_rate: climbing  epochs: 1",
    "optimizer: sgd  learning_rate: performance(0.1)",
  ])("%s is none", (train) => {
    expect(found(train, { words })).toEqual([]);
  });

  test("is told how to count where steps were written", () => {
    const text = spec({
      network: shallow,
      data,
      train: "optimizer: sgd  learning_rate: exponential(0.1, every: 20 steps)",
    });
    expect(judge(text).map(({ help }) => help)).toEqual(["count in epochs: `20 epochs`"]);
  });

  test("is found without the number of examples only where that does not matter", () => {
    const facts = "normalize: standardize";
    const rising = "optimizer: sgd  learning_rate: piecewise([0.001, 0.01, 0.5], at: [3 epochs, 6 epochs])";
    expect(found(rising, { facts })).toHaveLength(1);
    expect(found("optimizer: sgd  learning_rate: warmup(900 steps, into: 0.1)", { facts })).toEqual([]);
    expect(found("optimizer: sgd  learning_rate: exponential(0.1, every: 20 steps)", { facts })).toEqual([]);
  });
});

describe("a high rate", () => {
  const held = (argument: string): string =>
    `defaults { activation: relu  ${argument} } input dense(64) dropout(50%) dense(64) dropout(50%) dense(3, activation: softmax)`;
  const own = `
    constraint short(w) = w / max(1, norm(w))
    constraint halved(w) = w / 2
    clipping held(g, global_norm) = g / max(1, global_norm)
    optimizer heavy(w, g, rate: 0.01, keep: 0.9 in 0..<1) { state { v: 0 }  v = keep * v + g  w = w - rate * v }
    optimizer adadelta(w, g, rate: 1, rho: 0.95 in 0..<1) {
      state { size: 0  moved: 0 }
      size = rho * size + (1 - rho) * g ^ 2
      move = g * sqrt(moved + 1e-6) / sqrt(size + 1e-6)
      moved = rho * moved + (1 - rho) * move ^ 2
      w = w - rate * move
    }`;
  const judged = (train: string, network = shallow): readonly string[] => found(train, { network, words: own });

  test.each<[train: string, network: string]>([
    ["optimizer: momentum(0.95)  learning_rate: 0.1", held("constraint: max_norm(3)")],
    ["optimizer: momentum(0.95)  learning_rate: 0.1", held("constraint: short")],
    ["optimizer: momentum(0.95)  learning_rate: 0.1", held("normalization: batch_norm")],
    ["optimizer: sgd  learning_rate: 5  clip_gradients: global_norm(1)", shallow],
    ["optimizer: sgd  learning_rate: 20  clip_gradients: global_norm(0.25)", shallow],
    ["optimizer: sgd  learning_rate: 5  clip_gradients: held", shallow],
    ["optimizer: adadelta  learning_rate: 1", shallow],
    ["optimizer: heavy  learning_rate: 0.05", shallow],
    [
      "optimizer: sgd  learning_rate: 3  loss: mse",
      "input dense(30, activation: sigmoid) dense(3, activation: sigmoid)",
    ],
    ["optimizer: adam  learning_rate: one_cycle(0.02)", held("normalization: batch_norm")],
  ])("%s is borne by %s", (train, network) => {
    expect(judged(train, network)).toEqual([]);
  });

  test.each<[train: string, network: string, at: string]>([
    ["optimizer: momentum(0.95)  learning_rate: 0.1", held("constraint: halved"), "learning_rate: 0.1"],
    ["optimizer: momentum(0.95)  learning_rate: 2", held("constraint: max_norm(3)"), "learning_rate: 2"],
    ["optimizer: sgd  learning_rate: 50  clip_gradients: global_norm(1)", shallow, "learning_rate: 50"],
    ["optimizer: heavy(keep: 0.99)  learning_rate: 0.1", shallow, "learning_rate: 0.1"],
    [
      "optimizer: adam",
      shallow.replace("relu)", "relu, learning_rate_multiplier: 50)"),
      "learning_rate_multiplier: 50",
    ],
  ])("%s is too high for %s", (train, network, at) => {
    expect(judged(train, network)).toEqual([`lr-too-high: ${at}`]);
  });
});
