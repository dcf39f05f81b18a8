/** `dnnc compile`: what it writes, what it never overwrites, and what it tells CI. */
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { sealed } from "../../src/emit/header.ts";
import { dnnc, folderOf, misspelt, sound } from "./command.ts";

const isRoot = process.getuid?.() === 0;

let first: Promise<string> | undefined;

/** The program of `sound`. */
async function compileFirst(): Promise<string> {
  const cwd = mkdtempSync(join(tmpdir(), "dnnc-"));
  writeFileSync(join(cwd, "s.dnn"), sound);
  const { out } = await dnnc(["compile", "s.dnn"], { cwd });
  rmSync(cwd, { recursive: true });
  return out;
}

/** A folder with a spec and the program of `sound`, both as they are now, and what the command says there. */
async function kept(change: (program: string) => string = (text) => text, spec = sound) {
  const program = await (first ??= compileFirst());
  const folder = folderOf({ "s.dnn": spec, "s.ts": change(program) });
  const read = (): string => readFileSync(join(folder, "s.ts"), "utf8");
  return { program, folder, read, run: (...args: string[]) => dnnc(["compile", "s.dnn", ...args], { cwd: folder }) };
}

/** A program as another version would have written it. */
const byVersion = (version: string) => (text: string) =>
  sealed(text.replace(manifest.version, version).replace(/, seal [0-9a-f]{16}/, ""));

test("the program goes to standard output, or whole to the file that is named, in folders that are made", async () => {
  const cwd = folderOf({ "s.dnn": sound });
  const { code, out, err } = await dnnc(["compile", "s.dnn"], { cwd });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("export function");
  expect(await dnnc(["compile", "s.dnn", "-o", "a/b/s.ts"], { cwd })).toEqual({
    code: 0,
    out: "",
    err: "dnnc: a/b/s.ts is written\n",
  });
  expect(readFileSync(join(cwd, "a/b/s.ts"), "utf8")).toBe(out);
  expect(readdirSync(join(cwd, "a/b"))).toEqual(["s.ts"]);
});

test("a file that is as it would be written is not touched", async () => {
  const { folder, run } = await kept();
  const before = statSync(join(folder, "s.ts"), { bigint: true });
  expect(await run("-o", "s.ts")).toEqual({ code: 0, out: "", err: "dnnc: s.ts is up to date\n" });
  const after = statSync(join(folder, "s.ts"), { bigint: true });
  expect([after.mtimeNs, after.ino]).toEqual([before.mtimeNs, before.ino]);
});

test("a spec with an error writes nothing", async () => {
  const { read, run, folder } = await kept();
  const before = read();
  writeFileSync(join(folder, "s.dnn"), misspelt);
  const { code, out, err } = await run("-o", "s.ts");
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toContain("did you mean `relu`?");
  expect(read()).toBe(before);
});

test("several train blocks and no name: the names are told", async () => {
  const spec = `${sound}\ntrain small on arms as again {\n  epochs: 2\n}\n`;
  expect(await dnnc(["compile", "-"], { input: spec })).toEqual({
    code: 2,
    out: "",
    err: "dnnc: <stdin> has several train blocks\n      say which: small, again\n",
  });
  expect((await dnnc(["compile", "-", "again"], { input: spec })).code).toBe(0);
});

test("a link stays a link, and a file keeps its permissions", async () => {
  const { folder, run } = await kept(undefined, sound.replace("16", "8"));
  const mode = statSync(join(folder, "s.ts")).mode;
  symlinkSync("s.ts", join(folder, "link.ts"));
  expect((await run("-o", "link.ts")).code).toBe(0);
  expect(lstatSync(join(folder, "link.ts")).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, "s.ts"), "utf8")).toContain("small");
  expect(statSync(join(folder, "s.ts")).mode).toBe(mode);
});

test("a file that dnnc did not write is not overwritten, unless by force", async () => {
  const { program, read, run } = await kept(() => "export const x = 1;\n");
  expect(await run("-o", "s.ts")).toEqual({
    code: 2,
    out: "",
    err:
      "dnnc: s.ts was not written by dnnc, or its header was taken out: it is not overwritten\n" +
      "      write to another place, or lose what is there with `--force`\n",
  });
  expect(read()).toBe("export const x = 1;\n");
  expect((await run("-o", "s.ts", "--force")).err).toBe("dnnc: s.ts is written\n");
  expect(read()).toBe(program);
});

test("an empty file is written into: nothing is lost", async () => {
  const { program, read, run } = await kept(() => "");
  expect((await run("-o", "s.ts")).code).toBe(0);
  expect(read()).toBe(program);
});

test("a program that was changed by hand is not overwritten, and the change is shown", async () => {
  const { program, read, run } = await kept((text) => text.replace("const batchSize = 32", "const batchSize = 99"));
  const { code, err } = await run("-o", "s.ts");
  expect(code).toBe(2);
  expect(err).toMatch(
    /^dnnc: s\.ts was changed by hand since dnnc wrote it: it is not overwritten\n\n {6}\d+.*\n {6}(\d+) - const batchSize = 32;.*\n {6}\1 \+ const batchSize = 99;.*\n\n {6}write to another place, or lose what is there with `--force`\n$/,
  );
  expect(read()).toContain("batchSize = 99");
  expect((await run("-o", "s.ts", "--force")).code).toBe(0);
  expect(read()).toBe(program);
});

test("a program that was changed by hand is not overwritten after a change of its spec either", async () => {
  const changed = sound.replace("epochs: 5", "epochs: 6");
  const { read, run } = await kept((text) => text.replace("batchSize = 32", "batchSize = 99"), changed);
  const { code, err } = await run("-o", "s.ts");
  expect({ code, err }).toEqual({
    code: 2,
    err:
      "dnnc: s.ts was changed by hand since dnnc wrote it: it is not overwritten\n" +
      "      write to another place, or lose what is there with `--force`\n",
  });
  expect(read()).toContain("batchSize = 99");
});

test.each([
  ["of an earlier version", byVersion("0.0.9")],
  ["with Windows line endings", (text: string) => text.replaceAll("\n", "\r\n")],
  ["that a formatter has laid out anew", (text: string) => text.replaceAll('"', "'").replaceAll("  ", "\t")],
])("a program %s is overwritten when its spec has changed", async (_, change) => {
  const { read, run } = await kept(change, sound.replace("epochs: 5", "epochs: 6"));
  expect((await run("-o", "s.ts")).err).toBe("dnnc: s.ts is written\n");
  expect(read()).toContain(`dnnc ${manifest.version}`);
});

test("the spec itself is never overwritten, by whatever name, not even by force", async () => {
  const { folder, run } = await kept();
  linkSync(join(folder, "s.dnn"), join(folder, "hard.ts"));
  symlinkSync("s.dnn", join(folder, "soft.ts"));
  for (const place of ["s.dnn", "./s.dnn", "hard.ts", "soft.ts"])
    for (const force of [[], ["--force"]])
      expect(await run("-o", place, ...force)).toEqual({
        code: 2,
        out: "",
        err: `dnnc: ${place} is the spec itself\n      write the program elsewhere\n`,
      });
  expect(readFileSync(join(folder, "s.dnn"), "utf8")).toBe(sound);
});

test("a place that cannot be written is told in one line, and nothing is left beside it", async () => {
  const { folder, run } = await kept();
  expect((await run("-o", "s.dnn/x.ts")).err).toBe("dnnc: cannot write s.dnn/x.ts: a file is in the way\n");
  expect((await run("-o", "")).err).toBe("dnnc: `--output` needs a path\n");
  expect(readdirSync(folder).toSorted()).toEqual(["s.dnn", "s.ts"]);
});

test.skipIf(isRoot)("a file or a folder that may not be written is told, and stays as it was", async () => {
  const { folder, run } = await kept(undefined, sound.replace("epochs: 5", "epochs: 6"));
  chmodSync(join(folder, "s.ts"), 0o444);
  expect((await run("-o", "s.ts")).err).toBe("dnnc: cannot write s.ts: it may not be written\n");
  chmodSync(folder, 0o555);
  expect((await run("-o", "t.ts")).err).toBe("dnnc: cannot write t.ts: it may not be written\n");
  chmodSync(folder, 0o755);
});

test.skipIf(!existsSync("/dev/full"))("a full disk is told in one line", async () => {
  const { run } = await kept();
  expect(await run("-o", "/dev/full")).toEqual({
    code: 2,
    out: "",
    err: "dnnc: cannot write /dev/full: the disk is full\n",
  });
});

test("a spec that cannot be read is told", async () => {
  const cwd = folderOf({});
  const { code, err } = await dnnc(["compile", "no.dnn", "-o", "s.ts"], { cwd });
  expect({ code, err: err.split("\n")[0] }).toEqual({ code: 2, err: "dnnc: no.dnn: there is no such file" });
  expect(readdirSync(cwd)).toEqual([]);
});

test("--check passes a program that is as it would be written, with Windows line endings too", async () => {
  const { run } = await kept();
  expect(await run("-o", "s.ts", "--check")).toEqual({ code: 0, out: "", err: "dnnc: s.ts is up to date\n" });
  const windows = await kept((text) => text.replaceAll("\n", "\r\n"), sound.replaceAll("\n", "\r\n"));
  expect((await windows.run("-o", "s.ts", "--check")).code).toBe(0);
});

test("--check fails where the program is missing, says what to run, and writes nothing", async () => {
  const cwd = folderOf({ "my spec.dnn": sound });
  expect(await dnnc(["compile", "my spec.dnn", "-o", "a/s.ts", "--check"], { cwd })).toEqual({
    code: 1,
    out: "",
    err: "dnnc: a/s.ts is missing\n      run `dnnc compile 'my spec.dnn' -o a/s.ts`\n",
  });
  expect(readdirSync(cwd)).toEqual(["my spec.dnn"]);
});

test("--check fails where the spec has changed: the first line that differs, and why", async () => {
  const { program, read, run } = await kept(undefined, sound.replace("epochs: 5", "epochs: 5\n  batch_size: 64"));
  const lines = program.split("\n");
  const line = lines.findIndex((text) => text.startsWith("const batchSize = 32;")) + 1;
  const { code, err } = await run("-o", "s.ts", "--check");
  expect({ code, err: err.replace(/64;.*/, "64;") }).toEqual({
    code: 1,
    err:
      `dnnc: s.ts is stale: it differs from what would be written, first in line ${line}\n` +
      "      s.dnn has changed since it was written\n\n" +
      `      ${`${line - 1}   ${lines[line - 2]}`.trimEnd()}\n` +
      `      ${line} - ${lines[line - 1]}\n` +
      `      ${line} + const batchSize = 64;\n\n` +
      "      run `dnnc compile s.dnn -o s.ts`\n",
  });
  expect(read()).toBe(program);
});

test.each([
  ["another version", byVersion("0.0.9"), sound, `it was written by dnnc 0.0.9; this is ${manifest.version}`, ""],
  ["a comment in the spec", (text: string) => text, `${sound}// ours\n`, "s.dnn has changed since it was written", ""],
])("--check says that %s makes the header alone differ", async (_, change, spec, reason, force) => {
  const { run } = await kept(change, spec);
  expect(await run("-o", "s.ts", "--check")).toEqual({
    code: 1,
    out: "",
    err:
      "dnnc: s.ts is stale: it differs from what would be written, only in its header\n" +
      `      ${reason}\n      run \`dnnc compile s.dnn -o s.ts${force}\`\n`,
  });
});

test.each([
  [
    "a hand",
    (text: string) => text.replace("seed = ", "seed = 1 + "),
    "it was changed by hand since dnnc wrote it",
    true,
  ],
  [
    "no header",
    (text: string) => text.replace(/.*Written by dnnc.*\n/, ""),
    "dnnc did not write it, or its header was taken out",
    true,
  ],
  [
    "a formatter",
    (text: string) => text.replaceAll("  ", "\t"),
    "it was laid out anew, as by a formatter: let that leave it out, as by .prettierignore",
    false,
  ],
  [
    "another spec",
    (text: string) => sealed(text.replace("from s.dnn", "from t.dnn").replace(/, seal \w+/, "")),
    "it was written from t.dnn",
    false,
  ],
])("--check tells the trace of %s, and what overwrites it", async (_, change, reason, isForced) => {
  const { run } = await kept(change);
  const { code, err } = await run("-o", "s.ts", "--check");
  expect({ code, reason: err.split("\n")[1] }).toEqual({ code: 1, reason: `      ${reason}` });
  expect(err.includes("run `dnnc compile s.dnn -o s.ts --force`, which overwrites what is there")).toBe(isForced);
});

test("--check shows nothing of a file that could steer a terminal", async () => {
  const { run } = await kept((text) => text.replace("const seed", "\u001b[2J\u009b31m// \u202e"));
  expect((await run("-o", "s.ts", "--check")).err).not.toMatch(/[\u001b\u009b\u202e]/);
});

test("--check and --force are refused where they mean nothing", async () => {
  const { run } = await kept();
  expect(await run("--check")).toEqual({
    code: 2,
    out: "",
    err: "dnnc: `--check` needs the file or the folder that it checks\n      name it: `dnnc compile s.dnn -o FILE --check`\n",
  });
  expect((await run("--force")).err).toBe(
    "dnnc: `--force` needs the file or the folder that it overwrites\n      name it: `dnnc compile s.dnn -o FILE --force`\n",
  );
  expect((await run("-o", "s.ts", "--check", "--force")).err).toBe(
    "dnnc: `--check` writes nothing, and takes no `--force`\n",
  );
});

const modules = ["data.ts", "main.ts", "model.ts", "random.ts", "training.ts"];

/** A folder of modules that were written of `sound`, beside another spec. */
async function keptFolder(spec: string) {
  const folder = folderOf({ "s.dnn": sound });
  const run = (...args: string[]) => dnnc(["compile", "s.dnn", ...args], { cwd: folder });
  expect(await run("-o", "net/")).toEqual({
    code: 0,
    out: "",
    err: "dnnc: net/random.ts, net/model.ts, net/training.ts, net/data.ts and net/main.ts are written\n",
  });
  writeFileSync(join(folder, "s.dnn"), spec);
  const place = (name: string): string => join(folder, "net", name);
  return { place, run, names: () => readdirSync(join(folder, "net")).toSorted() };
}

test("a folder takes the program as modules, and those that are up to date are not touched", async () => {
  const { place, run, names } = await keptFolder(sound);
  expect(names()).toEqual(modules);
  const inodes = () => modules.map((name) => statSync(place(name)).ino);
  const before = inodes();
  rmSync(place("data.ts"));
  expect((await run("-o", "net")).err).toBe("dnnc: net/data.ts is written\n");
  expect((await run("-o", "net")).err).toBe("dnnc: net: 5 files are up to date\n");
  expect((await run("-o", "net/", "--check")).code).toBe(0);
  expect(inodes().slice(1)).toEqual(before.slice(1));
  expect(names()).toEqual(modules);
});

test("--check of a folder tells what differs in its code, in its headers alone, and what is missing", async () => {
  const { place, run } = await keptFolder(sound.replace("dense(16", "dense(8"));
  rmSync(place("data.ts"));
  const { code, err } = await run("-o", "net", "--check");
  expect(code).toBe(1);
  expect(err).toMatch(
    /^dnnc: net\/model\.ts is stale: it differs from what would be written, first in line \d+\n {6}s\.dnn has changed since it was written\n/,
  );
  expect(err).toContain(
    "dnnc: net/random.ts, net/training.ts and net/main.ts are stale: they differ from what would be written, only in their headers\n" +
      "      s.dnn has changed since it was written\n" +
      "dnnc: net/data.ts is missing\n" +
      "      run `dnnc compile s.dnn -o net`\n",
  );
});

test("a module of an earlier program is named by --check, and removed, unless a hand has changed it", async () => {
  const { place, run, names } = await keptFolder(sound);
  writeFileSync(place("own.ts"), "export {};\n");
  const { code, err } = await run("-o", "net", "--no-main", "--check");
  expect({ code, err }).toEqual({
    code: 1,
    err: expect.stringMatching(
      /dnnc: net\/main\.ts is left from an earlier program: this one has none\n {6}run `dnnc compile s\.dnn -o net --no-main`\n$/,
    ) as string,
  });
  const main = readFileSync(place("main.ts"), "utf8");
  expect((await run("-o", "net", "--no-main")).err).toMatch(/net\/main\.ts is removed\n$/);
  expect(names()).toEqual([...modules.filter((name) => name !== "main.ts"), "own.ts"].toSorted());
  writeFileSync(place("main.ts"), `${main}// ours\n`);
  expect((await run("-o", "net", "--no-main")).err).toBe("dnnc: net: 4 files are up to date\n");
  expect(names()).toContain("main.ts");
});

test("a folder with one file of a hand is not written into at all", async () => {
  const { place, run } = await keptFolder(sound.replace("dense(16", "dense(8"));
  const before = readFileSync(place("model.ts"), "utf8");
  writeFileSync(place("main.ts"), "export const x = 1;\n");
  const { code, err } = await run("-o", "net");
  expect(code).toBe(2);
  expect(err).toContain("net/main.ts was not written by dnnc");
  expect(readFileSync(place("model.ts"), "utf8")).toBe(before);
  expect((await run("-o", "net", "--force")).code).toBe(0);
  expect(readFileSync(place("main.ts"), "utf8")).toContain("Written by dnnc");
});

test("--no-main leaves out what runs by itself; --check tells a program with it from one without", async () => {
  const { program, read, run } = await kept();
  expect(program).toContain('import("node:fs")');
  const { err } = await run("-o", "s.ts", "--no-main", "--check");
  expect(err.split("\n")[1]).toBe("      it was written of another train block, or with other options");
  expect((await run("-o", "s.ts", "--no-main")).code).toBe(0);
  expect(read()).not.toContain("node:");
});
