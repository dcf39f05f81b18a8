import { describe, expect, test } from "vitest";
import { expectPlaces, judge, spec, type Parts } from "./workshop.ts";

const network = "input dense(32, activation: relu) dense(3, activation: softmax)";
const run = (train: string, parts: Partial<Parts> = {}): string => spec({ network, train, ...parts });
const price = (target: string, output = "dense(1)"): string =>
  spec({ target, network: `input dense(9, activation: relu) ${output}` });

describe("data", () => {
  const digits = (normalize: string, layers = "dense(9, activation: relu)", range = ", range: 0..255"): string =>
    `data digits { source: idx("a", labels: "b") features: image(28, 28${range}) ${normalize} target: class(10) split: random(validation: 10%) }\nnetwork net { input flatten ${layers} dense(10, activation: softmax) }\ntrain net on digits`;
  const table = (source: string): string =>
    `data table { ${source} features: columns(8) target: class(3) }\nnetwork net { ${network} }\ntrain net on table`;
  test.each([
    ["raw pixels", digits(""), ["input-not-normalized: image(28, 28, range: 0..255)"]],
    ["pixels left raw", digits("normalize: none"), ["input-not-normalized: normalize: none"]],
    ["scaled pixels", digits("normalize: min_max"), []],
    ["small raw features", digits("", undefined, ", range: 0..1"), []],
    ["features of which nothing is declared", digits("", undefined, ""), []],
    ["raw pixels into a norm", digits("", "batch_norm dense(9, activation: relu)"), []],
    ["raw pixels into selu", digits("", "dense(9, activation: selu)"), ["selu-inputs: digits"]],
    [
      "a large target",
      price("regression(column: price, range: 0..500_000)"),
      ["target-not-scaled: regression(column: price, range: 0..500_000)"],
    ],
    [
      "a large target that is normalized",
      price("regression(column: price, range: 0..500_000, normalize: standardize)"),
      [],
    ],
    ["a target up to 100", price("regression(column: price, range: 0..100)"), []],
    [
      "a large target behind relu",
      price("regression(column: price, range: 0..500_000)", "dense(1, activation: relu)"),
      [],
    ],
    [
      "one file twice",
      table('train: csv("a.csv") validation: csv("./a.csv")'),
      ['validation-in-train: validation: csv("./a.csv")'],
    ],
    ["two files", table('train: csv("a.csv") validation: csv("b.csv")'), []],
    [
      "the same made data twice",
      "data d { train: moons(seed: 3) test: moons(seed: 3) split: random(validation: 10%) }",
      ["validation-in-train: test: moons(seed: 3)"],
    ],
    [
      "made data of two seeds",
      "data d { train: moons(seed: 3) test: moons(seed: 4) split: random(validation: 10%) }",
      [],
    ],
    ["no validation", table('source: csv("a.csv")'), ["no-validation: table"]],
    [
      "a test part alone",
      table('source: csv("a.csv") split: random(test: 10%)'),
      ["no-validation: split: random(test: 10%)"],
    ],
    ["a small table", table('source: csv("a.csv") examples: 40'), []],
    [
      "made data",
      "data d { source: moons() }\nnetwork net { input dense(9, activation: relu) dense(2, activation: softmax) }\ntrain net on d",
      [],
    ],
  ])("%s", (_, text, expected) => expectPlaces(text, expected));
});

describe("the learning rate", () => {
  const own = (formula: string): Partial<Parts> => ({
    words: `schedule mine(step, total) = ${formula}`,
    data: "examples: 10_000",
  });
  test.each([
    ["a usual rate", run("optimizer: sgd learning_rate: 0.5"), []],
    ["a rate beyond 1", run("optimizer: sgd learning_rate: 2"), ["lr-too-high: learning_rate: 2"]],
    [
      "a rate that momentum raises",
      run("optimizer: nesterov(momentum: 0.99) learning_rate: 0.05"),
      ["lr-too-high: learning_rate: 0.05"],
    ],
    ["a rate that momentum raises to 1", run("optimizer: momentum(momentum: 0.9) learning_rate: 0.1"), []],
    ["adam at 0.01 in a small network", run("learning_rate: 0.01"), []],
    ["adam at 0.05 in a small network", run("learning_rate: 0.05"), []],
    [
      "adam at 0.05 in a larger one",
      run("learning_rate: 0.05", { network: "input dense(300, activation: relu) dense(3, activation: softmax)" }),
      ["lr-too-high: learning_rate: 0.05"],
    ],
    [
      "adam at one_cycle's peak",
      run("learning_rate: one_cycle", { network: "input dense(300, activation: relu) dense(3, activation: softmax)" }),
      ["lr-too-high: learning_rate: one_cycle"],
    ],
    ["momentum at one_cycle's peak", run("optimizer: momentum learning_rate: one_cycle"), []],
    [
      "an own adaptive optimizer",
      run("optimizer: signs learning_rate: 0.5", { words: "optimizer signs(w, g, rate) { w = w - rate * sign(g) }" }),
      ["lr-too-high: learning_rate: 0.5"],
    ],
    [
      "a schedule that begins at 0",
      run("learning_rate: mine", own("0.01 * step / total")),
      ["lr-nonpositive: learning_rate: mine"],
    ],
    [
      "a schedule that ends below 0",
      run("learning_rate: mine", own("0.01 - 0.02 * step / total")),
      ["lr-nonpositive: learning_rate: mine"],
    ],
    ["a schedule that stays above 0", run("learning_rate: mine", own("0.01 - 0.005 * step / total")), []],
    [
      "moments out of order",
      run("epochs: 20 learning_rate: piecewise([1e-2, 1e-3, 1e-4], at: [9 epochs, 5 epochs])"),
      ["schedule-bounds: learning_rate: piecewise([1e-2, 1e-3, 1e-4], at: [9 epochs, 5 epochs])"],
    ],
    [
      "a moment past the end",
      run("epochs: 5 learning_rate: piecewise([1e-2, 1e-3], at: [5 epochs])"),
      ["schedule-bounds: learning_rate: piecewise([1e-2, 1e-3], at: [5 epochs])"],
    ],
    [
      "a moment in steps of which nothing is known",
      run("epochs: 5 learning_rate: piecewise([1e-2, 1e-3], at: [90_000 steps])"),
      [],
    ],
    [
      "a start above the peak",
      run("optimizer: sgd learning_rate: one_cycle(peak: 0.1, start: 0.5)"),
      ["schedule-bounds: start: 0.5"],
    ],
  ])("%s", (_, text, expected) => expectPlaces(text, expected));

  test("a rate ten times beyond is an error", () => {
    expect(judge(run("optimizer: sgd learning_rate: 10")).map(({ severity }) => severity)).toEqual(["error"]);
  });
});

describe("early stopping", () => {
  const whole = "optimizer: momentum learning_rate: one_cycle epochs: 20";
  const bare = (stopping: string): string => run(stopping).replace("split: random(validation: 10%)", "");
  test.each([
    ["under one_cycle", run(`${whole} early_stopping { patience: 5 }`), ["schedule-conflict: patience: 5"]],
    [
      "under one_cycle, with its default patience",
      run(`${whole} early_stopping { monitor: loss }`),
      ["schedule-conflict: early_stopping { monitor: loss }"],
    ],
    ["under one_cycle, only to keep the best", run(`${whole} early_stopping { patience: none }`), []],
    ["under a constant rate", run("early_stopping { patience: 5 }"), []],
    [
      "with nothing to watch",
      bare("early_stopping { patience: 5 }"),
      ["monitor-without-validation: early_stopping { patience: 5 }"],
    ],
    [
      "with nothing to watch, written",
      bare("early_stopping { monitor: validation_loss }"),
      ["monitor-without-validation: monitor: validation_loss"],
    ],
    ["that watches the training loss", bare("early_stopping { monitor: loss }"), ["no-validation: table"]],
    [
      "that waits too long for anything",
      run("epochs: 5 early_stopping { patience: 9 restore_best: false }"),
      ["patience-vs-epochs: patience: 9"],
    ],
    ["that waits too long, and keeps the best", run("epochs: 5 early_stopping { patience: 9 }"), []],
    [
      "that keeps the last weights",
      run("epochs: 20 early_stopping { patience: 5 restore_best: false }"),
      ["best-not-restored: restore_best: false"],
    ],
  ])("%s", (_, text, expected) => expectPlaces(text, expected));
});
