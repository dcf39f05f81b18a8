import { readFileSync, statSync } from "node:fs";
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
