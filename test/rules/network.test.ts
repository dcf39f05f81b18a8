import { describe, expect, test } from "vitest";
import { expectPlaces, judge, spec } from "./workshop.ts";

const net = (items: string, end = "dense(1)"): string => `network net { input(20) ${items} ${end} }`;
const hidden = "dense(64, activation: relu)";

describe("norms", () => {
  test.each([
    ["dropout before a norm", net(`${hidden} dropout(20%) batch_norm`), ["dropout-before-norm: dropout(20%)"]],
    [
      "dropout, then an activation, then a norm",
      net(`dense(64) dropout(20%) relu batch_norm`),
      ["dropout-before-activation: dropout(20%)", "dropout-before-norm: dropout(20%)"],
    ],
    ["dropout, weights, then a norm", net(`${hidden} dropout(20%) dense(64, bias: false) batch_norm relu`), []],
    ["dropout, a residual sum, then a norm", net(`skip = ${hidden} ${hidden} dropout(20%) add(skip) batch_norm`), []],
    ["a norm behind the output", net(hidden, "dense(1, bias: false) batch_norm"), ["norm-at-output: batch_norm"]],
    [
      "a norm between output and softmax",
      net(hidden, "dense(3, bias: false) batch_norm softmax"),
      ["norm-at-output: batch_norm"],
    ],
    ["a norm before the output", net(`${hidden} batch_norm`), []],
    ["a bias before a norm", net("dense(64) batch_norm relu"), ["bias-before-norm: dense(64)"]],
    ["a written bias before a norm", net("dense(64, bias: true) batch_norm relu"), ["bias-before-norm: bias: true"]],
    [
      "a default bias before a norm",
      "network net { defaults { bias: true } input(20) dense(64) batch_norm relu dense(1) }",
      ["bias-before-norm: true"],
    ],
    ["a bias before an activation and a norm", net(`${hidden} batch_norm`), []],
    ["a bias that another branch reads too", net("x = dense(64) batch_norm relu concat(x)"), []],
    ["no bias before a norm", net("dense(64, bias: false) batch_norm relu"), []],
    ["a norm that is an argument", net("dense(64, normalization: batch_norm, activation: relu)"), []],
    ["two norms", net(`${hidden} batch_norm batch_norm`), ["double-norm: batch_norm"]],
    ["two norms of two kinds", net(`${hidden} batch_norm layer_norm`), ["double-norm: layer_norm"]],
    ["a layer norm behind the output", net(hidden, "dense(1) layer_norm"), ["norm-at-output: layer_norm"]],
    ["a bias before a layer norm", net("dense(64) layer_norm relu"), []],
    ["dropout before a layer norm", net(`${hidden} dropout(20%) layer_norm`), []],
    ["layer norm beside selu", net("dense(64, activation: selu) layer_norm"), ["selu-batchnorm: layer_norm"]],
    ["a deep stack with layer norm", net(`repeat 12 { dense(64, activation: relu, normalization: layer_norm) }`), []],
    ["two norms with an activation between", net(`${hidden} batch_norm relu batch_norm`), []],
  ])("%s", (_, text, expected) => expectPlaces(text, expected));

  test("a layer norm does not care how small the batch is", () => {
    const network = `input ${hidden} layer_norm dense(3, activation: softmax)`;
    expectPlaces(spec({ network, train: "batch_size: 1" }), []);
  });

  test("a norm right on the input of standardized data is one too many", () => {
    const over = (norm: string, normalize: string): string =>
      spec({ data: normalize, network: `input ${norm} ${hidden} dense(3, activation: softmax)`, train: "seed: 1" });
    const found = (text: string): string[] =>
      judge(text, { strict: true }).flatMap(({ code }) => (code === "input-norm-redundant" ? [code] : []));
    expect(found(over("batch_norm", "normalize: standardize"))).toEqual(["input-norm-redundant"]);
    expect(found(over("batch_norm", ""))).toEqual([]);
    expect(found(over("layer_norm", "normalize: standardize"))).toEqual([]);
  });

  test.each([
    ["4", ["batchnorm-small-batch: batch_size: 4"], "warning"],
    ["1", ["batchnorm-small-batch: batch_size: 1"], "error"],
    ["8", [], undefined],
  ])("a norm over batches of %s", (size, expected, severity) => {
    const text = spec({
      network: `input ${hidden} batch_norm dense(3, activation: softmax)`,
      train: `batch_size: ${size}`,
    });
    expectPlaces(text, expected);
    expect(judge(text)[0]?.severity).toBe(severity);
  });
});

test("a norm whose last batch is one example", () => {
  const text = (examples: number): string =>
    `data m { source: moons(examples: ${examples})  normalize: standardize  split: random(validation: 20) }
network q { input  dense(8)  batch_norm  relu  dense(2, activation: softmax) }
train q on m { batch_size: 16  epochs: 50 }`;
  const found = (examples: number): string[] =>
    judge(text(examples)).flatMap(({ code, message }) => (code === "batchnorm-small-batch" ? [message] : []));
  expect(found(20 + 33)).toEqual([
    "the last batch of each epoch is a single example, which has no variance: 33 in batches of 16",
  ]);
  expect([found(20 + 32), found(20 + 34)]).toEqual([[], []]);
});

describe("dropout and penalties", () => {
  test.each([
    ["dropout behind the output", net(hidden, "dense(1) dropout(20%)"), ["dropout-at-output: dropout(20%)"]],
    [
      "dropout between output and softmax",
      net(hidden, "dense(3) dropout(20%) softmax"),
      ["dropout-at-output: dropout(20%)"],
    ],
    ["dropout before the output", net(`${hidden} dropout(20%)`), []],
    ["no dropout behind the output", net(hidden, "dense(1) dropout(0%)"), ["layer-without-effect: dropout(0%)"]],
    ["much dropout", net(`${hidden} dropout(60%)`), ["dropout-high: dropout(60%)"]],
    ["much noise", net(`${hidden} gaussian_dropout(60%)`), ["dropout-high: gaussian_dropout(60%)"]],
    ["noise behind the output", net(hidden, "dense(1) gaussian_noise"), ["dropout-at-output: gaussian_noise"]],
    [
      "no noise behind the output",
      net(hidden, "dense(1) gaussian_noise(0)"),
      ["layer-without-effect: gaussian_noise(0)"],
    ],
    ["noise on the input", net(`gaussian_noise(0.1) ${hidden}`), []],
    [
      "dropout of two kinds",
      net(`${hidden} dropout(20%) gaussian_dropout(30%)`),
      ["double-dropout: gaussian_dropout(30%)"],
    ],
    ["much dropout as an argument", net("dense(64, activation: relu, dropout: 60%)"), ["dropout-high: dropout: 60%"]],
    [
      "much dropout by default",
      `network net { defaults { dropout: 60% } input(20) ${hidden} ${hidden} dense(1) }`,
      ["dropout-high: 60%"],
    ],
    ["half dropped", net(`${hidden} dropout`), []],
    ["two dropouts", net(`${hidden} dropout(20%) dropout(30%)`), ["double-dropout: dropout(30%)"]],
    [
      "an argument and a step",
      net("dense(64, activation: relu, dropout: 20%) dropout(30%)"),
      ["double-dropout: dropout(30%)"],
    ],
    ["two dropouts in one line", net(`${hidden} -> dropout(20%) -> dropout(30%)`), ["double-dropout: dropout(30%)"]],
    ["two dropouts with weights between", net(`${hidden} dropout(20%) ${hidden} dropout(30%)`), []],
    ["dropout before tanh", net("dense(64) dropout(20%) tanh"), ["dropout-before-activation: dropout(20%)"]],
    [
      "dropout, a norm, then relu",
      net("dense(64) dropout(20%) batch_norm relu"),
      ["dropout-before-activation: dropout(20%)", "dropout-before-norm: dropout(20%)"],
    ],
    ["dropout on a residual sum before relu", net("skip = dense(64) relu dense(64) dropout(20%) add(skip) relu"), []],
    [
      "a strong penalty",
      net("dense(64, activation: relu, regularization: l2(0.5))"),
      ["penalty-strength: regularization: l2(0.5)"],
    ],
    [
      "a strong default",
      `network net { defaults { regularization: l1(5) } input(20) ${hidden} dense(1) }`,
      ["penalty-strength: l1(5)"],
    ],
    [
      "a penalty that does nothing",
      net("dense(64, activation: relu, regularization: l2(1e-12))"),
      ["penalty-strength: regularization: l2(1e-12)"],
    ],
    ["a penalty of 0", net("dense(64, activation: relu, regularization: l2(0))"), []],
    [
      "an own strong penalty",
      `regularizer mine(w) = 3 * w ^ 2\n${net("dense(64, activation: relu, regularization: mine)")}`,
      ["penalty-strength: regularization: mine"],
    ],
    ["a usual penalty", net("dense(64, activation: relu, regularization: l1_l2(1e-4, 1e-3))"), []],
  ])("%s", (_, text, expected) => expectPlaces(text, expected));
});

describe("shapes and structure", () => {
  const images = (network: string): string =>
    `data digits { source: idx("a", labels: "b") features: image(28, 28) target: class(10) split: random(validation: 10%) }\nnetwork net { ${network} }\ntrain net on digits`;
  test.each([
    [
      "no flatten",
      images(`input(28, 28) ${hidden} dense(10, activation: softmax)`),
      ["missing-flatten: dense(64, activation: relu)"],
    ],
    [
      "no flatten behind a bare input",
      images("input dense(10, activation: softmax)"),
      ["missing-flatten: dense(10, activation: softmax)"],
    ],
    [
      "a late flatten",
      images(`input ${hidden} flatten dense(10, activation: softmax)`),
      [`missing-flatten: ${hidden}`],
    ],
    [
      "patches of an image, one by one",
      images(`input reshape(49, 16) ${hidden} flatten dense(10, activation: softmax)`),
      [],
    ],
    [
      "the wrong sides",
      images(`input(32, 32) flatten dense(10, activation: softmax)`),
      ["input-feature-mismatch: input(32, 32)"],
    ],
    ["flat sides", images(`input(784) dense(10, activation: softmax)`), ["input-feature-mismatch: input(784)"]],
    [
      "the sides of a batch",
      spec({ network: "input(32, 8) flatten dense(3, activation: softmax)" }),
      ["input-feature-mismatch: input(32, 8)"],
    ],
    [
      "a branch without end",
      net(`x = ${hidden} side = x -> dense(8, activation: relu) x -> ${hidden}`),
      ["dangling-layer: dense(8, activation: relu)"],
    ],
    ["a kept value that the flow reads", net(`x = ${hidden} ${hidden}`), []],
    ["two layers without activation", net("dense(64)"), ["linear-collapse: dense(64)"]],
    ["dropout between two layers", net("dense(64) dropout(20%)"), ["linear-collapse: dense(64)"]],
    [
      "noise behind the second output of a network that nothing trains",
      net(`h = ${hidden} a = dense(1) b = h -> dense(2) -> dropout(20%) outputs: [a, b]`, ""),
      ["dropout-at-output: dropout(20%)"],
    ],
    ["an output of its own between", net("aux = dense(1)", "main = dense(1) outputs: [main, aux]"), []],
    ["a waist", net("dense(4) dense(64, activation: relu)"), []],
    ["a norm and an activation between", net("dense(64, bias: false) batch_norm relu"), []],
    ["a sum between", net(`skip = ${hidden} dense(64) add(skip)`), []],
    [
      "layers over the rows of an image",
      images(`input reshape(14, 56) dense(4) flatten dense(10, activation: softmax)`),
      [],
    ],
  ])("%s", (_, text, expected) => expectPlaces(text, expected));
});

describe("initializers and activations", () => {
  test.each([
    ["zeros in a hidden layer", net("dense(64, activation: relu, init: zeros)"), ["constant-kernel-init: init: zeros"]],
    [
      "an own constant",
      `initializer mine(fan_in) = 1 / fan_in\n${net("dense(64, activation: relu, init: mine)")}`,
      ["constant-kernel-init: init: mine"],
    ],
    ["zeros at the output", net(hidden, "dense(3, init: zeros)"), []],
    ["ones at the output", net(hidden, "dense(3, init: ones)"), ["constant-kernel-init: init: ones"]],
    ["zeros before a sum", net(`skip = ${hidden} ${hidden} dense(64, init: zeros) add(skip) relu`), []],
    ["a lone unit", net("dense(1, activation: relu, init: ones)"), []],
    [
      "glorot under five relus",
      net(`repeat 5 { dense(64, activation: relu, init: glorot_normal) }`),
      ["relu-needs-he: init: glorot_normal"],
    ],
    ["relu as a step, five times: the default fits it", net("repeat 5 { dense(64) relu }"), []],
    ["glorot under four relus", net(`repeat 4 { dense(64, activation: relu, init: glorot_normal) }`), []],
    [
      "glorot under relu with norms",
      net(`repeat 6 { dense(64, activation: relu, init: glorot_normal) batch_norm }`),
      [],
    ],
    ["lecun under selu", net("repeat 6 { dense(64, activation: selu) }"), []],
    ["he under tanh", net("dense(64, activation: tanh, init: he_normal)"), ["tanh-needs-glorot: init: he_normal"]],
    [
      "he under an own bounded activation",
      `activation bend(x) = x / (1 + abs(x))\n${net("dense(64, activation: bend, init: he_uniform)")}`,
      ["tanh-needs-glorot: init: he_uniform"],
    ],
    ["lecun under tanh", net("dense(64, activation: tanh, init: lecun_normal)"), []],
    ["he under the output's sigmoid", net(hidden, "dense(1, activation: sigmoid, init: he_normal)"), []],
    [
      "relu before softmax",
      net(hidden, "dense(3, activation: relu) softmax"),
      ["relu-before-softmax: activation: relu"],
    ],
    ["relu before sigmoid, as steps", net(hidden, "dense(3) relu sigmoid"), ["relu-before-softmax: relu"]],
    [
      "leaky_relu before softmax",
      net(hidden, "dense(3, activation: leaky_relu) softmax"),
      ["double-activation: activation: leaky_relu"],
    ],
    [
      "a wide draw",
      net("dense(64, activation: relu, init: truncated_normal(2))"),
      ["fixed-stddev-init: init: truncated_normal(2)"],
    ],
    ["a wide draw under a norm", net("dense(64, init: truncated_normal(2), bias: false) batch_norm relu"), []],
    [
      "a narrow draw in three layers",
      net("repeat 3 { dense(64, activation: relu, init: truncated_normal(0.001)) }"),
      ["fixed-stddev-init: init: truncated_normal(0.001)"],
    ],
    ["a narrow draw in one layer", net("dense(64, activation: relu, init: truncated_normal(0.001))"), []],
    ["a plain draw of Keras's width", net("dense(64, activation: relu, init: truncated_normal)"), []],
    ["nine hidden tanh", net("repeat 9 { dense(64, activation: tanh) }"), ["saturating-hidden-deep: activation: tanh"]],
    ["eight hidden tanh", net("repeat 8 { dense(64, activation: tanh) }"), []],
    [
      "two hidden tanh and a sigmoid",
      net("repeat 2 { dense(64, activation: tanh) } dense(64, activation: sigmoid)"),
      ["saturating-hidden-deep: activation: tanh"],
    ],
    [
      "two sigmoids under a sigmoid",
      net("repeat 2 { dense(64, activation: sigmoid) }", "dense(1, activation: sigmoid)"),
      ["saturating-hidden-deep: activation: sigmoid"],
    ],
    ["two hidden tanh", net("repeat 2 { dense(64, activation: tanh) }", "dense(1, activation: sigmoid)"), []],
    ["nine hidden tanh with norms", net("repeat 9 { dense(64, bias: false) batch_norm tanh }"), []],
    ["twenty layers that keep the variance", net(`repeat 20 { ${hidden} }`), []],
    ["twenty-one layers", net(`repeat 21 { ${hidden} }`), ["deep-without-norm: net"]],
    [
      "twelve layers of sigmoids",
      net("repeat 12 { dense(64, activation: sigmoid) }"),
      ["saturating-hidden-deep: activation: sigmoid"],
    ],
    [
      "six sigmoids among twelve layers",
      net("repeat 6 { dense(64, activation: sigmoid) } repeat 6 { dense(64, activation: elu) }"),
      ["deep-without-norm: net", "saturating-hidden-deep: activation: sigmoid"],
    ],
    [
      "twelve rectifiers drawn for another activation",
      net("repeat 12 { dense(64, activation: relu, init: glorot_normal) }"),
      ["relu-needs-he: init: glorot_normal"],
    ],
    [
      "twenty-one of them",
      net("repeat 21 { dense(64, activation: relu, init: glorot_normal) }"),
      ["deep-without-norm: net", "relu-needs-he: init: glorot_normal"],
    ],
    [
      "ten layers that do not",
      net("repeat 10 { dense(64, activation: softsign, normalization: none) }"),
      ["saturating-hidden-deep: activation: softsign"],
    ],
    [
      "a straight line as far as sums go",
      net(`dense(64, activation: nearly)`).replace(
        "network",
        "activation nearly(x) = x * clamp(x / 6 + 3, 0, 1)\nnetwork",
      ),
      ["linear-collapse: dense(64, activation: nearly)"],
    ],
    [
      "weights far too wide",
      net(`a = dense(64, activation: sigmoid, init: random_normal(stddev: 2))`),
      ["fixed-stddev-init: init: random_normal(stddev: 2)"],
    ],
    ["twelve layers of selu", net("repeat 12 { dense(64, activation: selu) }"), []],
    [
      "a random projection that stays as it is drawn",
      "data d { source: moons(examples: 1000) normalize: standardize split: random(validation: 20%) }\nnetwork net { input a = dense(200, activation: sigmoid, init: random_normal(stddev: 9)) dense(2, activation: softmax) }\ntrain net on d { freeze: [a] }",
      [],
    ],
    ["two activations", net(`${hidden} tanh`), ["double-activation: activation: relu"]],
    ["an activation and one that does nothing", net(`${hidden} linear`), []],
    ["a hidden softmax", net("dense(64, activation: softmax)"), ["softmax-hidden: activation: softmax"]],
    ["softmax at the output", net(hidden, "dense(3, activation: softmax)"), []],
  ])("%s", (_, text, expected) => expectPlaces(text, expected));
});

describe("entry-without-effect", () => {
  const net = (defaults: string, layers: string): string =>
    `network net { defaults { ${defaults} } input(20) ${layers} }`;
  test.each([
    [
      "blames a constraint that every layer replaces",
      net("constraint: max_norm(1.0)", "dense(4, activation: relu, constraint: none) dense(1, constraint: unit_norm)"),
      ["entry-without-effect: constraint: max_norm(1.0)"],
    ],
    [
      "blames an activation where there is an output layer alone",
      net("activation: relu", "dense(1)"),
      ["entry-without-effect: activation: relu"],
    ],
    [
      "blames a constraint where nothing has a kernel",
      net("constraint: non_negative", "batch_norm relu"),
      ["entry-without-effect: constraint: non_negative"],
    ],
    [
      "blames what a later block overrides",
      "network net { defaults { dropout: 20% } defaults { dropout: 10% } input(20) dense(4, activation: relu) dense(1) }",
      ["entry-without-effect: dropout: 20%"],
    ],
    ["lets a constraint of the output layer alone be", net("constraint: unit_norm", "dense(1)"), []],
    [
      "lets a default that one layer takes be",
      net("dropout: 20%", "dense(4, activation: relu) dense(4, activation: elu, dropout: 0%) dense(1)"),
      [],
    ],
    ["lets a default that says none be", net("normalization: none", "dense(4, activation: relu) dense(1)"), []],
  ])("%s", (_, text, expected) => expectPlaces(text, expected));
});
