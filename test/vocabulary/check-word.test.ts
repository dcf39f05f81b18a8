/** What a spec's own word may be: everything else is said at its place, before anything runs. */
import { expect, test } from "vitest";
import { resolve } from "../../src/network/resolve.ts";
import { parse } from "../../src/syntax/parse.ts";
import { textOf } from "../../src/text/source.ts";
import { printFormula } from "../../src/formula/print-formula.ts";
import { formulaOf } from "../../src/vocabulary/instantiate.ts";
import { useOf, vocabularyWith } from "../support/words.ts";

function findings(text: string): string[] {
  const { file, diagnostics: syntax } = parse({ path: "words.dnn", text });
  const { diagnostics } = resolve(file);
  return [...syntax, ...diagnostics].map(({ code, message, at }) => `${code}: ${message} @ ${textOf(at)}`);
}

const time = "a length of time has a meaning in schedules and optimizers alone";
const noise = "`noise` has a meaning in activations alone";
const late = "is not known yet where a state begins";

test.each<[text: string, finding: string]>([
  ["layer own(x) = x", "not-supported: only the standard library declares a layer @ own"],
  ["constraint own(w) { }", "formula: the constraint `own` has no formula @ { }"],
  [
    "loss own(target, output) { a = target - output  b = a ^ 2  c = abs(a) }",
    "formula: `b` is used by no later line @ b = a ^ 2",
  ],
  ["constraint own(w) { half = v / 2 }", "unknown-name: there is no `v` in this formula @ v"],
  ["constraint own(w) = g * w", "unknown-name: there is no `g` in this formula @ g"],
  ["clipping own(g, limit: 1)", "formula: the clipping `own` has no formula @ own"],
  ["clipping own(g) { state { m: 0 }  half = g / 2 }", "formula: a clipping keeps no state @ state { m: 0 }"],
  ["clipping own(g) = g / norm", "unknown-name: there is no `norm` in this formula @ norm"],
  ["clipping own(g) = g * 2 epochs", `formula: ${time} @ g * 2 epochs`],
  ["activation own(x)", "formula: the activation `own` has no formula @ own"],
  ["activation own(x, a: 1, a: 2) = a * x", "duplicate-name: the parameter `a` is declared twice @ a"],
  ["activation own(x, a: 1 in sin(2)) = a * x", "formula: `a` has limits that are no set of values @ sin(2)"],
  ["schedule own(step) { r = 0.1 }", "formula: the schedule `own` sets no `rate` @ own"],
  ["schedule own(monitored) = 0.1 / monitored", "formula: the rate has no value before the first epoch @ own"],
  [
    "schedule own(monitored) { state { best: infinity } best = min(best, monitored)  rate = 0.1 * best }",
    "formula: the rate has no value before the first epoch @ own",
  ],
  ["optimizer own(w, g, rate) { v = w - rate * g }", "formula: the optimizer `own` sets no `w` @ own"],
  ["activation own(x) = argmax(x)", "formula: `argmax` has no slope: it is for metrics @ argmax(x)"],
  [
    "loss own(target, output) = argmax(output) - 1",
    "formula: `argmax` has no slope: it is for metrics @ argmax(output) - 1",
  ],
  [
    "optimizer own(w, g, rate) { a = argmax(g)  w = w - rate * a }",
    "formula: `argmax` has no slope: it is for metrics @ argmax(g)",
  ],
  [
    "activation own(x) = x * noise(0, x)",
    "formula: `noise` is drawn between two numbers, and what is made of `x` is none @ x * noise(0, x)",
  ],
  [
    "activation own(x) = x * noise(0, noise(1, 2))",
    "formula: `noise` is drawn between two numbers, and what is made of `x` is none @ x * noise(0, noise(1, 2))",
  ],
  ["loss own(target, output) = noise(0, 1) * (target - output)", `formula: ${noise} @ noise(0, 1) * (target - output)`],
  ["schedule own(step) = noise(0, 1)", `formula: ${noise} @ noise(0, 1)`],
  ["initializer own(fan_in) = noise(0, 1)", `formula: ${noise} @ noise(0, 1)`],
  [
    "initializer own(fan_in) = random_uniform(limit: noise(0, 1))",
    `formula: ${noise} @ random_uniform(limit: noise(0, 1))`,
  ],
  [
    "optimizer own(w, g, rate) { state { m: noise(0, 1) } m = m + g  w = w - rate * m }",
    `formula: ${noise} @ noise(0, 1)`,
  ],
  [
    "activation own(x) = x * trainable(1)",
    "formula: `trainable` is the value of an activation's parameter, and stands in no formula @ trainable",
  ],
  ["activation own(x) = x + 1 epoch", `formula: ${time} @ x + 1 epoch`],
  ["initializer own(fan_in) = 2 epochs", `formula: ${time} @ 2 epochs`],
  [
    "activation own(x, a: 1 epoch in duration) = x + a",
    "formula: `a` is a length of time, which has a meaning in schedules and optimizers alone @ duration",
  ],
  ["optimizer own(w, g, rate) { state { m: w } m = m + g  w = w - rate * m }", `formula: \`w\` ${late} @ w`],
  [
    "optimizer own(w, g, rate) { state { m: 2 * rate } m = m + g  w = w - rate * m }",
    `formula: \`rate\` ${late} @ 2 * rate`,
  ],
  [
    "schedule own(step, total) { state { left: total } left = left - 1  rate = left }",
    `formula: \`total\` ${late} @ total`,
  ],
  ["loss own(target, output) = target ^ 2 + 3", "formula: the loss `own` does not depend on `output` @ target ^ 2 + 3"],
  [
    "loss own(target, output = softmax(z)) = sum(target)",
    "formula: the loss `own` does not depend on `z` @ sum(target)",
  ],
  [
    "metric own(target, output) = max(abs(target - output))",
    "formula: of all examples a metric takes the `mean` or the `sum`: `max`, `min`, `norm` and `log_sum_exp` are not supported there @ max(abs(target - output))",
  ],
  [
    "metric own(target, output) = mean(output) + output",
    "formula: what stands outside of `mean` and `sum` cannot depend on single outputs @ mean(output) + output",
  ],
  [
    "metric own(target, output) = (argmax(output) == 1) + output",
    "formula: a metric that takes `argmax` compares whole examples, and cannot take single outputs beside it @ (argmax(output) == 1) + output",
  ],
  [
    "metric own(target, output) = argmax(output - target)",
    "formula: a metric that takes `argmax` compares whole examples, and cannot take single outputs beside it @ argmax(output - target)",
  ],
])("%s is refused", (text, finding) => {
  expect(findings(text)).toEqual([finding]);
});

test("lines that double at each step are refused before they fill the memory", () => {
  const lines = Array.from({ length: 60 }, (_, i) => `a${i + 1} = a${i} * a${i}`).join("  ");
  expect(findings(`activation own(x) { a0 = x  ${lines} }`)).toEqual([
    expect.stringContaining("formula: the lines of `own` come to more than 10,000 operations @ { a0 = x"),
  ]);
});

test("a word in lines is the formula that they make together", () => {
  const text = "activation lines(x, width: 2) { s = x / width  s = s * s  y = if s > 1 then s else s * exp(-s) }";
  const one =
    "activation one(x, width: 2) = if x / width * (x / width) > 1 then x / width * (x / width) else x / width * (x / width) * exp(-(x / width * (x / width)))";
  const vocabulary = vocabularyWith(`${text}\n${one}`);
  const [lines, formula] = ["lines", "one"].map((name) => formulaOf(useOf("activation", name, vocabulary)));
  expect(findings(text)).toEqual([]);
  expect(printFormula(lines!)).toBe(printFormula(formula!));
});

test.each([
  "loss own(target, output, by: 2) { a = abs(target - output)  b = a ^ by }",
  "initializer own(fan_in) { deviation = sqrt(2 / fan_in)  w = random_normal(stddev: deviation) }",
  "metric own(target, output) { hit = output > 0.5  share = mean(hit == target) }",
  "activation own(x, a: trainable(0.1, per: layer) in 0..1, b: 1) = a * x * noise(-b, b)",
  "activation own(x, a: 1 in 0..infinity) = x * (x > a)",
  "metric own(target, output, outputs) = if outputs > 1 then argmax(output) == argmax(target) else output > 0.5",
  "metric own(target, output) = 1 - sum((target - output) ^ 2) / sum(target ^ 2)",
  "schedule own(step, every: 2 epochs in duration) = 0.1 / (1 + step / every)",
  "schedule own(monitored, start: 0.1) { state { rate: start } rate = rate * min(1, monitored) }",
  "schedule own(step, start: 1) { state { rate: 2 * start } rate = rate / 2 }",
  "optimizer own(w, g, rate: 0.1, t, decayed) { w = if t > 2 epochs then w - rate * g else w * (1 - rate * decayed) }",
  "initializer own(fan_in) = truncated_normal(stddev: 1 / fan_in)",
  "loss own(target, output = softmax(z), smoothing: 0.1) = log_sum_exp(z) - sum(((1 - smoothing) * target + smoothing / 10) * z)",
])("%s is sound", (text) => {
  expect(findings(text)).toEqual([]);
});

const spec = (schedule: string): string => `
  data d { source: csv("t.csv")  features: columns(2)  target: class(2) }
  network n { input(2) dense(2, activation: softmax) }
  train n on d { learning_rate: ${schedule} }`;

test("what a watching schedule drives is a state, behind a warm-up too", () => {
  const words = "schedule mine(monitored) { state { rate: 0.1 } rate = rate / 2  momentum = min(0.9, monitored) }";
  const driving = (use: string, optimizer: string) =>
    findings(`${words}${spec(use).replace("{ learning_rate", `{ optimizer: ${optimizer}  learning_rate`)}`);
  expect(driving("mine", "momentum")).toEqual(["formula: `momentum` has no value before the first epoch @ mine"]);
  expect(driving("warmup(1 epoch, into: mine)", "momentum")).toEqual([
    "formula: `momentum` has no value before the first epoch @ warmup(1 epoch, into: mine)",
  ]);
  expect(driving("mine", "sgd")).toEqual([]);
});

test("what arguments make of a standard word is said where they are written", () => {
  expect(findings(spec("piecewise([], at: [])"))).toEqual([
    "arguments: there is no value to pick from @ piecewise([], at: [])",
  ]);
});
