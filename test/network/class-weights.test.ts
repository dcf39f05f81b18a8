/** What is said of class weights that do not fit their target, and how metrics of one word are called in the history. */
import { describe, expect, test } from "vitest";
import { check } from "../../src/check.ts";
import { isError } from "../../src/diagnostics/diagnostic.ts";
import { metricNames } from "../../src/network/metric-names.ts";
import { resolve } from "../../src/network/resolve.ts";
import { parse } from "../../src/syntax/parse.ts";
import { textOf } from "../../src/text/source.ts";

const errors = (text: string): string[] =>
  check({ path: "spec.dnn", text })
    .diagnostics.filter(isError)
    .map(({ message, at }) => `${textOf(at)}: ${message}`);

describe("class_weights", () => {
  const weighed = (target: string, weights: string): string[] =>
    errors(`data d { source: csv("d.csv")  target: ${target}  class_weights: ${weights} }`);

  test.each([
    ["class(3)", "balanced", []],
    ["class(3)", "[1, 2, 0]", []],
    ['class(["cat", "dog"], column: kind)', "[1, 5]", []],
    ["binary(column: paid)", "[1, 5]", []],
    ["binary(column: paid)", "none", []],
    ["regression(column: price)", "none", []],
    ["class(3)", "[1, 5]", ["[1, 5]: 2 weights are given, and the target has 3 classes"]],
    ["binary(column: paid)", "[5]", ["[5]: 1 weight is given, and the target has 2 classes"]],
    ["class(2)", "[0, 0]", ["[0, 0]: no class weighs anything: nothing could be learned"]],
    [
      "regression(column: price)",
      "balanced",
      ["balanced: `class_weights` weigh classes, and the target has none: it is `regression`"],
    ],
    [
      "multi_label(3)",
      "[1, 2, 3]",
      ["[1, 2, 3]: `class_weights` weigh classes, and the target has none: it is `multi_label`"],
    ],
    ["none", "balanced", ["balanced: `class_weights` weigh classes, and the target has none: it is `none`"]],
  ])("on %s, %s", (target, weights, expected) => expect(weighed(target, weights)).toEqual(expected));

  test.each(["[1, -2, 1]", "[1, infinity, 1]", "equal", "3"])("%s is no set of weights", (weights) => {
    expect(weighed("class(3)", weights)).toHaveLength(1);
  });
});

describe("the names of metrics in the history", () => {
  const spec = (metrics: string, words = ""): string => `
${words}
data d { source: blobs(classes: 4) }
network n { input  dense(4, activation: softmax) }
train n on d { metrics: [${metrics}] }`;
  const names = (metrics: string, words = ""): readonly string[] =>
    metricNames(resolve(parse({ path: "spec.dnn", text: spec(metrics, words) }).file).model.trainings[0]!.metrics);

  test.each([
    ["accuracy, top_k(k: 3)", ["accuracy", "top_k"]],
    ["top_k(k: 1), accuracy, top_k(k: 3)", ["top_k_1", "accuracy", "top_k_3"]],
    ["precision, recall(threshold: 0.3), precision(threshold: 0.75)", ["precision_0_5", "recall", "precision_0_75"]],
    ["f1(threshold: -1), f1(threshold: 1)", ["f1_minus_1", "f1_1"]],
    ["f1(threshold: 20%), f1(threshold: 2e-7)", ["f1_20", "f1_2e_7"]],
  ])("%s", (metrics, expected) => expect(names(metrics)).toEqual(expected));

  test("carry the arguments that differ and no other", () => {
    const words = "metric part(target, output, a: 1, b: 2) = a * output + b * target";
    expect(names("part(a: 2), part(a: 3), mse", words)).toEqual(["part_2", "part_3", "mse"]);
    expect(names("part(a: 2, b: 5), part(a: 3)", words)).toEqual(["part_2_5", "part_3_2"]);
  });

  test("two of one name are an error, and one metric twice is", () => {
    const words = "metric top_k_1(target, output) = argmax(output) == argmax(target)";
    expect(errors(spec("top_k(k: 1), top_k(k: 2), top_k_1", words))).toEqual([
      "top_k_1: two metrics are called `top_k_1` in the history",
    ]);
    expect(errors(spec("top_k, top_k(k: 5)"))).toEqual(["top_k(k: 5): `top_k(k: 5)` is listed twice"]);
  });
});

describe("a metric's formula", () => {
  const said = (formula: string): string[] => errors(`metric m(target, output) = ${formula}`);
  test.each([
    ["per_output(mean(output)) + 1", "`per_output` stands around the whole formula"],
    ["per_output(rank(output, target))", "`rank` compares an example's outputs, and `per_output` parts them"],
    [
      "rank(output, target) * output",
      "a metric that takes `rank` compares whole examples, and cannot take single outputs beside it",
    ],
    [
      "rank(output + 1, target)",
      "a metric that takes `rank` compares whole examples, and cannot take single outputs beside it",
    ],
  ])("%s: %s", (formula, message) => expect(said(formula)).toEqual([`${formula}: ${message}`]));

  test("a loss cannot rank, nor can it part its outputs", () => {
    expect(errors("loss l(target, output) = rank(output, target)")).toEqual([
      "rank(output, target): `rank` has no slope: it is for metrics",
    ]);
    expect(errors("loss l(target, output) = per_output(output - target)")).toEqual([
      "per_output(output - target): `per_output` has no slope: it is for metrics",
    ]);
  });

  test("`auc` has none, which is the library's alone", () => {
    expect(errors("metric auc(target, output)")).toEqual(["auc: the metric `auc` has no formula"]);
  });
});
