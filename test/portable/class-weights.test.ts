import { expect, test } from "vitest";
import { balancedWeights, exampleWeights } from "../../src/portable/class-weights.ts";

test.each([
  ["three classes, one-hot", [1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1], 3, [2 / 3, 4 / 3, 4 / 3]],
  ["yes and no", [0, 0, 0, 1], 1, [2 / 3, 2]],
  ["classes that are as many", [1, 0, 0, 1], 2, [1, 1]],
])("balanced weights of %s are examples / (classes * examples of the class)", (_, targets, outputs, expected) => {
  expect(balancedWeights(targets, outputs)).toEqual(expected);
});

test("a class without examples cannot be balanced", () => {
  expect(() => balancedWeights([1, 0, 0, 0, 0, 1], 3)).toThrow(
    "class 1 has no training example, and cannot be balanced",
  );
  expect(() => balancedWeights([1, 1], 1)).toThrow("class 0 has no training example");
});

test("each example has the weight of its class", () => {
  expect([...exampleWeights([0, 1, 0, 1, 0, 0, 0, 0, 1], 3, [0.5, 2, 4])]).toEqual([2, 0.5, 4]);
  expect([...exampleWeights([0, 1, 1], 1, [0.5, 2])]).toEqual([0.5, 2, 2]);
});
