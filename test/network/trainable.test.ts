/** Parameters that are learned and noise that is drawn: what a spec may write of them, and what is said of the rest. */
import { expect, test } from "vitest";
import { resolve } from "../../src/network/resolve.ts";
import { printUse, wordOf } from "../../src/network/value.ts";
import { parse } from "../../src/syntax/parse.ts";
import { textOf } from "../../src/text/source.ts";
import { activationTraits } from "../../src/vocabulary/traits.ts";
import { tryUse, useOf, vocabularyWith } from "../support/words.ts";

const own = vocabularyWith(`
  activation leaning(x, a: trainable(0.5) in 0..1, b: 0.1) = a * max(x, 0) + b * min(x, 0)
  activation following(x, a: trainable(0.5), b: 2 * a) = a * b * x
  activation repeating(x, a: trainable(0.5), b: a) = a * b * x
  activation jittered(x, low: -1, high: 1) = x * noise(low, high)
  activation listed(x, at: [1, 2] in list(number(0..9))) = pick(at, at, x)
`);

test.each([
  ["prelu", "prelu(alpha: trainable(0.25, per: unit))"],
  ["prelu(0.1)", "prelu(alpha: 0.1)"],
  ["prelu(trainable(10% + 0.1))", "prelu(alpha: trainable(0.2, per: unit))"],
  ["prelu(alpha: trainable(-0.1, per: layer))", "prelu(alpha: trainable(-0.1, per: layer))"],
  ["prelu(trainable(0.1, layer))", "prelu(alpha: trainable(0.1, per: layer))"],
  ["prelu(trainable(per: layer, initial: 0.1))", "prelu(alpha: trainable(0.1, per: layer))"],
  ["leaning(b: trainable(3))", "leaning(a: trainable(0.5, per: unit), b: trainable(3, per: unit))"],
])("%s means %s, and what is printed means the same", (text, printed) => {
  expect(printUse(useOf("activation", text, own))).toBe(printed);
  expect(printUse(useOf("activation", printed, own))).toBe(printed);
});

test.each([
  ["prelu(trainable())", "`trainable` needs the number that it begins with"],
  ["prelu(trainable(0.1, per: neuron))", "`per` takes `unit` or `layer`"],
  ["prelu(trainable(0.1, per: 2))", "`per` takes `unit` or `layer`"],
  ["prelu(trainable(0.1, 0.2))", "`per` takes `unit` or `layer`"],
  ["prelu(trainable(0.1, unit, 3))", "`trainable` takes `initial` and `per`"],
  ["prelu(trainable(0.1, share: unit))", "`trainable` takes `initial` and `per`"],
  ["prelu(trainable(0.1, initial: 0.2))", "`initial` is given twice"],
  ["prelu(trainable(trainable(0.1)))", "`alpha` of `prelu` cannot be learned"],
  ["prelu(2 * trainable(0.1))", "`trainable` is the value of an activation's parameter, and stands in no formula"],
  ["leaning(a: trainable(2))", "`a` of `leaning` is 2, which is out of range"],
  ["following", "`a` is learned, and no other argument can follow from it"],
  ["repeating", "`a` is learned, and no other argument can follow from it"],
  ["listed(at: [1, trainable(2)])", "`at` of `listed` cannot be learned"],
  ["gelu(approximate: trainable(1))", "there is no `trainable` for `approximate` of `gelu`"],
  ["leaky_relu(1 + noise(0, 1))", "`noise` is drawn in the formula of an activation, and is no number here"],
  ["rrelu(lower: 0.5)", "`noise` goes from the smaller number to the larger, not from 0.5 to 0.3333333333333333"],
  ["rrelu(lower: -1)", "`lower` of `rrelu` is -1, which is out of range"],
  ["jittered(low: trainable(0))", "`noise` is drawn between two numbers, and this is known in the step alone"],
])("%s is refused", (text, message) => {
  const { use, diagnostics } = tryUse("activation", text, own);
  expect(use).toBeUndefined();
  expect(diagnostics.map((one) => one.message)).toEqual([message]);
});

const errorsOf = (layers: string): string[] => {
  const { file } = parse({ path: "spec.dnn", text: `network n { ${layers} }` });
  return resolve(file).diagnostics.map(({ message, at }) => `${message} @ ${textOf(at)}`);
};

test("what is no activation's is not learned", () => {
  expect(errorsOf("input(2) dense(2) dropout(trainable(0.1)) dense(1)")).toEqual([
    "`rate` of `dropout` cannot be learned @ trainable(0.1)",
  ]);
  expect(errorsOf("input(2) dense(2, regularization: l2(trainable(0.1))) dense(1)")).toEqual([
    "`l2` of `l2` cannot be learned @ trainable(0.1)",
  ]);
});

test("a slope for each unit of a side that the data has the last word on is its size", () => {
  const text = `data d { source: csv("t.csv")  target: class(2, column: y) }
    network n { input  prelu  dense(2, activation: softmax) }  train n on d`;
  const { model, diagnostics } = resolve(parse({ path: "spec.dnn", text }).file);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const { layers } = model.trainings[0]!.network;
  expect(layers[1]!.shape).toEqual([undefined]);
  expect(wordOf(layers[1]!.arguments["activation"])!.word.name).toBe("prelu");
});

test("what fits a slope that is learned or drawn is judged by what it begins with, or by its mean", () => {
  const traits = (text: string) => activationTraits(useOf("activation", text, own));
  expect([traits("prelu").rectifier, traits("rrelu").rectifier, traits("relu6").rectifier]).toEqual([true, true, true]);
  expect(traits("prelu(trainable(0.9))").rectifier).toBe(false);
  expect([traits("prelu(1)").linear, traits("prelu(trainable(1))").linear]).toEqual([true, false]);
});
