import { expect, test } from "vitest";
import { dnnc, folderOf, misspelt, sound } from "./command.ts";

test("a sound spec: exit code 0, the tally on standard output", async () => {
  const cwd = folderOf({ "good.dnn": sound });
  expect(await dnnc(["lint", "good.dnn"], { cwd })).toEqual({ code: 0, out: "nothing to say about 1 file\n", err: "" });
});

test("an error: exit code 1, the finding at its place on standard output, without colour when piped", async () => {
  const cwd = folderOf({ "bad.dnn": misspelt });
  const { code, out, err } = await dnnc(["lint", "bad.dnn"], { cwd });
  expect(code).toBe(1);
  expect(err).toBe("");
  expect(out).toMatchInlineSnapshot(`
    "error[unknown-name]: there is no activation \`rellu\`
       ┌─ bad.dnn:10:25
       │
    10 │   dense(16, activation: rellu)
       │                         ^^^^^ \`activation\` of \`dense\` takes an activation
       │
       = help: did you mean \`relu\`?

    1 error in 1 file
    "
  `);
});

test("--format json is one object with the files, the findings and their counts", async () => {
  const cwd = folderOf({ "good.dnn": sound, "deep/bad.dnn": misspelt });
  const { code, out, err } = await dnnc(["lint", "--format", "json", "."], { cwd });
  expect({ code, err }).toEqual({ code: 1, err: "" });
  const result = JSON.parse(out);
  expect(result).toMatchObject({ version: 1, files: 2, summary: { errors: 1, warnings: 0, infos: 0 } });
  expect(result.diagnostics).toHaveLength(1);
  const start = misspelt.indexOf("rellu");
  expect(result.diagnostics[0]).toMatchObject({
    rule: "unknown-name",
    severity: "error",
    file: "deep/bad.dnn",
    range: { start: { line: 10, column: 25, offset: start }, end: { line: 10, column: 30, offset: start + 5 } },
    related: [],
    fix: { safe: false, edits: [{ start, end: start + 5, text: "relu" }] },
  });
});

test("without paths the folder is read, hidden folders and node_modules left out", async () => {
  const cwd = folderOf({
    "a.dnn": sound,
    "sub/b.dnn": sound,
    "notes.txt": "not a spec",
    "node_modules/c.dnn": misspelt,
    ".git/d.dnn": misspelt,
  });
  expect(await dnnc(["lint"], { cwd })).toMatchObject({ code: 0, out: "nothing to say about 2 files\n" });
});

test("patterns are read where the shell leaves them to us, and a file named twice is read once", async () => {
  const cwd = folderOf({ "a.dnn": sound, "sub/b.dnn": sound, "sub/deep/c.dnn": sound, "sub/d.txt": sound });
  const files = async (...paths: string[]) =>
    JSON.parse((await dnnc(["lint", "--format=json", ...paths], { cwd })).out).files;
  expect(await files("**/*.dnn")).toBe(3);
  expect(await files("sub/*.dnn")).toBe(1);
  expect(await files("{a,sub/b}.dnn")).toBe(2);
  expect(await files("./sub/?.dnn", "sub/b.dnn")).toBe(1);
});

test("standard input is named `-`", async () => {
  const { code, out } = await dnnc(["lint", "-"], { input: misspelt });
  expect(code).toBe(1);
  expect(out).toContain("<stdin>:10:25");
});

test.each<[what: string, path: string, message: string]>([
  ["a missing file", "missing.dnn", "there is no such file"],
  ["an empty folder", "empty", "there is no spec here"],
  ["a pattern that matches nothing", "*.spec", "there is no spec here"],
  ["a file of 50 MB", "huge.dnn", "too large"],
  ["a binary file", "binary.dnn", "not text"],
])("%s: exit code 2, told on standard error, and the other files are read", async (_, path, message) => {
  const cwd = folderOf({
    "good.dnn": sound,
    "empty/.keep": "",
    "huge.dnn": path === "huge.dnn" ? Buffer.alloc(50_000_000, 32) : "",
    "binary.dnn": Uint8Array.from({ length: 256 }, (_, i) => i),
  });
  const { code, out, err } = await dnnc(["lint", "good.dnn", path], { cwd });
  expect(code).toBe(2);
  expect(out).toBe("nothing to say about 1 file\n");
  expect(err).toContain(`${path}: `);
  expect(err).toContain(message);
});

test("--rule sets a rule's state: off, warn or error", async () => {
  const cwd = folderOf({ "spec.dnn": sound.replace("activation: relu", "activation: selu, init: he_normal") });
  const run = async (...args: string[]) => {
    const { code, out } = await dnnc(["lint", "--format=json", ...args, "spec.dnn"], { cwd });
    return { code, found: JSON.parse(out).diagnostics.filter((one: { rule: string }) => one.rule === "selu-init") };
  };
  expect((await run()).found).toMatchObject([{ severity: "error" }]);
  expect((await run("--rule", "selu-init=off")).found).toEqual([]);
  expect((await run("--rule", "selu-init=warn")).found).toMatchObject([{ severity: "warning" }]);
});

test("a rule's finding names its page", async () => {
  const spec = sound.replace("activation: relu", "activation: selu, init: he_normal");
  expect((await dnnc(["lint", "-"], { input: spec })).out).toContain("= more: dnnc explain selu-init\n");
});

test("--max-warnings fails where there are more", async () => {
  const cwd = folderOf({ "spec.dnn": sound.replace("activation: relu", "activation: selu, init: he_normal") });
  const args = ["lint", "--rule", "selu-init=warn", "spec.dnn"];
  const { code, out } = await dnnc(args, { cwd });
  expect(code).toBe(0);
  const [, warnings] = /(\d+) warning/.exec(out)!;
  expect(await dnnc([...args, "--max-warnings", warnings!], { cwd })).toMatchObject({ code: 0 });
  expect(await dnnc([...args, "--max-warnings", "0"], { cwd })).toMatchObject({ code: 1 });
});

test.each([
  [["--format", "sarf"], "did you mean `sarif`?"],
  [["--output", "sarif"], "`sarif` names no file"],
  [["--output", "sarf=a.sarif"], "did you mean `sarif`?"],
  [["--output", "sarif=a", "--output", "junit=a"], "a is to hold `sarif` and `junit`"],
  [["--base", "main"], "`--base` goes with `--changed`"],
  [["--format", "jsn"], "did you mean `json`?"],
  [["--fix"], "`--fix` writes files, and standard input is none"],
  [["--fix=unsafe"], "`--fix` writes files, and standard input is none"],
  [["--watch"], "standard input cannot be watched"],
  [["--max-warnings", "few"], "`few` is no whole number from 0"],
  [["--rule", "selu-int=off"], "did you mean `selu-init`?"],
  [["--rule", "selu-init=maybe"], "`selu-init=maybe` sets no state"],
  [["--frmat", "json"], "unknown option '--frmat'"],
])("lint %j is wrong usage: exit code 2 and nothing on standard output", async (args, message) => {
  const { code, out, err } = await dnnc(["lint", ...args, "-"], { input: sound });
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(message);
});
