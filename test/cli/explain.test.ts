import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { rules } from "../../src/rules/index.ts";
import { dnnc, folderOf, misspelt, sound, theBuild } from "./command.ts";

test("explain FILE prints a spec that lints clean and explains itself", async () => {
  const cwd = folderOf({ "spec.dnn": sound });
  const { code, out, err } = await dnnc(["explain", "spec.dnn"], { cwd });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/init: he_normal, +\/\/ fitting: the activation passes one side/);
  expect(await dnnc(["lint", "-"], { input: out })).toMatchObject({ code: 0 });
});

test("explain WORD prints signature, doc, formula, derivative, parameters, what fits, source, aliases and curves", async () => {
  const { code, out, err } = await dnnc(["explain", "silu", "--plain"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  await expect(out).toMatchFileSnapshot("../explain/pages/swish-plain.txt");
});

test("explain WORD draws with Braille where the locale says nothing against it, and with ASCII where it does", async () => {
  const drawn = async (locale: string): Promise<string> =>
    (await dnnc(["explain", "relu"], { env: { LC_ALL: locale } })).out;
  expect(await drawn("C.UTF-8")).toMatch(/[\u2801-\u28ff]/);
  expect(await drawn("")).toMatch(/[\u2801-\u28ff]/);
  expect(await drawn("C")).toMatch(/^[\n -~]*$/);
});

test("explain takes arguments, and says what is wrong with them", async () => {
  const { out } = await dnnc(["explain", "elu(alpha: 0.3)"]);
  expect(out).toContain("alpha  0.3 (written)");
  expect(out).toContain("values      from -0.3");
  expect(await dnnc(["explain", "elu(alpha: 0)"])).toEqual({
    code: 2,
    out: "",
    err: "dnnc: `alpha` of `elu` is 0, which is out of range\n      it takes a number above 0\n",
  });
});

const withOwn = `/// Passes twice the positive side.
/// @paper Nobody 2020
activation twice(x, by: 2 in 0..4) = max(0, by * x)
activation broken(x) = max(0, y)
block unit(units) {
  dense(units)
  relu
}
`;

test("explain FILE WORD explains the file's own word, and a library word beside it", async () => {
  const cwd = folderOf({ "spec.dnn": withOwn });
  const own = await dnnc(["explain", "spec.dnn", "twice(by: 3)", "--plain"], { cwd });
  expect(own).toMatchObject({ code: 0, err: "" });
  await expect(own.out).toMatchFileSnapshot("../explain/pages/own-word.txt");
  expect((await dnnc(["explain", "spec.dnn", "relu"], { cwd })).out).toContain("activation relu\n");
  expect((await dnnc(["explain", "spec.dnn", "unit"], { cwd })).out).toBe(
    "block unit(units)\n\n  steps       dense(units)\n              relu\n",
  );
});

test("an own word with errors is told of them, with exit code 1", async () => {
  const cwd = folderOf({ "spec.dnn": withOwn });
  const { code, out, err } = await dnnc(["explain", "spec.dnn", "broken"], { cwd });
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toContain("there is no `y` in this formula");
});

test("sections, their entries, presets and the functions of formulas are explained", async () => {
  for (const [name, head] of [
    ["train", "section train { … }"],
    ["early_stopping", "section early_stopping { … }"],
    ["batch_size", "entry batch_size"],
    ["default_dnn", "preset default_dnn"],
    ["stratified", "split stratified("],
    ["log_sum_exp", "function log_sum_exp(x)"],
  ] as const)
    expect((await dnnc(["explain", name])).out.split("\n")[0]).toContain(head);
});

test("explain WORD --example prints a whole spec that lints clean", async () => {
  const { code, out } = await dnnc(["explain", "stratified", "--example"]);
  expect(code).toBe(0);
  expect(out).toContain("  split: stratified(train: 80%, validation: 10%, test: 10%)\n");
  expect(await dnnc(["lint", "-"], { input: out })).toMatchObject({ code: 0 });
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

test("explain FILE --plan prints how a step is computed, and a name chooses the run", async () => {
  const cwd = folderOf({ "spec.dnn": sound });
  const { code, out, err } = await dnnc(["explain", "spec.dnn", "--plan"], { cwd });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("network small on arms, run small: a step of 32 examples\n");
  expect(out).toContain("product 32×2×16");
  expect(out).toContain("update of dense_1.kernel");
  expect((await dnnc(["explain", "spec.dnn", "small", "--plan"], { cwd })).out).toBe(out);
  expect(await dnnc(["explain", "spec.dnn", "smal", "--plan"], { cwd })).toMatchObject({
    code: 2,
    err: "dnnc: spec.dnn has no train block `smal`\n      did you mean `small`?\n",
  });
});

test("explain RULE prints the rule's page", async () => {
  const { name } = rules[0]!;
  const { code, out } = await dnnc(["explain", name]);
  expect(code).toBe(0);
  expect(out).toBe(readFileSync(`src/rules/${name}.md`, "utf8"));
});

test("explain CODE prints the page of a mistake, behind the word of that name where there is one", async () => {
  expect(await dnnc(["explain", "arguments"])).toEqual({
    code: 0,
    err: "",
    out: readFileSync("src/mistakes/arguments.md", "utf8"),
  });
  const page = readFileSync("src/mistakes/data.md", "utf8");
  const { out } = await dnnc(["explain", "data", "--plain"]);
  expect(out.endsWith(page)).toBe(true);
  expect(out.length).toBeGreaterThan(page.length);
  expect((await dnnc(["explain", "merge-shape-mismatsh"])).err).toContain("did you mean `merge-shape-mismatch`?");
});

test("a rule's page that is not there is told, and is no bug", async () => {
  const { name } = rules[0]!;
  const page = join(dirname((await theBuild()).file), "rules", `${name}.md`);
  const text = readFileSync(page);
  rmSync(page);
  const { code, out, err } = await dnnc(["explain", name]);
  writeFileSync(page, text);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(`the page of \`${name}\` cannot be read`);
});

test("a spec with errors is told with exit code 1, a missing one with 2", async () => {
  expect(await dnnc(["explain", "-"], { input: misspelt })).toMatchObject({ code: 1, out: "" });
  expect(await dnnc(["explain", "missing.dnn"])).toMatchObject({ code: 2, out: "" });
});
