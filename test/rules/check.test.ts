import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { check } from "../../src/check.ts";
import type { RuleState } from "../../src/rules/check.ts";
import { codes, judge, mended, places, spec } from "./workshop.ts";

const selu = "dense(32, activation: selu, init: he_normal)";
const network = (items: string): string => `network net {\n  input(8)\n${items}\n  dense(1)\n}\n`;

describe("a sound spec gives no finding", () => {
  const examples = new URL("../../examples/", import.meta.url);
  test.each(readdirSync(examples).filter((file) => file.endsWith(".dnn")))("examples/%s", (file) => {
    expect(judge(readFileSync(new URL(file, examples), "utf8"))).toEqual([]);
  });

  const made = (features: string): string =>
    `data arms { source: spirals(examples: 900, classes: 3)  split: random(validation: 20%)  ${features} }\n`;
  test.each([
    ["default_dnn, shallow", `defaults: default_dnn\n${made("")}`, "dense(30)"],
    ["default_dnn, deep", `defaults: default_dnn\n${made("")}`, "repeat 20 { dense(50) }"],
    ["self_normalizing", `defaults: self_normalizing\n${made("normalize: standardize")}`, "repeat 20 { dense(50) }"],
  ])("%s", (_, data, layers) => {
    const text = `${data}network net { input ${layers} dense(3, activation: softmax) }\ntrain net on arms { epochs: 20 }`;
    expect(judge(text)).toEqual([]);
  });

  test("a residual network whose units begin with a norm", () => {
    const unit = "block unit(units) { batch_norm relu dense(units, bias: false) dropout(10%) add(in) }";
    expect(
      judge(`${unit}\nnetwork net { input(64) dense(100) repeat 20 { unit(100) } dense(3, activation: softmax) }`),
    ).toEqual([]);
  });
});

describe("one fault, one finding", () => {
  test("a step that is repeated is blamed once", () => {
    expect(codes(network(`repeat 5 { ${selu} }`))).toEqual(["selu-init"]);
  });

  test("a default that many layers take is blamed once, in its block", () => {
    expect(
      places("network net { defaults { init: he_normal activation: selu } input(8) dense(9) dense(7) dense(1) }"),
    ).toEqual(["selu-init: he_normal"]);
  });

  test("of rules that blame one entry the first in its table speaks", () => {
    expect(places("network net { input(8) dense(9, activation: relu) dense(1) dropout(70%) }")).toEqual([
      "dropout-at-output: dropout(70%)",
    ]);
  });

  test("two trainings of one network say a thing once", () => {
    const text = spec({ network: `input(8) ${selu} dense(3, activation: softmax)`, data: "normalize: standardize" });
    expect(codes(`${text}\ntrain net on table as again { epochs: 3 }`)).toEqual(["selu-init"]);
  });
});

describe("an ignore comment", () => {
  const ignore = "// dnnc-ignore selu-init: measured, and it works here";
  test.each([
    ["silences the rule for the flow that follows", network(`  ${ignore}\n  ${selu}`), []],
    [
      "leaves the flow after that alone",
      network(`  ${ignore}\n  dense(32)\n  relu\n  ${selu}`),
      ["unused-suppression", "selu-mixed", "selu-init"],
    ],
    ["silences a declaration", `data t { source: csv("a.csv") target: binary }\n${ignore}\n${network(selu)}`, []],
    [
      "silences the file above everything",
      `${ignore}\n${network(selu)}network other {\n input(8)\n ${selu}\n dense(1) }`,
      [],
    ],
    ["silences no other rule", `// dnnc-ignore selu-mixed: no\n${network(selu)}`, ["unused-suppression", "selu-init"]],
    ["is no doc comment", `/// dnnc-ignore selu-init: no\n${network(selu)}`, ["selu-init"]],
    [
      "silences an entry of a block",
      "network net { defaults {\n" + ignore + "\ninit: he_normal activation: selu } input(8) dense(9) dense(1) }",
      [],
    ],
    [
      "cannot silence a mistake",
      "// dnnc-ignore unknown-name: no\nnetwork net { input(8) dens(1) }",
      ["unused-suppression", "unknown-name"],
    ],
  ])("%s", (_, text, expected) => {
    expect(codes(text)).toEqual(expected);
  });
});

describe("a damaged file", () => {
  test("without any declaration is told so", () => {
    expect(codes("// nothing but a remark")).toEqual(["nothing-declared"]);
    expect(codes("activation f(x) = x")).toEqual([]);
  });

  test.each([
    [
      "gives the names of its sound declarations",
      "data d { source csv() }\nnetwork net { input(8) dens(1) }",
      ["syntax", "unknown-name"],
    ],
    ["is judged where it is whole", `network a { input(8 }\n${network(selu)}`, ["syntax", "selu-init"]],
    ["is not judged where it is not", `network a { input(8) ${selu} dense(1 }`, ["syntax"]],
    ["gives no echo of an entry that is missing", 'data d { source csv("a.csv") target: binary }', ["syntax"]],
    [
      "gives no echo of a word that is missing",
      "activation f(x = x\nnetwork net { input(8) dense(2, activation: f) dense(1) }",
      ["syntax"],
    ],
    [
      "gives no echo of a kept value",
      "network net { input(8)\n skip = dense(8, activation: )\n dense(8, activation: relu)\n add(skip)\n dense(1) }",
      ["syntax"],
    ],
  ])("%s", (_, text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  test("with a wrong train block is judged but for the run", () => {
    const text = spec({ network: `input(8) ${selu} dense(5)`, train: "epoch: 3" });
    expect(codes(text)).toEqual(["selu-init", "unknown-name"]);
  });
});

const wronglyDrawn = spec({
  network: "input dense(64, activation: selu, init: he_normal) dense(3, activation: softmax)",
  data: "normalize: standardize",
});

test("a rule's state is the severity of all that it finds; a rule that is off blames nothing", () => {
  const found = (state: RuleState) => judge(wronglyDrawn, { states: new Map([["selu-init", state]]) });
  const severities = (state: RuleState) =>
    found(state).flatMap((one) => (one.code === "selu-init" ? one.severity : []));
  expect(severities("info")).toEqual(["info"]);
  expect(severities("error")).toEqual(["error"]);
  expect(severities("off")).toEqual([]);
});

test("a rule that is silent by default speaks where its severity is given, and no other one with it", () => {
  const deep = spec({ network: `input ${"dense(64, activation: relu) ".repeat(7)} dense(3, activation: softmax)` });
  const before = codes(deep);
  expect(before).not.toContain("deep-plain-stack");
  const after = codes(deep, { states: new Map([["deep-plain-stack", "warning"]]) });
  expect(after.filter((code) => code !== "deep-plain-stack")).toEqual(before);
  expect(after).toContain("deep-plain-stack");
});

test("what a comment silences is kept apart, with the reason that it gives", () => {
  const text = wronglyDrawn.replace("dense(64", "// dnnc-ignore selu-init: to compare\n  dense(64");
  const { diagnostics, silenced } = check({ path: "spec.dnn", text });
  expect(diagnostics.map(({ code }) => code)).not.toContain("selu-init");
  expect(silenced).toMatchObject([{ finding: { code: "selu-init" }, reason: "to compare" }]);
});

describe("an ignore comment that silences nothing", () => {
  const before = (comment: string, layers = selu): string => network(`  ${comment}\n  ${layers}`);
  const said = (text: string, options = {}) =>
    judge(text, options).map(({ code, message, help }) => ({ code, message, help }));

  test("is found, and taken out with its line", () => {
    const text = before("// dnnc-ignore selu-init: measured", "dense(32, activation: selu)");
    expect(places(text)).toEqual(["unused-suppression: // dnnc-ignore selu-init: measured"]);
    expect(mended(text, judge(text))).toBe(network("  dense(32, activation: selu)"));
  });

  test("is found at the end of a block, where nothing follows", () => {
    const text = `network net {\n input(8)\n dense(1)\n // dnnc-ignore selu-init: below\n}`;
    expect(codes(text)).toEqual(["unused-suppression"]);
  });

  test("of a rule that does not exist is told which was meant", () => {
    const [found] = judge(before("// dnnc-ignore selu-inti: measured"));
    expect(found).toMatchObject({ code: "unused-suppression", help: "did you mean `selu-init`?" });
    const { start, end, text } = found!.fix!.edits[0]!;
    const mendedText = before("// dnnc-ignore selu-inti: measured");
    expect(codes(mendedText.slice(0, start) + text + mendedText.slice(end))).toEqual([]);
  });

  test.each(["// dnnc-ignore selu-init because", "// dnnc-ignore", "// dnnc-ignore: selu-init"])(
    "%s is told how it is written, and silences nothing",
    (comment) => {
      expect(said(before(comment))[0]).toEqual({
        code: "unused-suppression",
        message: "this ignore comment is not written as one",
        help: "write `// dnnc-ignore rule: reason`",
      });
      expect(codes(before(comment))).toContain("selu-init");
    },
  );

  test("is left alone where its rule is off, was not asked for, or could not look", () => {
    const sound = "dense(32, activation: selu)";
    const off = { states: new Map([["selu-init", "off" as const]]) };
    expect(codes(before("// dnnc-ignore selu-init: measured", sound), off)).toEqual([]);
    expect(codes(before("// dnnc-ignore deep-plain-stack: chosen", sound))).toEqual([]);
    expect(codes(before("// dnnc-ignore selu-init: measured", `${sound} dens(5)`))).toEqual(["unknown-name"]);
  });

  test("that only begins alike is a remark", () => {
    expect(codes(before("// dnnc-ignored were: none", "dense(32, activation: selu)"))).toEqual([]);
  });
});

describe("a loss that is told from the sums of another activation", () => {
  const copy = { words: "activation mine(x) = exp(x - log_sum_exp(x))", network: "input dense(3, activation: mine)" };

  test("is refused by lint as it is by training: a copy of softmax is not the library's", () => {
    expect(judge(spec({ ...copy, train: "loss: cross_entropy" }))).toMatchObject([
      { code: "wrong-output-activation", severity: "error" },
    ]);
  });

  test("cannot be silenced", () => {
    expect(codes(`// dnnc-ignore wrong-output-activation: my own\n${spec(copy)}`)).toContain("wrong-output-activation");
  });

  test("is not told twice where a rule has said so", () => {
    expect(codes(spec({ network: "input dense(3, activation: relu)" }))).toEqual(["wrong-output-activation"]);
    expect(
      judge(spec({ network: "input dense(3, activation: softmax)", train: "loss: binary_cross_entropy" })),
    ).toMatchObject([{ code: "binary-loss-on-classes", severity: "error" }]);
    expect(judge(spec({ network: "input dense(3, activation: softmax) dropout(30%)" }))).toMatchObject([
      { code: "dropout-at-output", severity: "error" },
    ]);
    expect(judge(spec({ network: "input dense(3, activation: softmax) batch_norm" }))).toMatchObject([
      { code: "norm-at-output", severity: "error" },
    ]);
    expect(judge(spec({ network: "input dense(3, bias: false) batch_norm softmax" }))).toMatchObject([
      { code: "norm-at-output", severity: "warning" },
    ]);
  });
});
