import { describe, expect, test } from "vitest";
import { expectPlaces, places, spec } from "./workshop.ts";

/** A run on a target with this output layer and loss. */
const run = (target: string, output: string, loss = "", words = ""): string =>
  spec({ target, words, network: `input dense(16, activation: relu) ${output}`, train: loss && `loss: ${loss}` });

const regression = "regression(column: price)";
const poisson = "loss poisson(target, output) = output - target * log(output)";
const focal = "loss focal(target, output = softmax(z)) = (log_sum_exp(z) - sum(target * z)) ^ 2";
const dead = "loss dead(target, output) = max(abs(target - output) - 0.2, 0)";
const squared = "loss squared(target, output) = max(1 - (2 * target - 1) * output, 0) ^ 2";
const huber =
  "loss huber(target, output, delta: 1.0) = if abs(target - output) <= delta then (target - output) ^ 2 / 2 else delta * (abs(target - output) - delta / 2)";

describe("sound outputs", () => {
  test.each([
    ["classes by softmax", run("class(3)", "dense(3, activation: softmax)", "cross_entropy")],
    ["classes by softmax as a step", run("class(3)", "dense(3) softmax")],
    ["named classes", run('class(["cat", "dog", "cow"], column: kind)', "dense(3, activation: softmax)")],
    ["two classes by one unit", run("class(2)", "dense(1, activation: sigmoid)", "binary_cross_entropy")],
    ["two classes by two units", run("class(2)", "dense(2, activation: softmax)", "cross_entropy")],
    ["yes or no by one unit", run("binary(column: paid)", "dense(1, activation: sigmoid)")],
    ["yes or no by two units", run("binary(column: paid)", "dense(2, activation: softmax)", "cross_entropy")],
    ["several labels", run("multi_label(5)", "dense(5, activation: sigmoid)")],
    ["a number", run(regression, "dense(1)")],
    ["several numbers", run("regression([a, b, c])", "dense(3)", "mae")],
    [
      "a number that is never negative by relu",
      run("regression(column: price, range: 0..50)", "dense(1, activation: relu)"),
    ],
    [
      "a share by sigmoid and a cross-entropy",
      run("regression(column: share, range: 0..1)", "dense(1, activation: sigmoid)", "binary_cross_entropy"),
    ],
    ["a share by sigmoid", run("regression(column: share, range: 0..1)", "dense(1, activation: sigmoid)", "mse")],
    [
      "a scaled number by sigmoid",
      run("regression(column: price, range: 0..900, normalize: min_max)", "dense(1, activation: sigmoid)", "mse"),
    ],
    ["an own loss over softmax", run("class(3)", "dense(3, activation: softmax)", "focal", focal)],
    ["an own loss of a distance", run(regression, "dense(1)", "huber", huber)],
    ["counts by softplus", run("regression(column: visits)", "dense(1, activation: softplus)", "poisson", poisson)],
    ["an activation that does nothing", run(regression, "dense(1, activation: linear)")],
    [
      "counts by softplus and the library's loss",
      run("regression(column: visits)", "dense(1, activation: softplus)", "poisson"),
    ],
    ["numbers by huber", run(regression, "dense(1)", "huber(delta: 2)")],
    ["numbers by log_cosh", run(regression, "dense(1)", "log_cosh")],
    [
      "a side of 0 without activation",
      run("binary(column: paid)", "dense(1)", "hinge  metrics: [accuracy(threshold: 0)]"),
    ],
    ["a side of 0 by tanh", run("binary(column: paid)", "dense(1, activation: tanh)", "hinge  metrics: [auc]")],
    ["a side of 0 for each class", run("class(3)", "dense(3)", "hinge")],
    ["distributions by softmax", run("regression([a, b, c])", "dense(3, activation: softmax)", "kl_divergence")],
    ["classes by softmax and kl_divergence", run("class(3)", "dense(3, activation: softmax)", "kl_divergence")],
    [
      "a quantile",
      run(
        regression,
        "dense(1)",
        "own",
        "loss own(target, output) = max(0.9 * (target - output), 0.1 * (output - target))",
      ),
    ],
    [
      "counts by their logarithm",
      run(regression, "dense(1)", "own", "loss own(target, output) = exp(output) - target * output"),
    ],
    [
      "an angle between outputs",
      run(
        "class(3)",
        "dense(3, activation: softmax)",
        "own",
        "loss own(target, output) = -sum(target * output) / (norm(target) * norm(output))",
      ),
    ],
    [
      "a second output that is kept small whatever the target is",
      spec({
        target: regression,
        words: "loss small(target, output) = output ^ 2",
        network:
          "input hidden = dense(16, activation: relu) side = hidden -> dense(1) main = dense(1) outputs: [main, side]",
        train: "loss { main: mse  side: small }",
      }),
    ],
    [
      "an own loss of logits",
      run(
        "binary",
        "dense(1, activation: sigmoid)",
        "own",
        "loss own(target, output = sigmoid(z)) = softplus(z) - target * z",
      ),
    ],
    ["an own loss that is flat for the right side alone", run(regression, "dense(1)", "dead", dead)],
  ])("%s", (_, text) => expectPlaces(text, []));
});

describe("wrong outputs", () => {
  const binary = "binary(column: paid)";
  test.each([
    ["softmax over one unit", run(binary, "dense(1, activation: softmax)"), ["softmax-one-unit: activation: softmax"]],
    [
      "softmax over one unit, with its loss",
      run(binary, "dense(1, activation: softmax)", "cross_entropy"),
      ["softmax-one-unit: activation: softmax"],
    ],
    ["softmax over one of three units", run("class(3)", "dense(1, activation: softmax)"), ["units-vs-target: 1"]],
    [
      "a cross-entropy on a number",
      run(regression, "dense(1)", "cross_entropy"),
      ["class-loss-on-regression: loss: cross_entropy"],
    ],
    [
      "yes or no on a number",
      run(regression, "dense(1, activation: sigmoid)", "binary_cross_entropy"),
      ["class-loss-on-regression: loss: binary_cross_entropy"],
    ],
    [
      "an own cross-entropy on a number",
      run(regression, "dense(1)", "focal", focal),
      ["class-loss-on-regression: loss: focal"],
    ],
    [
      "mse on classes",
      run("class(3)", "dense(3, activation: softmax)", "mse"),
      ["regression-loss-on-class: loss: mse"],
    ],
    ["mse on classes without activation", run("class(3)", "dense(3)", "mse"), ["regression-loss-on-class: loss: mse"]],
    [
      "an own distance on classes",
      run("class(3)", "dense(3, activation: softmax)", "huber", huber),
      ["regression-loss-on-class: loss: huber"],
    ],
    [
      "mae on labels, by softmax",
      run("multi_label(5)", "dense(5, activation: softmax)", "mae"),
      ["regression-loss-on-class: loss: mae"],
    ],
    [
      "the library's distances on classes",
      run("class(3)", "dense(3, activation: softmax)", "huber"),
      ["regression-loss-on-class: loss: huber"],
    ],
    [
      "log_cosh on yes or no",
      run("binary(column: paid)", "dense(1, activation: sigmoid)", "log_cosh"),
      ["regression-loss-on-class: loss: log_cosh"],
    ],
    [
      "several sigmoids under a loss that only rivals keep down",
      run("class(3)", "dense(3, activation: sigmoid)", "kl_divergence"),
      ["sigmoid-on-classes: activation: sigmoid"],
    ],
    [
      "a loss without the target",
      run(regression, "dense(1)", "own", "loss own(target, output) = output ^ 2"),
      ["loss-direction: loss: own"],
    ],
    [
      "a loss that counts errors",
      run(
        binary,
        "dense(1, activation: sigmoid)",
        "own",
        "loss own(target, output) = if (output > 0.5) == (target > 0.5) then 0 else 1",
      ),
      ["loss-direction: loss: own"],
    ],
    [
      "a loss with its sign turned",
      run(regression, "dense(1)", "own", "loss own(target, output) = -(target - output) ^ 2"),
      ["loss-direction: loss: own"],
    ],
    [
      "an error that may be negative",
      run(regression, "dense(1)", "own", "loss own(target, output) = output - target"),
      ["loss-direction: loss: own"],
    ],
    [
      "a cross-entropy of one's own without its minus",
      run(
        binary,
        "dense(1, activation: sigmoid)",
        "own",
        "loss own(target, output) = target * log(output + 1e-7) + (1 - target) * log(1 - output + 1e-7)",
      ),
      ["loss-direction: loss: own"],
    ],
    ["hinge on a number", run(regression, "dense(1)", "hinge"), ["class-loss-on-regression: loss: hinge"]],
    [
      "hinge behind sigmoid",
      run(binary, "dense(1, activation: sigmoid)", "hinge  metrics: [auc]"),
      ["hinge-output: activation: sigmoid"],
    ],
    [
      "hinge behind softmax",
      run("class(3)", "dense(3, activation: softmax)", "hinge"),
      ["hinge-output: activation: softmax"],
    ],
    [
      "an own hinge behind relu",
      run(binary, "dense(1, activation: relu)", "squared  metrics: [auc]", squared),
      ["hinge-output: activation: relu"],
    ],
    [
      "the library's logarithm of any number",
      run("regression(column: visits)", "dense(1)", "poisson"),
      ["positive-output-loss: loss: poisson"],
    ],
    [
      "a divergence of any number, which is held at a bound",
      run("regression([a, b, c])", "dense(3)", "kl_divergence"),
      ["positive-output-loss: loss: kl_divergence"],
    ],
    ["too many units", run("class(3)", "dense(4, activation: softmax)"), ["units-vs-target: 4"]],
    ["two units for a number", run(regression, "dense(2)"), ["units-vs-target: 2"]],
    ["two sigmoids for yes or no", run(binary, "dense(2, activation: sigmoid)"), ["units-vs-target: 2"]],
    [
      "too few units and no activation",
      run("class(10)", "dense(5)"),
      ["missing-output-activation: dense(5)", "units-vs-target: 5"],
    ],
    [
      "classes over one unit",
      run(binary, "dense(1, activation: sigmoid)", "cross_entropy"),
      ["one-unit-cross-entropy: loss: cross_entropy"],
    ],
    ["two classes over one unit: the loss that fits is binary", run("class(2)", "dense(1, activation: sigmoid)"), []],
    ["no activation", run("class(3)", "dense(3)"), ["missing-output-activation: dense(3)"]],
    [
      "no activation on a share",
      run("regression(column: share, range: 0..1)", "dense(1)", "binary_cross_entropy"),
      ["missing-output-activation: dense(1)"],
    ],
    [
      "an activation that does nothing",
      run("class(3)", "dense(3, activation: linear)"),
      ["missing-output-activation: activation: linear"],
    ],
    ["tanh", run("class(3)", "dense(3, activation: tanh)"), ["wrong-output-activation: activation: tanh"]],
    ["relu as a step", run("class(3)", "dense(3) relu"), ["wrong-output-activation: relu"]],
    [
      "softmax on labels",
      run("multi_label(5)", "dense(5, activation: softmax)"),
      ["softmax-multi-label: activation: softmax"],
    ],
    [
      "the loss of classes on labels",
      run("multi_label(5)", "dense(5, activation: sigmoid)", "cross_entropy"),
      ["softmax-multi-label: loss: cross_entropy"],
    ],
    [
      "sigmoid on classes",
      run("class(3)", "dense(3, activation: sigmoid)", "cross_entropy"),
      ["sigmoid-on-classes: activation: sigmoid"],
    ],
    [
      "yes or no on classes",
      run("class(3)", "dense(3, activation: sigmoid)", "binary_cross_entropy"),
      ["binary-loss-on-classes: loss: binary_cross_entropy"],
    ],
    [
      "yes or no on softmax",
      run("class(3)", "dense(3, activation: softmax)", "binary_cross_entropy"),
      ["binary-loss-on-classes: loss: binary_cross_entropy"],
    ],
    [
      "relu on numbers below 0",
      run("regression(column: x, range: -5..5)", "dense(1, activation: relu)"),
      ["bounded-output-regression: activation: relu"],
    ],
    [
      "tanh on a standardized number",
      run("regression(column: x, normalize: standardize)", "dense(1, activation: tanh)"),
      ["bounded-output-regression: activation: tanh"],
    ],
    [
      "a logarithm of any number",
      run("regression(column: visits)", "dense(1)", "poisson", poisson),
      ["positive-output-loss: loss: poisson"],
    ],
    [
      "a logarithm of tanh",
      run("regression(column: visits)", "dense(1, activation: tanh)", "poisson", poisson),
      ["positive-output-loss: loss: poisson"],
    ],
  ])("%s", (_, text, expected) => expectPlaces(text, expected));
});

describe("metric-mismatch", () => {
  const asked = (target: string, output: string, metrics: string): string[] =>
    places(spec({ target, network: `input dense(8, activation: relu) ${output}`, train: `metrics: [${metrics}]` }));
  test.each<readonly [target: string, output: string, metrics: string, expected: readonly string[]]>([
    [regression, "dense(1)", "accuracy", ["metric-mismatch: accuracy"]],
    [regression, "dense(1)", "rmse, accuracy", ["metric-mismatch: accuracy"]],
    ["multi_label(5)", "dense(5, activation: sigmoid)", "accuracy", ["metric-mismatch: accuracy"]],
    ["multi_label(1)", "dense(1, activation: sigmoid)", "accuracy", []],
    ["class(3)", "dense(3, activation: softmax)", "mae", ["metric-mismatch: mae"]],
    ["class(3)", "dense(3, activation: softmax)", "accuracy, mse", []],
    [regression, "dense(1)", "mae, mse, rmse", []],
    [regression, "dense(1)", "r2, mape", []],
    ...["precision", "recall", "f1", "auc", "top_k"].map(
      (metric) => [regression, "dense(1)", metric, [`metric-mismatch: ${metric}`]] as const,
    ),
    ["class(3)", "dense(3, activation: softmax)", "r2", ["metric-mismatch: r2"]],
    ["class(3)", "dense(3, activation: softmax)", "precision, recall, f1, auc, top_k(k: 2)", []],
    ["class(3)", "dense(3, activation: softmax)", "top_k(k: 3)", ["metric-mismatch: top_k(k: 3)"]],
    ["class(3)", "dense(3, activation: softmax)", "top_k", ["metric-mismatch: top_k"]],
    ["multi_label(5)", "dense(5, activation: sigmoid)", "precision, recall(threshold: 0.3), f1, auc", []],
    ["binary(column: paid)", "dense(1, activation: sigmoid)", "precision, recall, f1, auc, mse", []],
    ["binary(column: paid)", "dense(1, activation: sigmoid)", "accuracy", []],
  ])("on %s with %s: %s", (target, output, metrics, expected) =>
    expect(asked(target, output, metrics)).toEqual(expected),
  );
});

describe("metric-mismatch, by the formula", () => {
  const asked = (target: string, output: string, train: string, words: string): string[] =>
    places(spec({ target, words, network: `input dense(8, activation: relu) ${output}`, train }));
  test.each([
    ["a share of hits within reach", "metric near(target, output) = abs(target - output) < 5", "near", []],
    [
      "a threshold in the target's units",
      "metric over(target, output) = (output > 100) == (target > 100)",
      "over",
      ["over"],
    ],
    ["a bias", "metric bias(target, output) = mean(output) - mean(target)", "bias", []],
    ["an own yes", "metric said(target, output) = sum(output > 0.5 and target > 0.5)", "said", ["said"]],
  ])("%s on a number", (_, words, metric, expected) =>
    expect(asked(regression, "dense(1)", `metrics: [${metric}]`, words)).toEqual(
      expected.map((name) => `metric-mismatch: ${name}`),
    ),
  );

  const hinge = (metrics: string): string[] =>
    asked("binary(column: paid)", "dense(1)", `loss: hinge  ${metrics && `metrics: [${metrics}]`}`, "");
  test.each([
    ["accuracy(threshold: 0), f1(threshold: 0), auc", []],
    ["accuracy", ["metric-mismatch: accuracy"]],
    ["auc, precision(threshold: 0.2)", ["metric-mismatch: precision(threshold: 0.2)"]],
  ])("a threshold beside hinge: %s", (metrics, expected) => expect(hinge(metrics)).toEqual(expected));
});
