/** What the formulas of a spec's own words do, found by running them. */
import { describe, expect, test } from "vitest";
import { judge, judgeSound, places, spec } from "./workshop.ts";

const priced = "regression(column: price, normalize: standardize)";
const binary = "binary(column: paid)";

/** Findings of one rule as `rule: place`, and their messages. */
const of = (rule: string, text: string): string[] =>
  judgeSound(text)
    .filter(({ code }) => code === rule)
    .map(({ message }) => message);

describe("activation-signal", () => {
  const over = (word: string, use = "dense(16, activation: own)"): string[] =>
    of("activation-signal", spec({ words: `activation own${word}`, target: priced, network: `input ${use} dense(1)` }));
  test.each([
    ["(x) = sqrt(x)", "`own` is no number where the sum is -0.5"],
    ["(x) = log(x + 1)", "`own` is infinite and negative where the sum is -1"],
    ["(x) = sin(x) / x", "`own` is no number where the sum is 0"],
    ["(x) = x ^ 1.5", "`own` is no number where the sum is -0.5"],
    ["(x) = if x > 0 then 1 else 0", "`own` is flat wherever it does not jump, and passes no gradient back"],
    ["(x) = floor(4 * x) / 4", "`own` is flat wherever it does not jump, and passes no gradient back"],
    ["(x, scale: 0) = 1 + scale * x", "`own` is 1 whatever the sum is, and passes no gradient back"],
    ["(x) = exp(x) / sum(exp(x))", "`own` is no number where a sum is 100: what it exponentiates is beyond float32"],
    [
      "(x) = x * exp(x) / (1 + exp(x))",
      "`own` is no number where a sum is 100: what it exponentiates is beyond float32",
    ],
  ])("activation own%s is found", (word, message) => {
    expect(over(word)).toEqual([message]);
  });

  test.each([
    "(x) = x / (1 + exp(-x))",
    "(x) = exp(x - log_sum_exp(x))",
    "(x) = exp(-x ^ 2)",
    "(x) = if x > 0 then x else 0",
    "(x) = sign(x) * sqrt(abs(x))",
    "(x) = sin(30 * x)",
    "(x, gate: trainable(0, per: layer)) = gate * x",
    "(x, level: trainable(0.1)) = level",
    "(x) = max(0, x) ^ 2",
    "(x) = x + noise(-0.1, 0.1)",
  ])("activation own%s is sound", (word) => {
    expect(over(word)).toEqual([]);
  });

  test("a step with nothing to learn before it is sound", () => {
    expect(over("(x) = sign(x)", "own dense(16, activation: relu)")).toEqual([]);
  });

  test("a word that is used twice is told of once, at its first use", () => {
    expect(over("(x) = sign(x)", "dense(16, activation: own) dense(8, activation: own)")).toHaveLength(1);
  });
});

describe("penalty-direction", () => {
  const over = (word: string): string[] =>
    of(
      "penalty-direction",
      spec({
        words: `regularizer own${word}`,
        target: priced,
        network: "input dense(16, activation: relu, regularization: own) dense(1)",
      }),
    );
  test.each([
    ["(w) = -0.01 * w ^ 2", "`own` rewards large weights: it is -0.01 for a weight of 1 and -0.1 for 10"],
    ["(w) = 0.01 * w", "`own` rewards large weights: it is -0.01 for a weight of -1 and -0.1 for -10"],
    ["(w) = 0.01 * w ^ 3", "`own` rewards large weights: it is -0.01 for a weight of -1 and -10 for -10"],
    ["(w) = 0.01 / (1 + w ^ 2)", "`own` rewards large weights: it is 0.005 for a weight of 1 and 0.00009901 for 10"],
    ["(w) = 0.01 * sqrt(w)", "`own` is no number where a weight is -0.1"],
    ["(w) = if abs(w) > 1 then 0.01 else 0.02", "`own` is flat wherever it does not jump, and does nothing"],
    ["(w, rate: 0.01) = rate", "`own` is 0.01 whatever the weight is, and does nothing"],
  ])("regularizer own%s is found", (word, message) => {
    // A square falls a hundredfold from 1 to 10.
    expect(over(word)).toEqual([message.replace("-0.1 for 10", word.includes("^ 2") ? "-1 for 10" : "-0.1 for 10")]);
  });

  test.each([
    "(w) = 0.01 * abs(w)",
    "(w) = 0.01 * sqrt(w ^ 2 + 1e-6)",
    "(w) = 0.01 * log(1 + w ^ 2)",
    "(w) = 0.01 * w ^ 2 / (1 + w ^ 2)",
    "(w) = 0.01 * max(0, -w)",
    "(w) = 0.01 * (w - 1) ^ 2",
    "(w, rate: 0) = rate * w ^ 2",
    "(w) = 0.01 * max(abs(w) - 1, 0)",
  ])("regularizer own%s is sound", (word) => {
    expect(over(word)).toEqual([]);
  });
});

describe("constraint-direction", () => {
  const over = (word: string): string[] =>
    of(
      "constraint-direction",
      spec({
        words: `constraint own${word}`,
        target: priced,
        network: "input dense(16, activation: relu, constraint: own) dense(1)",
      }),
    );
  test.each([
    [
      "(w, r: 3) = w * max(1, r / norm(w))",
      "`own` stretches weights of length 1 to a length of 3 and shortens none: it bounds nothing",
    ],
    ["(w) = w * norm(w) / norm(w)", undefined],
    ["(w) = max(w, -infinity)", "`own` leaves the weights as they are, however large"],
    ["(w) = w * 0", "`own` makes every weight 0"],
    ["(w) = sqrt(w)", "`own` turns a neuron's weights of length 0.001 into what is no number"],
  ])("constraint own%s is judged", (word, message) => {
    expect(over(word)).toEqual(message === undefined ? [] : [message]);
  });

  test.each([
    "(w, r: 3) = w * min(1, r / norm(w))",
    "(w) = w / (norm(w) + 1e-7)",
    "(w) = max(w, 0)",
    "(w) = clamp(w, -1, 1)",
    "(w) = w * clamp(norm(w), 0.5, 2) / (norm(w) + 1e-7)",
  ])("constraint own%s is sound", (word) => {
    expect(over(word)).toEqual([]);
  });
});

describe("clipping-direction", () => {
  const over = (word: string): string[] =>
    of(
      "clipping-direction",
      spec({
        words: `clipping own${word}`,
        target: priced,
        network: "input dense(16, activation: relu) dense(1)",
        train: "clip_gradients: own",
      }),
    );
  test.each([
    ["(g, limit: 1) = max(min(g, -limit), limit)", "`own` makes 1 of every gradient"],
    ["(g, limit: 1) = clamp(-g, -limit, limit)", "`own` turns a gradient of 0.0001 round, into -0.0001"],
    ["(g, norm, limit: 1) = g * max(1, limit / norm)", "`own` is no number where a gradient is 0"],
    [
      "(g, norm, limit: 1) = g * max(1, limit / (norm + 1e-9))",
      "`own` makes a gradient of 0.0001 into 1, and shortens none",
    ],
    ["(g, norm, limit: 1) = g * limit / norm", "`own` is no number where a gradient is 0"],
    ["(g) = max(g, -infinity)", "`own` leaves gradients as they are, however large"],
  ])("clipping own%s is found", (word, message) => {
    expect(over(word)).toEqual([message]);
  });

  test.each([
    "(g, limit: 1) = clamp(g, -limit, limit)",
    "(g, norm, limit: 1) = g * min(1, limit / norm)",
    "(g, norm) = g / (norm + 1e-7)",
    "(g) = sign(g)",
    "(g) = tanh(g)",
    "(g) = g - mean(g)",
  ])("clipping own%s is sound", (word) => {
    expect(over(word)).toEqual([]);
  });
});

describe("optimizer-direction", () => {
  const over = (body: string): string[] =>
    of(
      "optimizer-direction",
      spec({
        words: `optimizer own(w, g, rate: 0.001, t) ${body}`,
        target: priced,
        network: "input dense(16, activation: relu) dense(1)",
        train: "optimizer: own",
      }),
    );
  test.each([
    [
      "{ state { v: 0 } v = 0.9 * v + 0.1 * g ^ 2  w = w - rate * g / (v + 1e-7) }",
      "`own` goes the farther the smaller the gradient is: 97 times as far for 0.01 as for 1",
    ],
    ["{ w = w - rate * abs(g) }", "`own` moves a weight the same way, by -0.001, whether its gradient is 1 or -1"],
    [
      "{ state { m: 0 } m = 0.9 * m + 0.1 * g  w = w - rate * m / (1 - 0.9 ^ (t - 1)) }",
      "`own` is no number at step 1, whatever the gradient is",
    ],
  ])("optimizer own %s is found", (body, message) => {
    expect(over(body).map((text) => text.replace(/\d+ times/, "97 times"))).toEqual([message]);
  });

  test.each([
    "{ state { v: 0 } v = 0.999 * v + 0.001 * g ^ 2  w = w - rate * g / (sqrt(v) + 1e-7) }",
    "{ w = w - rate * sign(g) }",
    "{ state { m: 0 v: 0 } m = 0.9 * m + 0.1 * g  v = 0.999 * v + 0.001 * g ^ 2  w = w - rate * m / (1 - 0.9 ^ t) / (sqrt(v / (1 - 0.999 ^ t)) + 1e-7) }",
  ])("optimizer own %s is sound", (body) => {
    expect(over(body)).toEqual([]);
  });
});

describe("losses", () => {
  const over = (loss: string, target: string, output: string): string[] =>
    judgeSound(
      spec({
        words: `loss own${loss}`,
        target,
        network: `input dense(16, activation: relu) ${output}`,
        train: "loss: own",
      }),
    )
      .filter(({ code }) => code === "loss-direction" || code === "positive-output-loss")
      .map(({ severity, message }) => `${severity}: ${message}`);
  const sigmoid = "dense(1, activation: sigmoid)";
  const softmax = "dense(3, activation: softmax)";

  test.each([
    [
      "(target, output) = -(target * log(output) + (1 - target) * log(1 - output))",
      binary,
      sigmoid,
      "error: `own` is infinite where the output is 1, and `sigmoid` gives that from a sum of 18 on",
    ],
    [
      "(target, output) = -target * log(clamp(output, 1e-10, 1 - 1e-10)) - (1 - target) * log(1 - clamp(output, 1e-10, 1 - 1e-10))",
      binary,
      sigmoid,
      "error: `own` is infinite where the output is 1, and `sigmoid` gives that from a sum of 18 on",
    ],
    [
      "(target, output) = -sum(target * log(output))",
      "class(3)",
      softmax,
      "warning: `own` is no number where the output is 0, and `softmax` gives that from a sum of 104 on",
    ],
    [
      "(target, output) = output - target * log(output)",
      "regression(column: visits)",
      "dense(1, activation: relu)",
      "error: `own` is infinite where the output is 0, and `relu` gives that from a sum of -1 on",
    ],
    [
      "(target, output) = -target * log(clamp(output, 1e-7, 1))",
      binary,
      sigmoid,
      "error: `own` does not feel the output where the target is 0",
    ],
    [
      "(target, output = sigmoid(z)) = (target * sigmoid(z) + (1 - target) * sigmoid(-z)) ^ 2 * (softplus(z) - target * z)",
      binary,
      sigmoid,
      "error: `own` is lower for an answer that is surely wrong, 0, than for one that is undecided, 0.173",
    ],
    [
      "(target, output) = sum(target * log(output + 1e-7))",
      "class(3)",
      softmax,
      "error: `own` is lower for the wrong answer than for the right one",
    ],
    [
      "(target, output) = -sum(target * output ^ 2 * log(output + 1e-7))",
      "class(3)",
      softmax,
      "error: `own` is lower for the wrong answer than for the right one",
    ],
    [
      "(target, output) = -target * output",
      priced,
      "dense(1)",
      "error: `own` falls without end as the output grows, where the target is 0.5",
    ],
    [
      "(target, output) = sum(target - output)",
      "regression([a, b, c])",
      "dense(3)",
      "error: `own` falls without end as the output grows, whatever the target is",
    ],
    [
      "(target, output) = (target + output) ^ 2",
      priced,
      "dense(1)",
      "error: `own` leads the output to the opposite of the target: it is 16 where they meet at 2, and 0 where the output is -2",
    ],
    [
      "(target, output, delta: 1) = if abs(target - output) <= delta then (target - output) ^ 2 / 2 else delta * abs(target - output)",
      priced,
      "dense(1)",
      "warning: `own` jumps from 1 to 0.5 where the output passes -1, with a target of 0",
    ],
    [
      "(target, output, delta: 1) = if abs(target - output) <= delta then delta * (abs(target - output) - delta / 2) else (target - output) ^ 2 / 2",
      priced,
      "dense(1)",
      "warning: `own` is -0.5 where the output meets the target, and a distance is 0 there",
    ],
  ])("loss own%s on %s is found", (loss, target, output, message) => {
    expect(over(loss, target, output)).toEqual([message]);
  });

  test.each([
    ["(target, output) = -sum(target * log(output + 1e-7))", "class(3)", softmax],
    ["(target, output) = -target * log(output + 1e-7) - (1 - target) * log(1 - output + 1e-7)", binary, sigmoid],
    ["(target, output) = -sum(target * (1 - output) ^ 2 * log(output + 1e-7))", "class(3)", softmax],
    ["(target, output) = sum((target - output) ^ 2)", "class(3)", softmax],
    ["(target, output) = norm(target - output)", "regression([a, b, c])", "dense(3)"],
    [
      "(target, output) = -sum(target * output) / (norm(target) * norm(output) + 1e-7)",
      "regression([a, b, c])",
      "dense(3)",
    ],
    [
      "(target, output) = 1 - 2 * sum(target * output) / (sum(target) + sum(output) + 1e-7)",
      "multi_label(3)",
      "dense(3, activation: sigmoid)",
    ],
    ["(target, output) = max(0, 1 - (2 * target - 1) * output) ^ 2", binary, "dense(1)"],
    ["(target, output) = 1 - exp(-(target - output) ^ 2)", priced, "dense(1)"],
    ["(target, output) = exp(output) - target * output", "regression(column: visits)", "dense(1)"],
    [
      "(target, output) = output - target * log(output + 1e-7)",
      "regression(column: visits)",
      "dense(1, activation: softplus)",
    ],
    [
      "(target, output) = if abs(target - output) <= 1 then abs(target - output) else ((target - output) ^ 2 + 1) / 2",
      priced,
      "dense(1)",
    ],
    [
      "(target, output) = if target > output then 0.9 * (target - output) else 0.1 * (output - target)",
      priced,
      "dense(1)",
    ],
    ["(target, output) = max(abs(target - output) - 0.1, 0)", priced, "dense(1)"],
  ])("loss own%s on %s is sound", (loss, target, output) => {
    expect(over(loss, target, output)).toEqual([]);
  });

  test.each(["-target * log(output + 1e-7)", "-(1 - target) * log(1 - output + 1e-7)"])(
    "half a cross-entropy, %s, is whole with the term that the help names",
    (half) => {
      const text = (formula: string): string =>
        spec({
          words: `loss own(target, output) = ${formula}`,
          target: binary,
          network: `input dense(16, activation: relu) ${sigmoid}`,
          train: "loss: own",
        });
      const [found] = judge(text(half)).filter(({ code }) => code === "loss-direction");
      const term = /`(.*)`/.exec(found!.help!)![1]!;
      expect(judgeSound(text(`${half} + ${term}`)).filter(({ code }) => code.includes("loss"))).toEqual([]);
    },
  );

  test("a loss that an output without activation can break says that nothing keeps it from that", () => {
    expect(over("(target, output) = output - target * log(output)", "regression(column: visits)", "dense(1)")).toEqual([
      "error: `own` is no number where the output is -0.5, and nothing keeps the output from it",
    ]);
  });
});

test.each([
  [
    "1 - mean((target - output) ^ 2)",
    "`own` is 1 where all is right, and -19.3 where outputs are off by a tenth of the range: it hangs on the target's unit",
  ],
  ["1 - mean((target - output) ^ 2) / (mean(target ^ 2) - mean(target) ^ 2)", undefined],
  ["1 - mean(abs(target - output)) / mean(abs(target))", undefined],
  ["if abs(target - output) < 1 then 1 else 0", undefined],
  ["sqrt(mean((target - output) ^ 2))", undefined],
])("a metric %s of targets from 5 to 50 is judged", (formula, message) => {
  const words = `metric own(target, output) = ${formula}`;
  const target = "regression(column: price, range: 5..50)";
  const network = "input dense(16, activation: relu) dense(1)";
  expect(of("metric-mismatch", spec({ words, target, network, train: "metrics: [own]" }))).toEqual(
    message ? [message] : [],
  );
});

test.each([
  ["random_uniform(limit: 1 / (fan_in - 8))", "`own` draws no numbers for 8 inputs: its deviation is infinite"],
  ["truncated_normal(stddev: sqrt(2 - fan_in))", "`own` draws no numbers for 8 inputs: its deviation is no number"],
  ["truncated_normal(stddev: sqrt(2 / fan_in))", undefined],
])("an initializer %s is judged", (draws, message) => {
  const words = `initializer own(fan_in) = ${draws}`;
  const network = "input dense(16, activation: relu, init: own) dense(1)";
  expect(of("fixed-stddev-init", spec({ words, target: priced, network }))).toEqual(message ? [message] : []);
});

test("a finding points at the formula of a spec's own word too, and never at the library's", () => {
  const text = spec({
    words: "activation own(x) = sqrt(x)",
    target: priced,
    network: "input dense(16, activation: own) dense(1)",
  });
  const [found] = judge(text);
  expect(places(text)).toEqual(["activation-signal: activation: own"]);
  expect(found?.related?.map(({ label }) => label)).toEqual(["its formula"]);
});

test.each([
  ["log(1 + exp(x))", ["activation-signal: activation: own"]],
  ["max(x, 0) + log(1 + exp(-abs(x)))", []],
  ["softplus(x)", []],
])("an own activation %s is judged by the numbers of float32", (formula, expected) => {
  const words = `activation own(x) = ${formula}`;
  const text = spec({ words, target: priced, network: "input dense(16, activation: own) dense(1)" });
  expect(places(text)).toEqual(expected);
});

describe("parts of words and blocks", () => {
  const found = (words: string, network = "input dense(16, activation: relu) dense(1)", train = ""): string[] =>
    of("unused-parameter", spec({ words, target: priced, network, train }));
  const optimizer = (body: string): string[] =>
    found(`optimizer own(w, g, rate: 0.001, t, beta: 0.9) ${body}`, undefined, "optimizer: own");

  test("a parameter that a formula does not read is found", () => {
    const own = "activation own(x, alpha: 1, beta: alpha) = x / (1 + abs(x))";
    expect(found(own, "input dense(16, activation: own) dense(1)")).toEqual([
      "`own` takes `alpha` and never uses it",
      "`own` takes `beta` and never uses it",
    ]);
  });

  test("one that another's default reads is used", () => {
    const own = "activation own(x, alpha: 1, beta: alpha) = x / (beta + abs(x))";
    expect(found(own, "input dense(16, activation: own) dense(1)")).toEqual([]);
  });

  test("a block's parameter is found too, and one that names a layer's argument, a word or a count is used", () => {
    const network = "input own(16, 20%, 2) dense(1)";
    expect(found("block own(units, rate, times) { repeat times { dense(units, activation: relu) } }", network)).toEqual(
      ["`own` takes `rate` and never uses it"],
    );
    expect(
      found(
        "block own(units, rate, times) { repeat times { dense(units, dropout: rate, activation: relu) } }",
        network,
      ),
    ).toEqual([]);
  });

  test("a state and a line that come to nothing are found, with what is read by them alone", () => {
    expect(
      optimizer(
        "{ state { m: 0 v: 0 } m = beta * m + g  v = 0.99 * v + g ^ 2  scaled = m / sqrt(v)  w = w - rate * m }",
      ),
    ).toEqual(["`own` keeps `v` and never uses it", "`own` computes `scaled` and never uses it"]);
    expect(optimizer("{ state { m: 0 } m = beta * m + g  w = w - rate * g }")).toEqual([
      "`own` takes `beta` and never uses it",
      "`own` keeps `m` and never uses it",
    ]);
  });

  test("a state that no line changes is found", () => {
    expect(optimizer("{ state { m: 0 } direction = beta * m + g  w = w - rate * direction }")).toEqual([
      "`own` keeps `m` and never changes it",
    ]);
  });

  test("a schedule's lines may drive what an optimizer takes", () => {
    const own =
      "schedule own(step, total) { part = step / total  rate = 0.01 * (1 - part)  momentum = 0.9 - 0.1 * part }";
    expect(found(own, undefined, "learning_rate: own  optimizer: momentum")).toEqual([]);
  });
});
