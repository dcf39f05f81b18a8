import { describe, expect, test } from "vitest";
import { expectPlaces, places, spec } from "./workshop.ts";

const net = (items: string): string => `network net { input(20) ${items} dense(1) }`;
const selu = "dense(64, activation: selu)";
const own = "activation mine(x) = 1.0507009873554805 * (if x > 0 then x else 1.6732632423543772 * (exp(x) - 1))\n";

describe("selu-init", () => {
  test.each([
    ["blames a written init", net("dense(64, activation: selu, init: he_normal)"), ["selu-init: init: he_normal"]],
    ["lets the default of a layer be whose selu is a step", net("dense(64) selu"), []],
    [
      "blames a default",
      `network net { defaults { init: he_uniform } input(20) ${selu} dense(1) }`,
      ["selu-init: he_uniform"],
    ],
    [
      "blames a preset by its name",
      `network net { defaults: default_dnn input(20) ${selu} dense(1) }`,
      ["selu-init: default_dnn"],
    ],
    [
      "judges a copy of selu",
      own + net("dense(64, activation: mine, init: he_normal)"),
      ["selu-init: init: he_normal"],
    ],
    [
      "judges a constant deviation",
      net("dense(64, activation: selu, init: truncated_normal(1))"),
      ["selu-init: init: truncated_normal(1)"],
    ],
    [
      "sees through a norm on the input",
      net("batch_norm dense(64, activation: selu, init: he_normal)"),
      ["selu-init: init: he_normal"],
    ],
    ["lets lecun_uniform be", net("dense(64, activation: selu, init: lecun_uniform)"), []],
    [
      "lets an own recipe of the same variance be",
      `initializer mine(fan_in) = random_uniform(limit: sqrt(3 / fan_in))\n${net("dense(64, activation: selu, init: mine)")}`,
      [],
    ],
    [
      "lets glorot be where it is lecun: in a square layer",
      `network net { input(64) dense(64, activation: selu, init: glorot_normal) dense(1) }`,
      [],
    ],
    ["lets other activations be", net("dense(64, activation: elu, init: he_normal)"), []],
    ["lets the output be", "network net { input(20) dense(4, activation: selu, init: he_normal) }", []],
  ])("%s", (_, text, expected) => expectPlaces(text, expected));
});

describe("selu-sequential", () => {
  test.each([
    ["blames the merge", net(`skip = ${selu} ${selu} add(skip)`), ["selu-sequential: add(skip)"]],
    [
      "blames a merge in a block",
      `block unit() { ${selu} dense(64, activation: selu) add(in) }\nnetwork net { input(64) unit dense(1) }`,
      ["selu-sequential: add(in)"],
    ],
    ["blames the first of several", net(`a = ${selu} b = ${selu} concat(a) concat(b)`), ["selu-sequential: concat(a)"]],
    ["lets a branch that is read once be", net(`x = ${selu} x -> ${selu}`), []],
    ["lets merges of others be", net("skip = dense(64, activation: elu) dense(64, activation: elu) add(skip)"), []],
  ])("%s", (_, text, expected) => expectPlaces(text, expected));
});

describe("selu-inputs", () => {
  const on = (data: string, network = `input ${selu} dense(3, activation: softmax)`): string => spec({ data, network });
  test.each([
    ["blames the data's name where nothing is written", on(""), ["selu-inputs: table"]],
    ["blames what is written", on("normalize: min_max"), ["selu-inputs: normalize: min_max"]],
    ["lets standardized data be", on("normalize: standardize"), []],
    ["lets a norm on the input be", on("", `input batch_norm ${selu} dense(3, activation: softmax)`), []],
    ["lets other activations be", on("", "input dense(64, activation: elu) dense(3, activation: softmax)"), []],
  ])("%s", (_, text, expected) => expectPlaces(text, expected));
});

describe("what stands beside selu", () => {
  test.each([
    ["selu-dropout blames the step", net(`${selu} dropout(20%)`), ["selu-dropout: dropout(20%)"]],
    [
      "selu-dropout blames the argument",
      net("dense(64, activation: selu, dropout: 20%)"),
      ["selu-dropout: dropout: 20%"],
    ],
    ["selu-dropout lets a rate of 0 be", net(`${selu} dropout(0%)`), ["layer-without-effect: dropout(0%)"]],
    ["selu-dropout lets dropout before all selu be", net(`dropout(10%) ${selu}`), []],
    [
      "selu-mixed blames the fewer",
      net(`${selu} ${selu} dense(8, activation: relu)`),
      ["selu-mixed: activation: relu"],
    ],
    [
      "selu-mixed blames selu where it is alone",
      net("dense(8, activation: relu) dense(8, activation: relu) dense(8, activation: selu)"),
      ["selu-mixed: activation: selu"],
    ],
    [
      "selu-mixed lets the output's activation be",
      `network net { input(20) ${selu} dense(3, activation: softmax) }`,
      [],
    ],
    ["selu-batchnorm blames a norm behind", net(`${selu} batch_norm`), ["selu-batchnorm: batch_norm"]],
    [
      "selu-batchnorm blames a default",
      `network net { defaults { normalization: batch_norm } input(20) dense(9) relu ${selu} dense(1) }`,
      ["selu-batchnorm: batch_norm", "selu-mixed: relu"],
    ],
    ["selu-batchnorm lets a norm on the input be", net(`batch_norm ${selu}`), []],
    [
      "selu-weight-penalty blames a penalty",
      net("dense(64, activation: selu, regularization: l1(0.01))"),
      ["selu-weight-penalty: regularization: l1(0.01)"],
    ],
    [
      "selu-weight-penalty blames a constraint",
      net("dense(64, activation: selu, constraint: max_norm(1.0))"),
      ["selu-weight-penalty: constraint: max_norm(1.0)"],
    ],
    [
      "selu-weight-penalty blames a default constraint once",
      `network net { defaults { constraint: own } input(20) ${selu} ${selu} dense(1) }\nconstraint own(w) = w / 2`,
      ["selu-weight-penalty: own"],
    ],
    [
      "selu-weight-penalty lets a constraint of the output be",
      `network net { input(20) ${selu} dense(1, constraint: max_norm(1.0)) }`,
      [],
    ],
    ["selu-weight-penalty lets a penalty of 0 be", net("dense(64, activation: selu, regularization: l2(0))"), []],
    [
      "selu-weight-penalty lets the output be",
      `network net { input(20) ${selu} dense(1, regularization: l2(0.01)) }`,
      [],
    ],
  ])("%s", (_, text, expected) => expectPlaces(text, expected));
});

describe("alpha dropout and plain stacks", () => {
  test.each([
    [
      "alpha-dropout-alone blames it behind relu",
      net("dense(64, activation: relu) alpha_dropout(5%)"),
      ["alpha-dropout-alone: alpha_dropout(5%)"],
    ],
    [
      "alpha-dropout-alone blames it where nothing bends",
      net("alpha_dropout dense(64, activation: elu)"),
      ["alpha-dropout-alone: alpha_dropout"],
    ],
    ["alpha-dropout-alone lets the input of a selu stack be", net(`alpha_dropout(5%) ${selu}`), []],
    [
      "alpha-dropout-rate blames more than 20%",
      net(`${selu} alpha_dropout(30%)`),
      ["alpha-dropout-rate: alpha_dropout(30%)"],
    ],
    ["alpha-dropout-rate lets 20% be", net(`${selu} alpha_dropout(20%)`), []],
  ])("%s", (_, text, expected) => expectPlaces(text, expected));

  const strict = (items: string): string[] => places(net(items), { strict: true });
  test("deep-plain-stack speaks of 6 layers and more, where asked", () => {
    const stack = (depth: number): string => `repeat ${depth} { dense(64, activation: relu) }`;
    expect(places(net(stack(8)))).toEqual([]);
    expect(strict(stack(8))).toEqual(["deep-plain-stack: net"]);
    expect(strict(stack(5))).toEqual([]);
    expect(strict(stack(20))).toEqual(["deep-plain-stack: net"]);
    expect(strict(stack(21))).toEqual(["deep-without-norm: net"]);
    expect(strict("repeat 8 { dense(64, activation: relu, normalization: batch_norm) }")).toEqual([]);
  });
});
