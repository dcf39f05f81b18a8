import { describe, expect, test } from "vitest";
import { check } from "../../src/check.ts";
import { objectiveStep } from "../../src/graph/step.ts";
import { fixSource, type FixGrade } from "../../src/lint/fix.ts";
import type { CheckOptions } from "../../src/rules/check.ts";
import { rules } from "../../src/rules/index.ts";
import { codes, judge, pageOf, spec } from "./workshop.ts";

const fixed = (text: string, grade: FixGrade = "safe", options: CheckOptions = {}): string =>
  fixSource({ path: "spec.dnn", text }, (source) => check(source, options).diagnostics, grade).source.text;

describe.each(rules.filter(({ fix }) => fix !== undefined).map((rule) => [rule.name, rule] as const))(
  "the edit of %s",
  (name, { fix, default: standing, severity }) => {
    const asked: CheckOptions = standing === "on" ? {} : { states: new Map([[name, severity]]) };
    const { fails } = pageOf(name);

    test("is graded as the rule says", () => {
      expect(judge(fails, asked).flatMap((one) => (one.code === name ? one.fix?.safe : []))).toEqual([fix === "safe"]);
    });

    test("leaves the failing example clean, and a network that can be trained", () => {
      const mended = fixed(fails, fix, asked);
      const { model, diagnostics } = check({ path: "spec.dnn", text: mended }, asked);
      expect(diagnostics.map(({ code }) => code)).toEqual([]);
      for (const training of model.trainings) expect(objectiveStep(training, true).losses.length).toBeGreaterThan(0);
    });

    test("is made once: a second time changes nothing", () => {
      const mended = fixed(fails, fix, asked);
      expect(fixed(mended, fix, asked)).toBe(mended);
    });

    if (fix === "unsafe")
      test("is not made among the safe ones", () => {
        expect(fixed(fails, "safe", asked)).toBe(fails);
      });
  },
);

test("a rule without an edit has none in its failing example", () => {
  const silent = rules.filter(({ fix }) => fix === undefined);
  const edited = silent.filter(({ name }) => {
    const found = judge(pageOf(name).fails, { strict: true });
    return found.some((one) => one.code === name && one.fix !== undefined);
  });
  expect(edited.map(({ name }) => name)).toEqual([]);
});

describe("edits", () => {
  test("leave comments, blank lines and layout as they are", () => {
    const text = `// the whole
network net {

  input(8)   // eight columns
  dense( 9,  activation : selu, init: he_normal ) /* no comment of ours */
}`.replace(" /* no comment of ours */", "   // wide\n\n\n  dense(1)");
    expect(fixed(text)).toBe(text.replace("he_normal", "lecun_normal"));
  });

  test("end lines as the file does", () => {
    const text = spec({
      network: "input dense(9, activation: relu) dropout(20%) dense(3, activation: softmax)",
      train: "epochs: 30",
    })
      .replace("network: net {", "network: net {")
      .replaceAll("\n", "\r\n");
    const asked = { states: new Map([["no-seed", "info" as const]]) };
    expect(fixed(text, "safe", asked)).toContain("epochs: 30\r\n  seed: 42");
  });

  test("of two that meet in one place are made one after the other", () => {
    const text = spec({
      network: "input dense(9, activation: relu) dropout(20%) dense(3, activation: softmax)",
      train: "epochs: 30",
    });
    const states = new Map([
      ["no-seed", "info" as const],
      ["training-loss-with-dropout", "info" as const],
    ]);
    const mended = fixed(text, "safe", { states });
    expect(mended).toContain("seed: 42");
    expect(mended).toContain("evaluate_training_loss: true");
    expect(codes(mended, { states })).toEqual([]);
  });

  test("are made until nothing is left: a word that only an unused word used goes too", () => {
    const words = "activation a(x) = tanh(x)\nactivation b(x) = 2 * x\nblock c(n) { dense(n, activation: b) }";
    const text = spec({ words, network: "input dense(9, activation: relu) dense(3, activation: softmax)" });
    expect(fixed(text)).not.toMatch(/activation [ab]\(|block/);
  });

  test("change nothing in a block that others may use, unless guesses are asked for", () => {
    const text = `block wide(n) { dense(n, activation: selu, init: he_normal) }\nnetwork net { input(8) wide(16) dense(1) }`;
    expect(fixed(text)).toBe(text);
    expect(fixed(text, "unsafe")).toBe(text.replace("he_normal", "lecun_normal"));
  });

  test("that a comment bids be silent are not made", () => {
    const text = `network net {\n  input(8)\n  // dnnc-ignore selu-init: to compare\n  dense(16, activation: selu, init: he_normal)\n  dense(1)\n}`;
    expect(fixed(text)).toBe(text);
  });

  test("mend a misspelt word only as a guess", () => {
    const text = "network net { input(8) dense(16, activation: rellu) dense(1) }";
    expect(fixed(text)).toBe(text);
    expect(fixed(text, "unsafe")).toBe(text.replace("rellu", "relu"));
  });

  test("of rules are not made in a declaration that cannot be read", () => {
    const text = "network net { input(8) dense(16, activation: selu, init: he_normal) dense(1, activation: ) }";
    expect(fixed(text)).toBe(text);
  });
});
