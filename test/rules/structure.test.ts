/** Exact places and near misses of rules on structure, depth, parts of the data and errors in proportion. */
import { describe, expect, test } from "vitest";
import { expectPlaces, judge, judgeSound, type Parts, places, placesSound, spec } from "./workshop.ts";

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
    expect(placesSound(text).filter((place) => place.startsWith("no-hidden-layer"))).toEqual([]);
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
      "a linear summary beside a deep branch",
      "network net { x = input(20) a = x -> dense(1) b = x -> dense(32, activation: relu) concat(a, b) dense(1) }",
      [],
    ],
    [
      "a mixture of experts",
      "network net { x = input(20) g = x -> dense(3, activation: softmax) a = g -> slice(0..0) e = x -> dense(1, activation: tanh) m = multiply(a, e) concat(m, x) dense(1) }",
      [],
    ],
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
  const block = (items: string): string => `block unit(n) { ${items} add(in) }\n`.replaceAll("(64", "(n");
  const units = (count: number): string => net(`${hidden} repeat ${count} { unit(64) }`);
  test.each([
    [
      "a deep branch beside a short one",
      `network net { x = input(20) ${stack(22)} concat(x) dense(1) }`,
      ["deep-without-norm: net"],
    ],
    ["a norm on the input alone", net(`batch_norm ${stack(22)}`), ["deep-without-norm: net"]],
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
    [
      "branches that are scaled down",
      `activation scaled(x) = 0.1 * x\n${block("dense(64, activation: relu) dense(64) scaled")}${units(12)}`,
      [],
    ],
    ["means in place of sums", `block unit(n) { dense(n, activation: relu) dense(n) average(in) }\n${units(12)}`, []],
  ])("%s", (_, text, expected) => expectPlaces(text, expected));
});

describe("outputs and the columns they are named after", () => {
  const heads = (columns: string, outputs: string): string =>
    `data d { source: csv("a.csv") features: columns(8) target: multi_label(2, columns: [${columns}]) normalize: standardize split: random(validation: 10%) }
network net { input body = dense(32, activation: relu) click = body -> dense(1, activation: sigmoid) bought = body -> dense(1, activation: sigmoid) outputs: [${outputs}] }
train net on d`;
  test.each([
    ["clicked, bought", "click, bought", []],
    ["clicked, bought", "bought, click", ["outputs-order: outputs: [bought, click]"]],
    ["is_bought, has_click", "click, bought", ["outputs-order: outputs: [click, bought]"]],
    ["y1, y2", "bought, click", []],
    ["clicks, click", "bought, click", []],
  ])("%s to %s", (columns, outputs, expected) => expectPlaces(heads(columns, outputs), expected));
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
    placesSound(net(items)).filter((place) => place.startsWith("layer-without-effect"));
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
    placesSound(`data d { ${source} features: columns(8) ${target} normalize: standardize ${entries} }`).filter(
      (place) => rules.some((rule) => place.startsWith(rule)),
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
    ["from 0 on", { train: "metrics: [mape]", target: "regression(column: y, range: 0..50)" }, ["warning"]],
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
    placesSound(
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

describe("waves", () => {
  const sine =
    "activation sine(x, omega: 30) = sin(omega * x)\ninitializer first(fan_in) = random_uniform(limit: 1 / fan_in)\n";
  const field = (features: number, activation: string): string =>
    `${sine}data picture { source: csv("p.csv") features: columns(${features}) target: regression(column: grey) examples: 60_000 normalize: standardize }
network net { input dense(256, activation: ${activation}, init: first) dense(256, activation: ${activation}, init: first) dense(1) }
train net on picture`;
  test.each([
    ["a picture stored by sines", field(2, "sine"), []],
    ["sines over a table", field(20, "sine"), ["no-validation: picture"]],
    [
      "the same weights before rectifiers",
      field(2, "relu"),
      ["no-validation: picture", "fixed-stddev-init: init: first", "fixed-stddev-init: init: first"],
    ],
  ])("%s", (_, text, expected) =>
    expect(placesSound(text).filter((place) => /^(?:no-validation|fixed)/.test(place))).toEqual(expected),
  );

  test("random features are drawn as wide as their kernel", () => {
    const text = (activation: string): string[] =>
      places(
        net(`x = dense(256, init: random_normal(stddev: 2)) a = x -> ${activation} b = x -> wave concat(a, b)`).replace(
          /^/,
          "activation wave(x) = cos(x)\nactivation other(x) = sin(x)\n",
        ),
      );
    expect(text("other").filter((place) => place.startsWith("fixed"))).toEqual([]);
    expect(text("relu").filter((place) => place.startsWith("fixed"))).toEqual([
      "fixed-stddev-init: init: random_normal(stddev: 2)",
    ]);
  });
});

describe("how weights are drawn", () => {
  test.each([
    [
      "tanh behind orthogonal weights",
      net("repeat 40 { dense(64, activation: tanh, init: orthogonal(gain: 1.05)) }"),
      [],
    ],
    [
      "rectifiers behind orthogonal weights",
      net(`repeat 12 { dense(64, activation: relu, init: orthogonal(gain: 1.4)) }`),
      ["deep-without-norm: net"],
    ],
    [
      "a deviation that is a recipe's by chance",
      "network net { input(800) dense(64, activation: tanh, init: random_normal(stddev: 0.05)) dense(1) }",
      [],
    ],
    ["he before a norm and tanh", net("dense(64, activation: tanh, normalization: batch_norm, init: he_normal)"), []],
    [
      "a deviation that divides by the inputs",
      `initializer mine(fan_in) = truncated_normal(stddev: 2 / fan_in)\n${net("dense(64, activation: relu, init: mine)")}`,
      ["fixed-stddev-init: init: mine"],
    ],
    [
      "that by their root",
      `initializer mine(fan_in) = truncated_normal(stddev: 1.6 / sqrt(fan_in))\n${net("dense(64, activation: relu, init: mine)")}`,
      [],
    ],
    [
      "the output's by the inputs",
      `initializer mine(fan_in) = truncated_normal(stddev: 1 / fan_in)\n${net(hidden, "dense(1, init: mine)")}`,
      [],
    ],
  ])("%s", (_, text, expected) => expectPlaces(text, expected));
});

describe("what outputs in the flow and narrow ends let through", () => {
  test.each([
    [
      "an auxiliary output that the main one reads",
      spec({
        target: "regression(column: y)",
        network: `input ${hidden} aux = dense(1) ${hidden} main = dense(1) outputs: [main, aux]`,
      }),
      ["bottleneck-below-output: 1"],
    ],
    [
      "an auxiliary output beside the flow",
      spec({
        target: "regression(column: y)",
        network: `input x = ${hidden} aux = x -> dense(1) main = x -> ${hidden} -> dense(1) outputs: [main, aux]`,
      }),
      [],
    ],
    [
      "two heads of a probability each",
      spec({
        target: "multi_label(2, columns: [clicked, bought])",
        network: `input x = ${hidden} click = x -> dense(32, activation: relu) -> dense(1, activation: sigmoid) buy = x -> dense(32, activation: relu) -> dense(1, activation: sigmoid) outputs: [click, buy]`,
      }),
      [],
    ],
    [
      "four units before many classes",
      spec({
        target: "class(46)",
        network: `input ${hidden} dense(4, activation: relu) dense(46, activation: softmax)`,
      }),
      ["bottleneck-below-output: 4"],
    ],
  ])("%s", (_, text, expected) =>
    expect(placesSound(text).filter((place) => place.startsWith("bottleneck"))).toEqual(expected),
  );
});

describe("columns by their names", () => {
  const rules = /^(?:identifier-feature|shuffle-time-series)/;
  const found = (names: string, more = "", split = "random"): string[] =>
    judgeSound(
      `data d { source: csv("t.csv") features: [${names}] ${more} target: regression(column: y) split: ${split}(validation: 10%) }`,
    ).flatMap(({ code, fix }) => (rules.test(code) ? [`${code}${fix === undefined ? "" : ", mended"}`] : []));
  test.each([
    ["a passenger's number", "PassengerId, age", ["identifier-feature"]],
    ["words that end alike", "humid, paid, grid, idle, valid", []],
    ["numbers of things", "number_of_rooms, flight_number", []],
    ["two lags", "lag_1, load_lag_24, hour", ["shuffle-time-series, mended"]],
    ["one lag", "lag_1, hour", []],
    ["words that look alike", "flag_1, flag_2, lagoon", []],
  ])("%s", (_, names, expected) => expect(found(names)).toEqual(expected));

  test("a number that is a category", () => expect(found("shop_id, price", "categorical: [shop_id]")).toEqual([]));
  test("a customer's number that is a category", () =>
    expect(found("customer_id, price", "categorical: [customer_id]")).toEqual(["identifier-feature"]));
  test("what to do with it: a customer's is never a category", () => {
    const helpOf = (column: string): (string | undefined)[] =>
      judge(`data d { source: csv("t.csv") features: [${column}, age] target: regression(column: y) }`).flatMap(
        ({ code, help }) => (code === "identifier-feature" ? [help] : []),
      );
    expect(helpOf("shop_id")).toEqual([
      "take it out of the features, or make it `categorical` where the same few come again",
    ]);
    expect(helpOf("customer_id")).toEqual(["take it out of the features"]);
  });
  test("lags in order", () => expect(found("lag_1, lag_2", "", "ordered")).toEqual([]));
});

describe("autoencoders", () => {
  const columns = "a, b, c, d";
  const run = (items: string): string[] =>
    placesSound(`data d { source: csv("t.csv") features: [${columns}] target: regression(columns: [${columns}], normalize: standardize) normalize: standardize }
network net { input ${items} dense(4) }
train net on d`).filter((place) => place.startsWith("overcomplete"));
  test.each([
    ["a wide code", "dense(16, activation: elu) dense(8, activation: elu)", ["overcomplete-autoencoder: 8"]],
    ["a narrow one", "dense(16, activation: elu) dense(2, activation: elu) dense(16, activation: elu)", []],
    ["a wide one with noise", "gaussian_noise(0.2) dense(16, activation: elu)", []],
    ["a wide one with a penalty", "dense(16, activation: elu, regularization: l1(1e-3))", []],
  ])("%s", (_, items, expected) => expect(run(items)).toEqual(expected));
});

describe("parameters", () => {
  const unused = (text: string): string[] => placesSound(text).filter((place) => place.startsWith("unused-parameter"));
  test.each([
    ["of a block", "block b(n, rate: 20%) { dense(n) }", ["unused-parameter: rate: 20%"]],
    ["of an activation", "activation a(x, slope: 2) = max(0, x)", ["unused-parameter: slope: 2"]],
    ["as another's default", "activation a(x, slope: 2, other: slope / 2) = max(0, x) * other", []],
    ["as a count", "block b(n, times: 2) { repeat times { dense(n) } }", []],
    ["in an argument of an argument", "block b(n, strength: 0.1) { dense(n, regularization: l2(strength)) }", []],
    ["that the compiler provides", "initializer i(fan_in) = random_normal(stddev: 0.1)", []],
    ["in a state", "optimizer o(w, g, rate: 0.1, start: 0) { state { v: start } v = v + g w = w - rate * v }", []],
  ])("%s", (_, text, expected) => expect(unused(text)).toEqual(expected));
});

describe("features and shifts", () => {
  const halves = (first: string, second: string): string =>
    `network net { all = input(8) a = all -> slice(${first}) -> ${hidden} b = all -> slice(${second}) -> ${hidden} concat(a, b) dense(1) }`;
  test.each([
    ["a gap between slices", halves("0..3", "5..7"), ["unread-feature: slice(0..3)"]],
    ["an end left out", halves("0..3", "4..6"), ["unread-feature: slice(0..3)"]],
    ["slices that meet", halves("0..3", "4..7"), []],
    ["slices that share", halves("0..5", "2..7"), []],
    [
      "the whole read beside",
      "network net { all = input(8) a = all -> slice(0..3) -> dense(8, activation: relu) concat(a, all) dense(1) }",
      [],
    ],
    [
      "no bias anywhere",
      net("dense(64, activation: relu, bias: false)", "dense(1, bias: false)"),
      ["no-shift: bias: false"],
    ],
    [
      "norms without a centre",
      net("dense(64, bias: false) batch_norm(center: false) relu", "dense(1, bias: false)"),
      ["no-shift: bias: false"],
    ],
    ["a bias at the output", net("dense(64, activation: relu, bias: false)"), []],
    ["a norm with its own", net("dense(64, bias: false) batch_norm relu", "dense(1, bias: false)"), []],
    ["a line through the origin", net("", "dense(1, bias: false)"), []],
  ])("%s", (_, text, expected) => {
    expect(placesSound(text).filter((place) => /^(?:unread|no-shift)/.test(place))).toEqual(expected);
  });
});

describe("metrics that show nothing", () => {
  const run = (metric: string, { data = "", words = "" } = {}): string[] =>
    judgeSound(
      spec({
        target: "binary",
        data,
        words,
        network: `input ${hidden} dense(1, activation: sigmoid)`,
        train: `metrics: [${metric}]`,
      }),
    ).flatMap(({ code, message }) => (code === "metric-mismatch" ? [message] : []));
  const exact = "metric exact(target, output) = output == target";
  test("exact hits of a sigmoid", () => {
    expect(run("exact", { words: exact })).toEqual([
      "`exact` is 0 wherever an output lies between 0 and 1: it is hardly ever met exactly",
    ]);
    expect(run("near", { words: "metric near(target, output) = abs(output - target) < 0.2" })).toEqual([]);
  });
  test("accuracy beside a class that is rare by its weight", () => {
    const data = "class_weights: [1, 500]";
    expect(run("accuracy", { data })).toEqual([
      "`accuracy` of all examples hides the rare class, whose weight is 500 times that of another",
    ]);
    expect(run("accuracy, recall", { data })).toEqual([]);
    const bare = spec({ target: "binary", data, network: `input ${hidden} dense(1, activation: sigmoid)` });
    expect(judge(bare).map(({ code, severity }) => `${severity} ${code}`)).toEqual(["info metric-mismatch"]);
    expect(run("accuracy", { data: "class_weights: [1, 5]" })).toEqual([]);
  });
  test("a metric that takes each class alike, as the help has it", () => {
    const over = (words: string, metrics: string): string =>
      spec({
        words,
        data: "class_weights: [1, 100, 1]",
        network: `input ${hidden} dense(3, activation: softmax)`,
        train: `metrics: [${metrics}]`,
      });
    const [found] = judge(over("", "accuracy"));
    expect(found?.code).toBe("metric-mismatch");
    const metric = /`(metric .*)`/.exec(found!.help!)![1]!;
    expect(judgeSound(over(metric, "accuracy, balanced"))).toEqual([]);
  });
});

describe("losses for numbers and for distributions", () => {
  test.each([
    [
      "counts of a class",
      "class(3)",
      "dense(3, activation: relu)",
      "poisson",
      ["regression-loss-on-class: loss: poisson"],
    ],
    [
      "counts of yes and no",
      "binary",
      "dense(1, activation: sigmoid)",
      "poisson",
      ["regression-loss-on-class: loss: poisson"],
    ],
    ["a divergence of a class", "class(3)", "dense(3, activation: softmax)", "kl_divergence", []],
    [
      "a divergence of one number",
      "regression(column: y, range: 0..1)",
      "dense(1, activation: sigmoid)",
      "kl_divergence",
      ["one-unit-cross-entropy: loss: kl_divergence"],
    ],
    [
      "a divergence of shares",
      "regression(columns: [a, b, c], range: 0..1)",
      "dense(3, activation: softmax)",
      "kl_divergence",
      [],
    ],
    ["counts of events", "regression(column: y, range: 0..50)", "dense(1, activation: softplus)", "poisson", []],
    ["a margin of a class", "class(3)", "dense(3)", "hinge", []],
  ])("%s", (_, target, end, loss, expected) => {
    const found = placesSound(spec({ target, network: `input ${hidden} ${end}`, train: `loss: ${loss} epochs: 50` }));
    expect(found.filter((place) => /^(?:regression|one-unit|class-loss)/.test(place))).toEqual(expected);
  });
});
