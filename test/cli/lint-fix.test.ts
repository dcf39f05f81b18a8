import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dnnc, folderOf, misspelt, sound } from "./command.ts";

const wrong = sound.replace("activation: relu", "activation: selu, init: he_normal");
const right = wrong.replace("he_normal", "lecun_normal");

test("--fix writes the safe edits, tells how many on standard error, and what is left on standard output", async () => {
  const cwd = folderOf({ "a.dnn": wrong, "b.dnn": misspelt, "c.dnn": sound });
  const before = statSync(join(cwd, "c.dnn")).mtimeMs;
  const { code, out, err } = await dnnc(["lint", "--fix", "."], { cwd });
  expect({ code, err }).toEqual({ code: 1, err: "dnnc: mended 1 finding in 1 file\n" });
  expect(out).toContain("error[unknown-name]");
  expect(out).not.toContain("selu-init");
  expect(readFileSync(join(cwd, "a.dnn"), "utf8")).toBe(right);
  expect(readFileSync(join(cwd, "b.dnn"), "utf8")).toBe(misspelt);
  expect(statSync(join(cwd, "c.dnn")).mtimeMs).toBe(before);
});

test("--fix=unsafe makes guesses too", async () => {
  const cwd = folderOf({ "b.dnn": misspelt });
  expect(await dnnc(["lint", "--fix=unsafe", "b.dnn"], { cwd })).toMatchObject({ code: 0 });
  expect(readFileSync(join(cwd, "b.dnn"), "utf8")).toBe(sound);
});

test("--fix FILE takes the file for a file, and keeps its byte-order mark and its line ends", async () => {
  const text = (from: string): string => `\uFEFF${from.replaceAll("\n", "\r\n")}`;
  const cwd = folderOf({ "a.dnn": text(wrong), "b.dnn": wrong });
  expect(await dnnc(["lint", "--fix", "a.dnn"], { cwd })).toMatchObject({ code: 0 });
  expect(readFileSync(join(cwd, "a.dnn"), "utf8")).toBe(text(right));
  expect(readFileSync(join(cwd, "b.dnn"), "utf8")).toBe(wrong);
});

test("--fix leaves what a baseline accepts as it is, wherever the edits of others move it", async () => {
  const old = `${right}\nactivation idle(x) = tanh(x)\n`;
  const cwd = folderOf({ "a.dnn": old });
  expect(await dnnc(["lint", "--write-baseline"], { cwd })).toMatchObject({
    err: "dnnc: dnnc-baseline.json accepts 1 finding\n",
  });
  const baseline = readFileSync(join(cwd, "dnnc-baseline.json"), "utf8");
  const fresh = `activation other(x) = exp(x)\n\n${old.replace("lecun_normal", "he_normal")}`;
  writeFileSync(join(cwd, "a.dnn"), fresh);
  const run = await dnnc(["lint", "--fix", "--baseline", "dnnc-baseline.json"], { cwd });
  expect(run).toEqual({ code: 0, out: "nothing to say about 1 file\n", err: "dnnc: mended 2 findings in 1 file\n" });
  expect(readFileSync(join(cwd, "a.dnn"), "utf8")).toBe(`\n${old}`);
  expect(readFileSync(join(cwd, "dnnc-baseline.json"), "utf8")).toBe(baseline);
  expect(await dnnc(["lint", "--fix", "a.dnn"], { cwd })).toMatchObject({ code: 0 });
  expect(readFileSync(join(cwd, "a.dnn"), "utf8")).not.toContain("idle");
});

test("--fix of standard input and a grade that is none are refused", async () => {
  const cwd = folderOf({ "a.dnn": wrong });
  expect(await dnnc(["lint", "--fix", "-"], { cwd, input: wrong })).toMatchObject({ code: 2, out: "" });
  expect((await dnnc(["lint", "--fix=unsave"], { cwd })).err).toContain("did you mean `--fix=unsafe`?");
});

test("rules lists every rule with its severity, state and edit, and as JSON with its texts", async () => {
  const { out, code } = await dnnc(["rules"]);
  expect(code).toBe(0);
  expect(out).toMatch(/^selu-init +error +on +safe +A self-normalizing activation needs/m);
  const listed = JSON.parse((await dnnc(["rules", "--json"])).out) as Record<string, unknown>[];
  expect(listed.find(({ name }) => name === "no-seed")).toMatchObject({
    ...{ category: "Reproducibility", severity: "info", default: "strict", fix: "safe" },
  });
});
