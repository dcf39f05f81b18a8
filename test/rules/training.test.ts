import { describe, expect, test } from "vitest";
import { expectPlaces, judge, mended, type Parts, places, placesSound, spec } from "./workshop.ts";

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
    [
      "small raw features",
      digits("", undefined, ", range: 0..1").replace(/labels: "[^"]*"/g, "$&, dtype: float32"),
      [],
    ],
    [
      "bytes that are said to be small",
      digits("", undefined, ", range: 0..1"),
      ["input-not-normalized: image(28, 28, range: 0..1)"],
    ],
    ["bytes that are standardized whatever is said", digits("normalize: standardize", undefined, ", range: 0..1"), []],
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
      "images of one part with the labels of another",
      'data d { train: idx("a", labels: "b") test: idx("c", labels: "./b") target: class(3) normalize: min_max split: random(validation: 10%) }',
      ['validation-in-train: test: idx("c", labels: "./b")'],
    ],
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
    ["a small table", table('source: csv("a.csv") examples: 40').replace("on table", "on table { epochs: 90 }"), []],
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
    [
      "a rate that momentum raises to 1",
      run("optimizer: momentum(momentum: 0.9) learning_rate: 0.1"),
      ["dying-relu-risk: learning_rate: 0.1"],
    ],
    [
      "a rate that a batch four times as large bears",
      run("optimizer: sgd learning_rate: 4 batch_size: 1024 epochs: 90", { data: "examples: 100_000" }),
      ["dying-relu-risk: learning_rate: 4"],
    ],
    [
      "a rate beyond what its batch bears",
      run("optimizer: sgd learning_rate: 5 batch_size: 1024 epochs: 90", { data: "examples: 100_000" }),
      ["lr-too-high: learning_rate: 5"],
    ],
    [
      "a rate for a batch that there are no examples for",
      run("optimizer: sgd learning_rate: 4 batch_size: 1024 epochs: 900", { data: "examples: 200" }),
      ["lr-too-high: learning_rate: 4", "batch-vs-data: batch_size: 1024"],
    ],
    [
      "an own optimizer that climbs",
      run("optimizer: own", { words: "optimizer own(w, g, rate) { w = w + rate * g }" }),
      ["optimizer-direction: optimizer: own"],
    ],
    [
      "an own optimizer that forgets the gradient",
      run("optimizer: own", { words: "optimizer own(w, g, rate) { w = w - rate * 0 * g }" }),
      ["optimizer-direction: optimizer: own"],
    ],
    [
      "an own optimizer that takes the root of a mean of gradients",
      run("optimizer: own", {
        words: "optimizer own(w, g, rate) { state { v: 0 } v = 0.9 * v + 0.1 * g w = w - rate * g / (sqrt(v) + 1e-7) }",
      }),
      ["optimizer-direction: optimizer: own"],
    ],
    [
      "an own optimizer that divides by nothing",
      run("optimizer: own", {
        words: "optimizer own(w, g, rate) { state { sum: 0 } sum = sum + g ^ 2 w = w - rate * g / sqrt(sum) }",
      }),
      ["optimizer-direction: optimizer: own"],
    ],
    [
      "one that adds a little first",
      run("optimizer: own", {
        words: "optimizer own(w, g, rate) { state { sum: 0 } sum = sum + g ^ 2 w = w - rate * g / sqrt(sum + 1e-7) }",
      }),
      [],
    ],
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
    [
      "a cosine that ends above where it begins",
      run("learning_rate: cosine(1e-3, end: 1e-2)"),
      ["schedule-bounds: end: 1e-2"],
    ],
    ["moments in shares of the run", run("epochs: 5 learning_rate: piecewise([1e-2, 1e-3], at: [80%])"), []],
    [
      "a share past the end",
      run("learning_rate: piecewise([1e-2, 1e-3], at: [100%])"),
      ["schedule-bounds: learning_rate: piecewise([1e-2, 1e-3], at: [100%])"],
    ],
    [
      "moments of an own schedule out of order",
      run("epochs: 9 learning_rate: mine(at: [5 epochs, 3 epochs])", {
        words:
          "schedule mine(step, rates: [1e-2, 1e-3, 1e-4] in list(number(0<..infinity)), at in list(duration)) = pick(rates, at, step)",
      }),
      ["schedule-bounds: learning_rate: mine(at: [5 epochs, 3 epochs])"],
    ],
    ["a warm-up", run("epochs: 5 learning_rate: warmup(1 epoch, into: cosine(1e-3))"), []],
    ["a warm-up over a share of the run", run("learning_rate: warmup(5%, into: 1e-3)"), []],
    [
      "a warm-up as long as the run",
      run("epochs: 5 learning_rate: warmup(5 epochs, into: 1e-3)"),
      ["schedule-bounds: 5 epochs"],
    ],
    [
      "a warm-up as long as the run in steps",
      run("epochs: 1 learning_rate: warmup(1000 steps, into: 1e-3)", { data: "examples: 10_000" }),
      ["schedule-bounds: 1000 steps"],
    ],
    [
      "a warm-up of steps of which nothing is known",
      run("epochs: 1 learning_rate: warmup(1000 steps, into: 1e-3)"),
      [],
    ],
    [
      "a warm-up in a warm-up that takes what is left",
      run("epochs: 6 learning_rate: warmup(3 epochs, into: warmup(over: 4 epochs, into: 1e-3))"),
      ["schedule-bounds: over: 4 epochs"],
    ],
    [
      "a moment past the end behind a warm-up",
      run("epochs: 6 learning_rate: warmup(3 epochs, into: piecewise([1e-3, 1e-4], at: [4 epochs]))"),
      ["schedule-bounds: into: piecewise([1e-3, 1e-4], at: [4 epochs])"],
    ],
    [
      "a cosine longer than the run",
      run("epochs: 6 learning_rate: cosine(1e-3, every: 7 epochs)"),
      ["schedule-bounds: every: 7 epochs"],
    ],
    ["a cosine with restarts", run("epochs: 6 learning_rate: cosine(1e-3, every: 2 epochs, growth: 2)"), []],
    ["a schedule that waits for the loss", run("epochs: 20 learning_rate: performance(1e-3)"), []],
    ["that waits as long as it can", run("epochs: 7 learning_rate: performance(1e-3, patience: 5)"), []],
    [
      "that waits longer than the run",
      run("epochs: 6 learning_rate: performance(1e-3, patience: 5)"),
      ["schedule-bounds: learning_rate: performance(1e-3, patience: 5)"],
    ],
    [
      "that waits longer than the run, behind a warm-up",
      run("epochs: 6 learning_rate: warmup(1 epoch, into: performance(1e-3, patience: 5))"),
      ["schedule-bounds: learning_rate: warmup(1 epoch, into: performance(1e-3, patience: 5))"],
    ],
    [
      "an own schedule that goes up with a loss that falls",
      run("epochs: 3 learning_rate: mine", {
        words:
          "schedule mine(monitored) { state { rate: 1e-3 best: infinity } rate = if monitored < best then rate * 1.1 else rate best = min(best, monitored) }",
      }),
      [],
    ],
    [
      "an own schedule that never looks at the loss",
      run("learning_rate: mine", {
        words: "schedule mine(monitored) { state { rate: 1e-3 } rate = rate + 0 * monitored }",
      }),
      ["schedule-bounds: learning_rate: mine"],
    ],
    [
      "an own schedule that the loss makes negative",
      run("epochs: 9 learning_rate: mine", {
        words: "schedule mine(monitored) { state { rate: 1e-3 } rate = 1e-3 - 1e-3 * monitored / 4 }",
        data: "examples: 10_000",
      }),
      ["lr-nonpositive: learning_rate: mine"],
    ],
    [
      "an own schedule that is negative in a run of any length",
      run("epochs: 9 learning_rate: mine", {
        words: "schedule mine(step, total) = 1e-3 * (1 - 2 * step / total)",
        data: "",
      }),
      ["lr-nonpositive: learning_rate: mine"],
    ],
    [
      "an own schedule that is negative in a long run alone, of unknown length",
      run("epochs: 9 learning_rate: mine", { words: "schedule mine(step) = 1e-3 * (1 - step / 2_000)", data: "" }),
      [],
    ],
    [
      "a schedule that divides by 0",
      run("learning_rate: mine", own("0.01 * (step - 10) / (step - 10)")),
      ["lr-nonpositive: learning_rate: mine"],
    ],
    [
      "a schedule with a memory that falls below 0 in the middle of the run",
      run("learning_rate: mine", {
        words: "schedule mine(step) { state { r: 0.01 } r = r - 1e-5 rate = r }",
        data: "examples: 10_000",
      }),
      ["lr-nonpositive: learning_rate: mine"],
    ],
    ["adam at a cosine's default", run("learning_rate: cosine"), []],
    [
      "a peak that is too high behind a warm-up",
      run("optimizer: sgd learning_rate: warmup(10%, into: cosine(3))"),
      ["lr-too-high: learning_rate: warmup(10%, into: cosine(3))"],
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
      ["schedule-conflict: early_stopping { monitor: loss }", "monitor-training-loss: monitor: loss"],
    ],
    ["under one_cycle, only to keep the best", run(`${whole} early_stopping { patience: none }`), []],
    ["under a constant rate", run("early_stopping { patience: 5 }"), []],
    [
      "under a cosine",
      run("learning_rate: cosine(1e-3) epochs: 20 early_stopping { patience: 5 }"),
      ["schedule-conflict: patience: 5"],
    ],
    [
      "under a cosine behind a warm-up",
      run("learning_rate: warmup(10%, into: cosine(1e-3)) epochs: 20 early_stopping { patience: 5 }"),
      ["schedule-conflict: patience: 5"],
    ],
    [
      "under rates that change late in the run",
      run("learning_rate: piecewise([1e-2, 1e-3], at: [75%]) epochs: 20 early_stopping { patience: 5 }"),
      ["schedule-conflict: patience: 5"],
    ],
    [
      "under an own schedule that is stretched over the run",
      run("learning_rate: mine epochs: 20 early_stopping { patience: 5 }", {
        words: "schedule mine(step, total) = 0.01 * (1 - 0.99 * step / total)",
      }),
      ["schedule-conflict: patience: 5"],
    ],
    [
      "under an own schedule that only asks how long the run is",
      run("learning_rate: mine epochs: 20 early_stopping { patience: 5 }", {
        words: "schedule mine(step, total) = if step < total / 10 then 0.005 else 0.01",
      }),
      [],
    ],
    [
      "under a cosine with its own periods",
      run("learning_rate: cosine(1e-3, every: 4 epochs) epochs: 20 early_stopping { patience: 5 }"),
      [],
    ],
    [
      "under a rate that falls from the start",
      run("learning_rate: exponential(every: 20%) epochs: 20 early_stopping { patience: 5 }"),
      [],
    ],
    [
      "behind a warm-up into a constant rate",
      run("learning_rate: warmup(10%, into: 1e-3) epochs: 20 early_stopping { patience: 5 }"),
      [],
    ],
    [
      "that gives up before the schedule has",
      run("learning_rate: performance(1e-3, patience: 5) epochs: 20 early_stopping { patience: 5 }"),
      ["schedule-conflict: patience: 5"],
    ],
    [
      "that gives up before the schedule behind a warm-up has",
      run("learning_rate: warmup(1 epoch, into: performance(1e-3)) epochs: 20 early_stopping { patience: 4 }"),
      ["schedule-conflict: patience: 4"],
    ],
    [
      "that waits longer than the schedule",
      run("learning_rate: performance(1e-3, patience: 5) epochs: 20 early_stopping { patience: 6 }"),
      [],
    ],
    [
      "that watches another loss than the schedule",
      run("learning_rate: performance(1e-3, patience: 5) epochs: 20 early_stopping { monitor: loss patience: 5 }"),
      ["monitor-training-loss: monitor: loss"],
    ],
    ["of the preset with one_cycle", run("defaults: default_dnn"), []],
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
    [
      "that waits too long, and keeps the best",
      run("epochs: 5 early_stopping { patience: 9 }"),
      ["patience-vs-epochs: patience: 9"],
    ],
    [
      "that keeps the last weights",
      run("epochs: 20 early_stopping { patience: 5 restore_best: false }"),
      ["best-not-restored: restore_best: false"],
    ],
  ])("%s", (_, text, expected) => expectPlaces(text, expected));
});

describe("the momentum", () => {
  const strict = (train: string): string[] =>
    judge(run(train), { strict: true })
      .map(({ code, message }) => `${code}: ${message}`)
      .filter((text) => text.startsWith("schedule-momentum"));
  test.each([
    ["adam", ["schedule-momentum-unused: `one_cycle` sets a `momentum` that `adam` does not read"]],
    ["nesterov", []],
  ])("of one_cycle under %s", (optimizer, expected) => {
    expect(strict(`optimizer: ${optimizer} learning_rate: one_cycle(0.01)`)).toEqual(expected);
  });

  test("of one_cycle behind a warm-up counts too, and no other schedule has any", () => {
    expect(strict("optimizer: sgd learning_rate: warmup(10%, into: one_cycle)")).toEqual([
      "schedule-momentum-unused: `warmup` sets a `momentum` that `sgd` does not read",
    ]);
    expect(strict("optimizer: sgd learning_rate: performance")).toEqual([]);
  });
});

describe("what is held against overfitting, where asked", () => {
  const strict = (text: string): string[] =>
    placesSound(text, { strict: true }).filter((found) =>
      /^(training-loss-with-dropout|no-regularization)/.test(found),
    );
  const dropping = (train: string, parts: Partial<Parts> = {}): string =>
    run(train, {
      network: "input dense(32, activation: relu) dropout(20%) dense(3, activation: softmax)",
      data: "normalize: standardize",
      ...parts,
    });
  const large = (train: string, layer = "", data = "examples: 1_000"): string =>
    run(train, {
      network: `input dense(300, activation: relu ${layer}) dense(100, activation: relu) dense(3, activation: softmax)`,
      data: `normalize: standardize ${data}`,
    });

  test("a rule that is strict says nothing by itself", () => {
    expect(places(dropping("epochs: 3"))).toEqual([]);
    expect(places(large(""))).toEqual([]);
  });

  test.each([
    ["dropout beside a validation part", dropping("epochs: 3"), ["training-loss-with-dropout: net"]],
    [
      "a training loss that is not asked for",
      dropping("evaluate_training_loss: false"),
      ["training-loss-with-dropout: evaluate_training_loss: false"],
    ],
    [
      "noise beside a validation part",
      dropping("", { network: "input gaussian_noise(0.1) dense(32, activation: relu) dense(3, activation: softmax)" }),
      ["training-loss-with-dropout: net"],
    ],
    ["a training loss in inference", dropping("evaluate_training_loss: true"), []],
    [
      "a rate of 0",
      dropping("", { network: "input dense(32, activation: relu, dropout: 0%) dense(3, activation: softmax)" }),
      [],
    ],
    ["many weights", large(""), ["no-regularization: net"]],
    ["many weights for data of unknown length", large("", "", ""), []],
    ["many weights for many examples", large("", "", "examples: 100_000"), []],
    ["many weights with a penalty", large("", ", regularization: l2(1e-4)"), []],
    ["many weights with a penalty of 0", large("", ", regularization: l2(0)"), ["no-regularization: net"]],
    ["many weights with a max norm", large("", ", constraint: max_norm(1.0)"), []],
    ["many weights with early stopping", large("early_stopping { patience: 3 }"), []],
    ["many weights with dropout", large("evaluate_training_loss: true", ", dropout: 20%"), []],
  ])("%s", (_, text, expected) => expect(strict(text)).toEqual(expected));

  test("the fix of training-loss-with-dropout asks for the loss, behind the entries or in place of the refusal", () => {
    for (const train of ["epochs: 3", "evaluate_training_loss: false"]) {
      const text = dropping(train);
      const found = judge(text, { strict: true }).filter(({ code }) => code === "training-loss-with-dropout");
      const fixed = mended(text, found);
      expect(fixed).toContain("evaluate_training_loss: true");
      expect(strict(fixed)).toEqual([]);
    }
  });
});
