/** Exact places and near misses of rules on structure, depth, parts of the data and errors in proportion. */
import { describe, expect, test } from "vitest";
import { expectPlaces, judge, places, spec, type Parts } from "./workshop.ts";

const net = (items: string, end = "dense(1)"): string => `network net { input(20) ${items} ${end} }`;
const hidden = "dense(64, activation: relu)";
const made = (source: string, items: string, more = ""): string =>
  `${more}\ndata d { source: ${source} normalize: standardize split: random(validation: 20%) }\nnetwork net { input ${items} }\ntrain net on d { epochs: 50 }`;

describe("merges", () => {
  test.each([
    ["a sum with itself", net(`${hidden} x = ${hidden} add(x)`), ["merge-with-itself: add(x)"]],
    ["a value named twice", net(`x = ${hidden} concat(x, x)`), ["merge-with-itself: concat(x, x)"]],
    ["a straight line between", net(`x = ${hidden} linear add(x)`), ["merge-with-itself: add(x)"]],
    [
      "a block that adds what came in at once",
      `block unit(n) { add(in) dense(n, activation: relu) }\n${net(`${hidden} unit(64)`)}`,
      ["merge-with-itself: add(in)"],
    ],
    ["a square", net(`x = ${hidden} multiply(x)`), []],
    ["a layer between", net(`x = ${hidden} ${hidden} add(x)`), []],
    ["an activation between", net(`x = dense(64) relu concat(x)`), []],
  ])("%s", (_, text, expected) => expectPlaces(text, expected));
});

describe("straight lines", () => {
  test.each([
    ["xor", "xor", "dense(1, activation: sigmoid)", ["no-hidden-layer: dense(1, activation: sigmoid)"]],
    ["moons by softmax", "moons", "dense(2, activation: softmax)", ["no-hidden-layer: dense(2, activation: softmax)"]],
    [
      "a norm alone",
      "circles",
      "batch_norm dense(2, activation: softmax)",
      ["no-hidden-layer: dense(2, activation: softmax)"],
    ],
    ["blobs", "blobs", "dense(3, activation: softmax)", []],
    ["a hidden layer", "spirals", "dense(16, activation: relu) dense(2, activation: softmax)", []],
    ["two layers that are one", "xor", "dense(16) dense(1, activation: sigmoid)", ["linear-collapse: dense(16)"]],
  ])("%s", (_, source, items, expected) => expectPlaces(made(source, items), expected));

  test("products of features part what lines do not", () => {
    const text = `data d { source: xor normalize: standardize split: random(validation: 20%) }
network net { all = input  first = all -> slice(0..0)  second = all -> slice(1..1)  multiply(first, second)  concat(all)  dense(1, activation: sigmoid) }
train net on d { epochs: 50 }`;
    expectPlaces(text, []);
  });

  test("a wave over one sum parts what a line does not", () => {
    const wave = "activation wave(x) = (1 + sin(x)) / 2\nloss mine(target, output) = abs(target - output) ^ 3";
    const text = made("xor", "dense(1, activation: wave)", wave).replace("epochs: 50", "epochs: 50 loss: mine");
    expect(places(text).filter((place) => place.startsWith("no-hidden-layer"))).toEqual([]);
  });
});

describe("layers that are one", () => {
  test.each([
    [
      "a branch without activation into a concatenation",
      "network net { x = input(20) a = x -> dense(32) b = x -> dense(32, activation: relu) concat(a, b) dense(1) }",
      ["linear-collapse: dense(32)"],
    ],
    [
      "a trunk that two outputs share",
      "network net { input(20) h = dense(64) a = h -> dense(1) b = h -> dense(3) outputs: [a, b] }",
      ["linear-collapse: dense(64)"],
    ],
    [
      "a trunk that is read by an activation too",
      "network net { input(20) h = dense(64) a = h -> relu -> dense(1) b = h -> dense(3) outputs: [a, b] }",
      [],
    ],
    ["a layer norm between", net("dense(64) layer_norm"), []],
    [
      "an embedding in a concatenation",
      "network net { x = input(20) a = x -> dense(4) concat(a, x) dense(64, activation: relu) dense(1) }",
      [],
    ],
    ["a residual sum between", net(`skip = ${hidden} dense(64) add(skip)`), []],
  ])("%s", (_, text, expected) => expectPlaces(text, expected));
});

describe("depth", () => {
  const stack = (count: number): string => `repeat ${count} { ${hidden} }`;
  const block = (items: string): string => `block unit(n) { ${items} add(in) }\n`;
  const units = (count: number): string => net(`${hidden} repeat ${count} { unit(64) }`);
  test.each([
    [
      "a deep branch beside a short one",
      `network net { x = input(20) ${stack(12)} concat(x) dense(1) }`,
      ["deep-without-norm: net"],
    ],
    ["a norm on the input alone", net(`batch_norm ${stack(12)}`), ["deep-without-norm: net"]],
    ["a norm in the middle", net(`${stack(8)} batch_norm ${stack(8)}`), []],
    ["skips around every two layers", `${block(`${hidden} ${hidden}`)}${units(6)}`, []],
    [
      "sigmoids in one branch of two",
      "network net { x = input(20) repeat 4 { dense(64, activation: sigmoid) } concat(x) dense(1) }",
      ["saturating-hidden-deep: activation: sigmoid"],
    ],
    [
      "gates beside each other",
      "network net { x = input(20) a = x -> dense(20, activation: sigmoid) b = x -> dense(20, activation: sigmoid) c = x -> dense(20, activation: sigmoid) multiply(a, b, c) add(x) dense(1) }",
      [],
    ],
    ["many residual sums", `${block(`${hidden} dense(64)`)}${units(12)}`, ["residual-without-norm: add(in)"]],
    ["a few", `${block(`${hidden} dense(64)`)}${units(6)}`, []],
    ["sums with a norm in each branch", `${block(`layer_norm ${hidden} dense(64)`)}${units(12)}`, []],
    ["branches that begin at 0", `${block(`${hidden} dense(64, init: zeros)`)}${units(12)}`, []],
    ["branches that end in a bound", `${block(`${hidden} dense(64, activation: tanh)`)}${units(12)}`, []],
    ["means in place of sums", `block unit(n) { ${hidden} dense(64) average(in) }\n${units(12)}`, []],
  ])("%s", (_, text, expected) => expectPlaces(text, expected));
});

describe("waists", () => {
  const classes = (items: string): string =>
    spec({ target: "class(10)", network: `input ${items} dense(10, activation: softmax)` });
  test.each([
    ["one hidden unit", classes(`${hidden} dense(1, activation: relu)`), ["bottleneck-below-output: 1"]],
    ["two between many", classes(`${hidden} dense(2, activation: relu) ${hidden}`), ["bottleneck-below-output: 2"]],
    ["two before the output, to be drawn", classes(`${hidden} dense(2, activation: tanh)`), []],
    [
      "as many as there are classes",
      classes("dense(128, activation: relu) dense(10, activation: relu) dense(128, activation: relu)"),
      [],
    ],
    ["one sum with several thresholds", classes(`${hidden} dense(1, bias: false)`), []],
    ["one feature beside others", classes(`x = ${hidden} dense(1, activation: sigmoid) concat(x)`), []],
    [
      "the code of an autoencoder",
      spec({
        target: "regression(columns: [a, b, c, d, e, f, g, h])",
        network: `input ${hidden} dense(1, activation: tanh) ${hidden} dense(8)`,
      }),
      [],
    ],
  ])("%s", (_, text, expected) => expectPlaces(text, expected));
});

describe("activations that explode", () => {
  const square = "activation square(x) = x ^ 2\n";
  test.each([
    [
      "an exponential of one's own",
      `activation mine(x) = exp(x) - 1\n${net("dense(64, activation: mine)")}`,
      ["exploding-activation: activation: mine"],
    ],
    [
      "squares of squares",
      `${square}${net("repeat 3 { dense(64, activation: square) }")}`,
      ["exploding-activation: activation: square"],
    ],
    [
      "squares that are normed",
      `${square}${net("repeat 3 { dense(64, activation: square, normalization: layer_norm) }")}`,
      [],
    ],
    ["two squares", `${square}${net("repeat 2 { dense(64, activation: square) }")}`, []],
    ["a bump", `activation bump(x) = exp(-x ^ 2)\n${net("dense(64, activation: bump)")}`, []],
    [
      "an exponential that scales",
      "network net { x = input(20) a = x -> dense(8, activation: exponential) b = x -> dense(8, activation: relu) multiply(a, b) dense(1) }",
      [],
    ],
    ["an exponential at the output", net(hidden, "dense(1, activation: exponential)"), []],
  ])("%s", (_, text, expected) => expectPlaces(text, expected));
});

describe("norms of few numbers", () => {
  test.each([
    [
      "of one",
      net(`${hidden} dense(1, normalization: layer_norm, activation: tanh) dense(8, activation: relu)`),
      ["norm-of-few: normalization: layer_norm"],
    ],
    [
      "of two",
      net(`${hidden} dense(2, normalization: layer_norm, activation: tanh) dense(8, activation: relu)`),
      ["norm-of-few: normalization: layer_norm"],
    ],
    ["of three", net(`${hidden} dense(3, normalization: layer_norm, activation: tanh) dense(8, activation: relu)`), []],
    [
      "over the batch",
      net(`${hidden} dense(1, normalization: batch_norm, activation: tanh) dense(8, activation: relu)`),
      [],
    ],
  ])("%s", (_, text, expected) => expectPlaces(text, expected));
});

describe("layers in vain", () => {
  const idle = (items: string): string[] =>
    places(net(items)).filter((place) => place.startsWith("layer-without-effect"));
  test.each([
    ["a shape that is there", `${hidden} reshape(64)`, ["layer-without-effect: reshape(64)"]],
    ["every place", `${hidden} slice(0..63)`, ["layer-without-effect: slice(0..63)"]],
    ["one axis flattened", `${hidden} flatten`, ["layer-without-effect: flatten"]],
    ["the input flattened, whatever its shape", `flatten ${hidden}`, []],
    ["another shape", `${hidden} reshape(8, 8) flatten`, []],
    ["some places", `${hidden} slice(0..31)`, []],
  ])("%s", (_, items, expected) => expect(idle(items)).toEqual(expected));

  test("a strength that a block takes may be 0", () => {
    expectPlaces(`block unit(n, rate: 0%) { dense(n, activation: relu) dropout(rate) }\n${net("unit(64)")}`, []);
  });
});

describe("parts of the data", () => {
  const rules = ["split-reversed", "tiny-part", "class-weights", "validation-in-train"];
  const data = (entries: string, source = 'source: csv("t.csv")', target = "target: class(3)"): string[] =>
    places(`data d { ${source} features: columns(8) ${target} normalize: standardize ${entries} }`).filter((place) =>
      rules.some((rule) => place.startsWith(rule)),
    );
  const divided = (sizes: string): string => `split: random(${sizes})`;
  test.each([
    [
      "a small training share",
      divided("train: 10%, validation: 10%, test: 80%"),
      ["split-reversed: random(train: 10%, validation: 10%, test: 80%)"],
    ],
    ["what is left is small", divided("validation: 70%"), ["split-reversed: random(validation: 70%)"]],
    ["halves", divided("train: 50%, test: 50%"), []],
    ["few labels by count", divided("train: 100, validation: 1000, test: 5000"), []],
    [
      "two examples",
      `examples: 150 ${divided("train: 98%, validation: 1%, test: 1%")}`,
      ["tiny-part: validation: 1%", "tiny-part: test: 1%"],
    ],
    ["eight of many", `examples: 1000 ${divided("validation: 8")}`, ["tiny-part: validation: 8"]],
    ["eight of few", `examples: 80 ${divided("validation: 10%")}`, []],
    ["four of a table with none to spare", `examples: 40 ${divided("validation: 10%")}`, []],
    ["an unknown number", divided("validation: 1%"), []],
    ["no weight", "class_weights: [1, 0, 2]", ["class-weights: [1, 0, 2]"]],
    ["equal weights", "class_weights: [2, 2, 2]", ["class-weights: [2, 2, 2]"]],
    ["weights", "class_weights: [1, 2, 3]", []],
  ])("%s", (_, entries, expected) => expect(data(entries)).toEqual(expected));

  test("a part with fewer examples than classes", () => {
    const many = (share: string): string[] =>
      data(`examples: 1000 ${divided(`test: ${share}`)}`, undefined, "target: class(100)");
    expect(many("5%")).toEqual(["tiny-part: test: 5%"]);
    expect(many("10%")).toEqual([]);
  });

  test("made data of one seed begins with the same examples", () => {
    const apart = (more: string): string[] =>
      places(
        `data d { train: moons(examples: 1000)  validation: moons(examples: 200${more})  normalize: standardize }`,
      );
    expect(apart("")).toEqual(["validation-in-train: validation: moons(examples: 200)"]);
    expect(apart(", noise: 0.3")).toEqual(["validation-in-train: validation: moons(examples: 200, noise: 0.3)"]);
    expect(apart(", seed: 2")).toEqual([]);
  });
});

describe("errors in proportion", () => {
  const run = (parts: Partial<Parts>): string[] =>
    judge(
      spec({ target: "regression(column: y, range: -1..1)", network: `input ${hidden} dense(1)`, ...parts }),
    ).flatMap(({ code, severity }) => (code === "relative-error-at-zero" ? [severity] : []));
  const own = "loss share(target, output) = abs(target - output) / abs(target)";
  test.each([
    ["around 0", { train: "metrics: [mape]" }, ["warning"]],
    ["from 0 on", { train: "metrics: [mape]", target: "regression(column: y, range: 0..50)" }, ["info"]],
    ["away from 0", { train: "metrics: [mape]", target: "regression(column: y, range: 5..50)" }, []],
    ["where nothing is declared", { train: "metrics: [mape]", target: "regression(column: y)" }, []],
    [
      "a metric of a standardized target, told in its own units",
      { train: "metrics: [mape]", target: "regression(column: y, range: 5..50, normalize: standardize)" },
      [],
    ],
    [
      "a loss of a standardized target",
      { words: own, train: "loss: share", target: "regression(column: y, range: 5..50, normalize: standardize)" },
      ["warning"],
    ],
    ["a loss away from 0", { words: own, train: "loss: share", target: "regression(column: y, range: 5..50)" }, []],
    ["an absolute error", { train: "metrics: [mae]" }, []],
    [
      "a symmetric one",
      {
        words: "metric smape(target, output) = 2 * abs(target - output) / (abs(target) + abs(output))",
        train: "metrics: [smape]",
      },
      [],
    ],
  ] satisfies [string, Partial<Parts>, string[]][])("%s", (_, parts, expected) => expect(run(parts)).toEqual(expected));
});

describe("thresholds", () => {
  const run = (metric: string, end = "sigmoid", train = ""): string[] =>
    places(
      spec({
        target: "binary",
        network: `input ${hidden} dense(1, activation: ${end})`,
        train: `${train} metrics: [${metric}]`,
      }),
    ).filter((place) => place.startsWith("metric-mismatch"));
  test.each([
    ["that all outputs pass", "accuracy(threshold: 0)", ["metric-mismatch: accuracy(threshold: 0)"]],
    ["that none comes to", "precision(threshold: 50)", ["metric-mismatch: precision(threshold: 50)"]],
    ["between", "recall(threshold: 0.3)", []],
  ])("%s", (_, metric, expected) => expect(run(metric)).toEqual(expected));

  test("a hinge that nobody measures is measured by the side of 0", () => {
    const text = (train: string): string => spec({ target: "binary", network: `input ${hidden} dense(1)`, train });
    expectPlaces(text("loss: hinge"), []);
    expectPlaces(text("loss: hinge metrics: [accuracy]"), ["metric-mismatch: accuracy"]);
  });
});
