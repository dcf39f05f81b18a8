/** Exact places and near misses of rules on size, noise, runs and what is written in vain. */
import { describe, expect, test } from "vitest";
import { expectPlaces, judge, type Parts, places, placesSound, spec } from "./workshop.ts";

const asked = (rule: string) => ({ states: new Map([[rule, "info" as const]]) });
const network = (items: string): string => `network net { ${items} }`;
const only = (rule: string, text: string): string[] =>
  placesSound(text, asked(rule)).filter((place) => place.startsWith(`${rule}: `));

describe("size", () => {
  const flat = (units: number): string =>
    network(`input(32, 32, 3) flatten dense(${units}, activation: relu) dense(10)`);
  test.each([
    ["25 million weights behind flatten", flat(8192), ["flatten-explosion: 8192"]],
    ["under 20 million", flat(6510), []],
    [
      "a norm between",
      network("input(32, 32, 3) flatten batch_norm dense(8192, activation: relu) dense(10)"),
      ["flatten-explosion: 8192"],
    ],
    ["as many without flatten", network("input(3072) dense(8192, activation: relu) dense(10)"), []],
  ])("%s", (_, text, expected) => expectPlaces(text, expected));

  test.each([
    [
      "a waist of an eighth",
      "input(64) dense(8, activation: relu) dense(64, activation: relu) dense(1)",
      ["extreme-bottleneck: 8"],
    ],
    ["one of a little more", "input(64) dense(9, activation: relu) dense(64, activation: relu) dense(1)", []],
    ["narrow behind narrow", "input(8) dense(4, activation: relu) dense(64, activation: relu) dense(1)", []],
    [
      "a skip around it",
      "input(64) x = dense(64, activation: relu) dense(8, activation: relu) dense(64, activation: relu) add(x) dense(1)",
      ["extreme-bottleneck: 8"],
    ],
    ["a small output", "input(64) dense(64, activation: relu) dense(1)", []],
  ])("%s", (_, items, expected) => expect(only("extreme-bottleneck", network(items))).toEqual(expected));
});

describe("noise", () => {
  const stack = (rate: number, units = 32): string =>
    network(`input(20) repeat 3 { dense(${units}, activation: relu) dropout(${rate}%) } dense(1)`);
  test.each([
    [
      "three strong dropouts in a small network",
      network(
        "input(20) dropout(40%) dense(32, activation: relu) dropout(50%) dense(32, activation: relu) dropout(50%) dense(1)",
      ),
      ["stacked-dropout-small-net: dropout(40%)"],
    ],
    ["weaker ones", stack(39), []],
    ["a large network", stack(50, 400), []],
    ["a network of unknown size", network("input repeat 3 { dense(32, activation: relu) dropout(50%) } dense(1)"), []],
  ])("%s", (_, text, expected) => expectPlaces(text, expected));

  test.each([
    ["dropout of 5%", "dropout-low", "dropout(5%)", ["dropout-low: dropout(5%)"]],
    ["dropout of 10%", "dropout-low", "dropout(10%)", []],
    ["dropout of 0", "dropout-low", "dropout(0%)", []],
    ["alpha dropout of 5%", "dropout-low", "alpha_dropout(5%)", []],
  ])("%s", (_, rule, layer, expected) =>
    expect(only(rule, network(`input(20) dense(32, activation: relu) ${layer} dense(1)`))).toEqual(expected),
  );

  test.each([
    [
      "four layers after a dropout",
      "input(20) dropout(20%) repeat 3 { dense(32, activation: relu) } dense(1)",
      ["dropout-everywhere: dropout(20%)"],
    ],
    [
      "three layers after it",
      "input(20) dense(32, activation: relu) dropout(20%) repeat 2 { dense(32, activation: relu) } dense(1)",
      [],
    ],
    [
      "two branches of two",
      "x = input(20) d = dropout(20%) a = d -> dense(8, activation: relu) -> dense(8, activation: relu) b = d -> dense(8, activation: relu) -> dense(8, activation: relu) concat(a, b) dense(1)",
      [],
    ],
  ])("%s", (_, items, expected) => expect(only("dropout-everywhere", network(items))).toEqual(expected));

  test.each([
    ["a norm after relu", "dense(32, activation: relu) batch_norm", ["norm-after-activation: batch_norm"]],
    ["a norm before relu", "dense(32, bias: false) batch_norm relu", []],
    ["a norm behind dropout", "dense(32, activation: relu) dropout(20%) layer_norm", []],
    ["a norm after no activation", "dense(32, activation: linear) layer_norm relu", []],
  ])("%s", (_, items, expected) =>
    expect(only("norm-after-activation", network(`input(20) ${items} dense(1)`))).toEqual(expected),
  );
});

describe("the course of a run", () => {
  const run = (train: string, parts: Partial<Parts> = {}): string =>
    spec({
      network: "input dense(32, activation: relu) dense(3, activation: softmax)",
      data: "examples: 10_000",
      train,
      ...parts,
    });
  test.each([
    ["a high first rate", run("optimizer: sgd learning_rate: 0.6"), ["dying-relu-risk: learning_rate: 0.6"]],
    ["half", run("optimizer: sgd learning_rate: 0.5"), []],
    [
      "a rate that momentum raises",
      run("optimizer: momentum(momentum: 0.9) learning_rate: 0.06"),
      ["dying-relu-risk: learning_rate: 0.06"],
    ],
    ["one that is warmed up", run("optimizer: sgd learning_rate: warmup(100 steps, into: 0.9)"), []],
    ["one beyond bearing", run("optimizer: sgd learning_rate: 2"), ["lr-too-high: learning_rate: 2"]],
    ["held gradients", run("optimizer: sgd learning_rate: 0.8 clip_gradients: norm(1.0)"), []],
    [
      "a norm",
      run("optimizer: sgd learning_rate: 0.8", {
        network: "input dense(32, bias: false) batch_norm relu dense(3, activation: softmax)",
      }),
      [],
    ],
    [
      "leaky units",
      run("optimizer: sgd learning_rate: 0.8", {
        network: "input dense(32, activation: leaky_relu) dense(3, activation: softmax)",
      }),
      [],
    ],
    [
      "learned slopes",
      run("optimizer: sgd learning_rate: 0.8", {
        network: "input dense(32, activation: prelu) dense(3, activation: softmax)",
      }),
      [],
    ],
    [
      "an own copy of relu",
      run("optimizer: sgd learning_rate: 0.8", {
        words: "activation mine(x) = max(0, x)",
        network: "input dense(32, activation: mine) dense(3, activation: softmax)",
      }),
      ["dying-relu-risk: learning_rate: 0.8"],
    ],
    ["a rate below rounding", run("optimizer: sgd learning_rate: 1e-8"), ["lr-too-low: learning_rate: 1e-8"]],
    ["a small rate of plain descent", run("optimizer: sgd learning_rate: 1e-6"), []],
    ["adam that goes nowhere", run("learning_rate: 1e-7 epochs: 10"), ["lr-too-low: learning_rate: 1e-7"]],
    ["adam that goes far enough", run("learning_rate: 1e-6 epochs: 10"), []],
    ["adam of unknown steps", run("learning_rate: 2e-7", { data: "" }), []],
    ["a batch of more than there is", run("batch_size: 10_000 epochs: 200"), ["batch-vs-data: batch_size: 10_000"]],
    ["a batch of all", run("batch_size: 9_000 epochs: 200"), []],
    [
      "a batch that nobody wrote",
      run("epochs: 200", {
        data: "examples: 60",
        target: "binary",
        network: "input dense(4, activation: relu) dense(1, activation: sigmoid)",
      }),
      [],
    ],
    ["few steps by a large batch", run("batch_size: 1_000 epochs: 5"), ["too-few-updates: epochs: 5"]],
    [
      "few steps where nothing is written",
      spec({ network: "input dense(4, activation: relu) dense(3, activation: softmax)", data: "examples: 100" }),
      ["too-few-updates: net"],
    ],
    [
      "few steps over a part whose size alone is declared",
      run("batch_size: 100 epochs: 3", { data: "" }).replace(
        "random(validation: 10%)",
        "random(train: 900, validation: 100)",
      ),
      ["too-few-updates: epochs: 3"],
    ],
    ["a hundred steps", run("batch_size: 900 epochs: 10"), []],
  ])("%s", (_, text, expected) => expectPlaces(text, expected));
});

describe("what is written", () => {
  const base = (words: string, layers = "dense(9, activation: relu)"): string =>
    spec({ words, network: `input ${layers} dense(3, activation: softmax)` });
  test.each([
    ["a word that nothing names", base("activation mine(x) = tanh(x)"), ["unused-definition: mine"]],
    ["a word that a layer names", base("activation mine(x) = tanh(x)", "dense(9, activation: mine)"), []],
    ["a word by its alias", base("/// @alias other\nactivation mine(x) = tanh(x)", "dense(9, activation: other)"), []],
    [
      "a block that only names itself in a comment",
      base("// wide(3)\nblock wide(n) { dense(n) }"),
      ["unused-definition: wide"],
    ],
    [
      "a preset that is taken",
      base("preset mine { activation: relu }", "defaults: mine dense(9)").replace(
        "input defaults: mine",
        "defaults: mine input",
      ),
      [],
    ],
    ["a preset that is not", base("preset mine { activation: relu }"), ["unused-definition: mine"]],
    [
      "a data set that is not trained on",
      base('data other { source: csv("b.csv") target: binary }'),
      ["unused-definition: other"],
    ],
    ["a library of words", "activation mine(x) = tanh(x)\nblock wide(n) { dense(n) }", []],
    [
      "words in a file that is damaged",
      `${base("activation mine(x) = tanh(x)")}\nnetwork other { input(8 }`,
      ["syntax: }"],
    ],
  ])("%s", (_, text, expected) => {
    const found = places(text);
    expect(expected[0]?.startsWith("syntax") ? found.map((one) => one.split(":")[0]) : found).toEqual(
      expected[0]?.startsWith("syntax") ? ["syntax"] : expected,
    );
  });

  test("an unused declaration goes with its doc comment and its blank lines, and stays where a remark belongs to it", () => {
    const fixOf = (text: string) => judge(text).find(({ code }) => code === "unused-definition")!.fix;
    const text = base("/// What it does.\nactivation mine(x) = tanh(x)\n");
    const [edit] = fixOf(text)!.edits;
    expect(text.slice(edit!.start, edit!.end)).toContain("/// What it does.");
    expect(fixOf(base("// Measured in March.\nactivation mine(x) = tanh(x)"))).toBeUndefined();
  });

  const seed = (train: string): string =>
    `data d { source: moons(examples: 4000) split: random(validation: 20%) }\nnetwork net { input dense(8, activation: relu) dense(1, activation: sigmoid) }\ntrain net on d${train}`;
  test.each([
    ["no seed", seed(" { epochs: 20 }"), ["no-seed: net"]],
    ["a bare train", seed(""), ["no-seed: net"]],
    ["a seed", seed(" { seed: 42 }"), []],
  ])("%s", (_, text, expected) => expect(only("no-seed", text)).toEqual(expected));

  const facts = (data: string, normalize = ""): string =>
    `data d { source: csv("a.csv") ${data} ${normalize} split: random(validation: 20%) }\nnetwork net { input dense(8, activation: relu) dense(1) }\ntrain net on d`;
  test.each([
    [
      "nothing declared",
      facts("features: columns(3) target: regression(column: y)"),
      "how many examples there are and the range of its features and the range of its target",
    ],
    [
      "normalized",
      facts("features: columns(3) target: regression(column: y, normalize: standardize)", "normalize: standardize"),
      "how many examples there are",
    ],
    [
      "all declared",
      facts("features: columns(3, range: 0..1) target: regression(column: y, range: 0..1) examples: 500"),
      undefined,
    ],
    [
      "columns that have no place for a range",
      facts("target: regression(column: y, range: 0..1) examples: 500"),
      undefined,
    ],
  ])("facts of data: %s", (_, text, missing) => {
    const found = judge(text, asked("dataset-facts-missing")).filter(({ code }) => code === "dataset-facts-missing");
    expect(found.map(({ message }) => message)).toEqual(
      missing === undefined ? [] : [`\`d\` does not declare ${missing}`],
    );
  });

  test.each([
    ["an argument of a word", seed(" { optimizer: adam(beta1: 0.9) }"), ["redundant-default: beta1: 0.9"]],
    ["an entry", seed(" { batch_size: 32 }"), ["redundant-default: batch_size: 32"]],
    ["another value", seed(" { batch_size: 64 }"), []],
    ["a word that would stand there", seed(" { optimizer: adam }"), ["redundant-default: optimizer: adam"]],
    ["that word with an argument of its own", seed(" { optimizer: adam(beta1: 0.8) }"), []],
    ["a seed, which is there to be read", seed(" { seed: 42 }"), []],
    [
      "a value that a default of the network would take the place of",
      seed("").replace(
        "input dense(8, activation: relu)",
        "defaults { activation: relu } input dense(8, activation: none)",
      ),
      [],
    ],
    [
      "a value that a preset would take the place of",
      `defaults: default_dnn\n${seed(" { early_stopping: none }")}`,
      [],
    ],
    [
      "an entry of the data",
      seed("").replace("split:", "normalize: none split:"),
      ["redundant-default: normalize: none"],
    ],
  ])("%s", (_, text, expected) => expect(only("redundant-default", text)).toEqual(expected));

  test("attention is no hidden softmax", () => {
    const items =
      "x = input(8) w = x -> dense(8, activation: softmax) multiply(x, w) dense(8, activation: relu) dense(1)";
    expect(places(network(items))).toEqual([]);
  });
});

test("widths that grow are told of only where that is asked for, and neither equal ones nor one wide layer are", () => {
  const growing = network("input(8) dense(16, activation: relu) dense(32, activation: relu) dense(1)");
  expect(places(growing, { strict: true })).toEqual([]);
  expect(only("dense-grows", growing)).toEqual(["dense-grows: 32"]);
  expect(only("dense-grows", growing.replace("32", "16"))).toEqual([]);
  expect(only("dense-grows", network("input(8) dense(32, activation: relu) dense(1)"))).toEqual([]);
});

test("what is unused is found in a time that grows with the file alone", () => {
  const words = Array.from({ length: 1900 }, (_, i) => `// word ${i}\nactivation w${i}(x) = tanh(x)\n`).join("");
  const text = spec({ words, network: "input dense(9, activation: relu) dense(3, activation: softmax)" });
  const begin = performance.now();
  // As many as are shown of a file.
  expect(places(text).length).toBe(500);
  expect(performance.now() - begin).toBeLessThan(20_000);
});
