import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { Module } from "node:module";
import { Script } from "node:vm";
import { expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { verbs } from "../../src/cli/verbs.ts";
import { dnnc, folderOf, misspelt, theBuild } from "./command.ts";

test("--version prints the version of the package", async () => {
  expect(await dnnc(["--version"])).toEqual({ code: 0, out: `${manifest.version}\n`, err: "" });
});

test("--help lists every verb, on standard output", async () => {
  const { code, out, err } = await dnnc(["--help"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  for (const { name } of verbs) expect(out).toContain(`\n  ${name} `);
});

test("no verb at all is wrong usage: the help, on standard error", async () => {
  const { code, out, err } = await dnnc([]);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain("Usage: dnnc");
});

test("an unknown verb is told with the one that was meant", async () => {
  expect(await dnnc(["sumary"])).toEqual({
    code: 2,
    out: "",
    err: "dnnc: there is no command `sumary`\n      did you mean `dnnc summary`?\n",
  });
  expect((await dnnc(["xyz"])).err).toContain("`dnnc --help` lists the commands");
});

test.each(verbs.filter(({ load }) => load === undefined))("$name is refused until it is built", async ({ name }) => {
  expect(await dnnc([name])).toEqual({ code: 2, out: "", err: `dnnc: \`dnnc ${name}\` is not supported yet\n` });
});

test.each(verbs.filter(({ load }) => load !== undefined))("$name tells its arguments with --help", async ({ name }) => {
  const { code, out } = await dnnc([name, "--help"]);
  expect(code).toBe(0);
  expect(out).toContain(`Usage: dnnc ${name}`);
  expect(await dnnc(["help", name])).toEqual({ code: 0, out, err: "" });
});

test("a reader that stops reading is no error", async () => {
  const child = spawn(process.execPath, [(await theBuild()).file, "lint", "--format", "json", "-"]);
  let err = "";
  child.stderr.on("data", (text) => (err += text));
  child.stdout.destroy();
  child.stdin.end(misspelt);
  const code = await new Promise((done) => child.on("close", done));
  expect({ code: code === 3, err }).toEqual({ code: false, err: "" });
});

test.skipIf(!existsSync("/dev/full"))("a full disk behind standard output is told in one line", async () => {
  const full = openSync("/dev/full", "w");
  const child = spawn(process.execPath, [(await theBuild()).file, "explain", "selu"], {
    stdio: ["ignore", full, "pipe"],
  });
  closeSync(full);
  let err = "";
  child.stderr!.on("data", (text) => (err += text));
  const code = await new Promise((done) => child.on("close", done));
  expect({ code, err }).toEqual({ code: 2, err: "dnnc: cannot write to standard output: the disk is full\n" });
});

test("no colour without a terminal, whatever CI says", async () => {
  const cwd = folderOf({ "bad.dnn": misspelt });
  const { out } = await dnnc(["lint", "bad.dnn"], { cwd, env: { CI: "true" } });
  expect(out.includes("\u001b")).toBe(false);
});

test("lint loads three files of ours and no package: no TF.js, no prettier", async () => {
  const { imports } = await theBuild();
  const loaded = new Set<string>();
  const load = (file: string): void => {
    if (loaded.has(file)) return;
    loaded.add(file);
    imports.get(file)?.forEach(load);
  };
  ["dnnc.cjs", "main.cjs", "start.cjs"].forEach(load);
  const ours = [...loaded].filter((name) => !name.startsWith("node:"));
  expect(ours.toSorted()).toEqual(["dnnc.cjs", "main.cjs", "start.cjs"]);
});

test("the build keeps what V8 compiled, and this V8 takes it", async () => {
  const { file } = await theBuild();
  const start = file.replace(/dnnc\.cjs$/, "start.cjs");
  const kept = `${start}.${process.versions.v8}-${process.arch}`;
  const wrapped = Module.wrap(readFileSync(start, "utf8"));
  const script = new Script(wrapped, { filename: start, cachedData: readFileSync(kept) });
  expect(script.cachedDataRejected).toBe(false);
});
