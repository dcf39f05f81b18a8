import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { rules } from "../../src/rules/index.ts";
import { standardWords } from "../../src/vocabulary/standard.ts";
import { dnnc, folderOf, misspelt, sound, theBuild } from "./command.ts";

test("explain FILE prints a spec that lints clean and explains itself", async () => {
  const cwd = folderOf({ "spec.dnn": sound });
  const { code, out, err } = await dnnc(["explain", "spec.dnn"], { cwd });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/init: he_normal, +\/\/ fitting: the activation passes one side/);
  expect(await dnnc(["lint", "-"], { input: out })).toMatchObject({ code: 0 });
});

test("explain WORD prints kind, doc, formula, parameters, source and aliases", async () => {
  const { code, out, err } = await dnnc(["explain", "silu"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatchInlineSnapshot(`
    "activation swish

      The value times its own sigmoid: smooth, dips a little below 0. Larger \`beta\` comes nearer to relu.

      formula     x * sigmoid(beta * x)
      provided    x
      parameters  beta  1  a number
      source      Ramachandran et al. 2017, Searching for Activation Functions
      aliases     silu
    "
  `);
});

test("a name of several kinds is explained for each", async () => {
  const { out } = await dnnc(["explain", "mse"]);
  expect(out).toContain("loss mse\n");
  expect(out).toContain("metric mse\n");
});

test("an unknown word is wrong usage, told with the one that was meant", async () => {
  expect(await dnnc(["explain", "leaky_rlu"])).toEqual({
    code: 2,
    out: "",
    err: "dnnc: there is no file, no word and no rule `leaky_rlu`\n      did you mean `leaky_relu`?\n",
  });
});

test("explain RULE prints the rule's page", async () => {
  const { name } = rules[0]!;
  const { code, out } = await dnnc(["explain", name]);
  expect(code).toBe(0);
  expect(out).toBe(readFileSync(`src/rules/${name}.md`, "utf8"));
});

test("a rule's page that is not there is told, and is no bug", async () => {
  const { name } = rules[0]!;
  const page = join(dirname((await theBuild()).file), "rules", `${name}.md`);
  const text = readFileSync(page);
  rmSync(page);
  const { code, out, err } = await dnnc(["explain", name]);
  writeFileSync(page, text);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(`the page of the rule \`${name}\` cannot be read`);
});

test("a spec with errors is told with exit code 1, a missing one with 2", async () => {
  expect(await dnnc(["explain", "-"], { input: misspelt })).toMatchObject({ code: 1, out: "" });
  expect(await dnnc(["explain", "missing.dnn"])).toMatchObject({ code: 2, out: "" });
});

test("every standard word can be explained", async () => {
  const { explainWord } = await import("../../src/explain/explain-word.ts");
  for (const word of standardWords()) expect(explainWord(word)).toContain(`${word.kind} ${word.name}\n`);
});
