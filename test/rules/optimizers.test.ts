/** Rules about optimizers: judged by what their formulas do, so that a spec's own are judged too. */
import { expect, test } from "vitest";
import { places, placesSound, spec } from "./workshop.ts";

const shallow = "input dense(32, activation: relu) dense(3, activation: softmax)";
const deep = "input repeat 6 { dense(32, activation: relu, normalization: batch_norm) } dense(3, activation: softmax)";
const penalized = (penalty: string): string =>
  `input dense(32, activation: relu, regularization: ${penalty}) dense(3, activation: softmax)`;
const words = `
  optimizer slowing(w, g, rate: 0.001) { state { a: 0.1 }  a = a + g ^ 2  w = w - rate * g / sqrt(a) }
  optimizer scaled(w, g, rate: 0.001, size: 1e-7 in 0<..infinity) { state { v: 0 }  v = 0.9 * v + 0.1 * g ^ 2  w = w - rate * g / (sqrt(v) + size) }
  regularizer squares(w) = 1e-4 * w * w`;

test.each<[network: string, train: string, expected: readonly string[]]>([
  [deep, "optimizer: adagrad", ["adagrad-deep: optimizer: adagrad"]],
  [deep, "optimizer: slowing", ["adagrad-deep: optimizer: slowing"]],
  [shallow, "optimizer: adagrad", []],
  [deep, "optimizer: rmsprop", []],
  [deep, "optimizer: rmsprop(rho: 0.99)", []],
  [deep, "optimizer: rmsprop(rho: 0.999)", []],
  [deep, "optimizer: nadam", []],
  [shallow, "optimizer: adam(epsilon: 1)", ["adam-epsilon: epsilon: 1"]],
  [shallow, "optimizer: adam(epsilon: 0.1)", []],
  [shallow, "optimizer: adamw(epsilon: 1e-10)", []],
  [shallow, "optimizer: adamax(epsilon: 1e-11)", ["adam-epsilon: epsilon: 1e-11"]],
  [shallow, "optimizer: nadam(epsilon: 0.2)", ["adam-epsilon: epsilon: 0.2"]],
  [shallow, "optimizer: rmsprop(epsilon: 0.1)", ["adam-epsilon: epsilon: 0.1"]],
  [shallow, "optimizer: rmsprop(epsilon: 1e-3)", []],
  [shallow, "optimizer: scaled(size: 2)", ["adam-epsilon: optimizer: scaled(size: 2)"]],
  [shallow, "optimizer: scaled", []],
  [shallow, "optimizer: sgd", []],
  [shallow, "optimizer: rmsprop learning_rate: 0.2", ["lr-too-high: learning_rate: 0.2"]],
  [shallow, "optimizer: nadam learning_rate: 0.2", ["lr-too-high: learning_rate: 0.2"]],
  [shallow, "optimizer: adagrad learning_rate: 0.2", ["lr-too-high: learning_rate: 0.2"]],
  [shallow, "optimizer: adagrad learning_rate: 0.05", []],
])("over %s %s is judged", (network, train, expected) => {
  const found = places(spec({ words, network, train, data: "normalize: standardize" }));
  expect(found.filter((one) => !one.startsWith("unused"))).toEqual(expected);
});

const strict = (network: string, train: string): string[] =>
  placesSound(spec({ words, network, train }), { strict: true }).filter((one) =>
    /^(l2-with-adam|optimizer-default)/.test(one),
  );

test.each<[network: string, train: string, expected: readonly string[]]>([
  [penalized("l2(1e-4)"), "optimizer: adam", ["l2-with-adam: regularization: l2(1e-4)"]],
  [penalized("squares"), "optimizer: scaled", ["l2-with-adam: regularization: squares"]],
  [
    penalized("l1_l2(l1: 1e-4, l2: 1e-4)"),
    "optimizer: nadam",
    ["l2-with-adam: regularization: l1_l2(l1: 1e-4, l2: 1e-4)"],
  ],
  [penalized("l1(1e-4)"), "optimizer: adam", []],
  [penalized("l2(0)"), "optimizer: adam", []],
  [penalized("l2(1e-4)"), "optimizer: nesterov", []],
  [deep, "optimizer: sgd", ["optimizer-default-lr: optimizer: sgd"]],
  [deep, "optimizer: sgd learning_rate: 0.01", []],
  [deep, "optimizer: momentum", []],
  [deep, "optimizer: adam", []],
  [shallow, "optimizer: sgd", []],
])("over %s %s is judged strictly", (network, train, expected) => {
  expect(strict(network, train)).toEqual(expected);
});

test("initializers are judged by the variance of what they draw", () => {
  const tall = (init: string, activation = "relu", count = 6): string =>
    `input repeat ${count} { dense(64, activation: ${activation}, init: ${init}) } dense(3, activation: softmax)`;
  const codes = (network: string): string[] =>
    places(spec({ network, data: "normalize: standardize" })).map((one) => one.split(":")[0]!);
  expect(codes(tall("variance_scaling(scale: 2)"))).toEqual([]);
  expect(codes(tall("variance_scaling(mode: fan_avg)"))).toEqual(["relu-needs-he"]);
  expect(codes(tall("orthogonal(gain: 1.4142)"))).toEqual([]);
  expect(codes(tall("orthogonal"))).toEqual(["relu-needs-he"]);
  expect(codes(tall("identity"))).toEqual([]);
  expect(codes(tall("variance_scaling", "selu", 2))).toEqual([]);
  expect(codes(tall("identity", "selu", 2))).toEqual(["selu-init"]);
  expect(codes(tall("variance_scaling(scale: 2)", "tanh", 2))).toEqual(["tanh-needs-glorot"]);
  expect(codes(tall("orthogonal", "tanh", 2))).toEqual([]);
  expect(codes(tall("random_normal(stddev: 0, mean: 0.5)", "tanh", 2))).toEqual(["constant-kernel-init"]);
  expect(codes(tall("orthogonal(gain: 0)", "tanh", 2))).toEqual(["constant-kernel-init"]);
  expect(codes(tall("random_normal(stddev: 0.1, mean: 3)", "tanh", 2))).toEqual(["fixed-stddev-init"]);
});

test("a rate is written in vain for an optimizer that reads none", () => {
  const fixed = (train: string): string[] =>
    places(spec({ words: "optimizer fixed(w, g) { w = w - 0.01 * g }", network: shallow, train }));
  expect(fixed("optimizer: fixed  learning_rate: 0.5")).toEqual(["entry-without-effect: 0.5"]);
  expect(fixed("optimizer: fixed")).toEqual([]);
});

test("a rate is written in vain for an optimizer that asks for one and does not use it", () => {
  const words = "optimizer fixed(w, g, rate: 0.01) { step = 0.01 * g  w = w - step }";
  const found = places(spec({ words, network: shallow, train: "optimizer: fixed  learning_rate: 0.5" }));
  expect(found).toEqual(["entry-without-effect: 0.5"]);
});
