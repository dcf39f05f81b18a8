/** Linting as CI does it: configs, changed files, baselines, several forms at once. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { dnnc, folderOf, misspelt, sound, type Outcome } from "./command.ts";

const unwise = sound.replace("activation: relu", "activation: selu, init: he_normal");

/** The rules found, as `file: rule severity`. */
async function found(cwd: string, ...args: string[]): Promise<string[]> {
  const { out } = await dnnc(["lint", "--format=json", ...args], { cwd });
  const { diagnostics } = JSON.parse(out) as { diagnostics: { file: string; rule: string; severity: string }[] };
  return diagnostics.map(({ file, rule, severity }) => `${file}: ${rule} ${severity}`);
}

const config = (value: object): string => JSON.stringify(value, undefined, 2);

describe("dnnc.config.json", () => {
  test("the nearest one upwards from a file is read, and no other", async () => {
    const cwd = folderOf({
      "dnnc.config.json": config({ rules: { "selu-init": "off" } }),
      "a.dnn": unwise,
      "deep/er/b.dnn": unwise,
      "own/dnnc.config.json": config({ rules: { "selu-init": "info" } }),
      "own/c.dnn": unwise,
    });
    expect(await found(cwd)).toEqual(["own/c.dnn: selu-init info"]);
    expect(await found(join(cwd, "deep/er"), "b.dnn")).toEqual([]);
    expect((await found(cwd, "--no-config")).map((one) => one.split(":")[0])).toEqual([
      "a.dnn",
      "deep/er/b.dnn",
      "own/c.dnn",
    ]);
    expect(await found(cwd, "--config", "own/dnnc.config.json")).toHaveLength(3);
  });

  test("--rule and --strict on the command line win", async () => {
    const cwd = folderOf({ "dnnc.config.json": config({ rules: { "selu-init": "off" } }), "a.dnn": unwise });
    expect(await found(cwd, "--rule", "selu-init=warn")).toEqual(["a.dnn: selu-init warning"]);
  });

  test("standard input has the config of the folder", async () => {
    const cwd = folderOf({ "dnnc.config.json": config({ rules: { "selu-init": "off" } }) });
    expect(await dnnc(["lint", "-"], { cwd, input: unwise })).toMatchObject({ code: 0 });
  });

  test("a network over its budget is an error at its name; by path", async () => {
    const cwd = folderOf({
      "dnnc.config.json": config({ overrides: [{ files: ["edge"], budgets: { parameters: 50, stepMemory: 1 } }] }),
      "edge/a.dnn": sound,
      "b.dnn": sound,
    });
    const { code, out } = await dnnc(["lint"], { cwd });
    expect(code).toBe(1);
    expect(out).toContain(
      "error[param-budget]: the network `small` takes 82 parameters, and its budget is 50 parameters\n",
    );
    expect(out).toContain("edge/a.dnn:8:9");
    expect(out).toContain("the largest part: 48 of them");
    expect(out).toContain("error[memory-budget]");
    expect(out).not.toContain("b.dnn");
  });

  test("ignored files are left out, and one that was named is told of", async () => {
    const cwd = folderOf({ "dnnc.config.json": config({ ignore: ["old"] }), "old/a.dnn": misspelt, "b.dnn": sound });
    expect(await dnnc(["lint"], { cwd })).toMatchObject({ code: 0, err: "" });
    expect(await dnnc(["lint", "old/a.dnn"], { cwd })).toEqual({
      ...{ code: 0, out: "", err: "dnnc: old/a.dnn: the config leaves it out\n" },
    });
  });

  test("requireReason asks for a reason in every comment that silences a rule", async () => {
    const silenced = (reason: string): string =>
      unwise.replace("  dense(16", `  // dnnc-ignore selu-init${reason}\n  dense(16`);
    const cwd = folderOf({
      "dnnc.config.json": config({ requireReason: true }),
      "a.dnn": silenced(""),
      "b.dnn": silenced(": to compare"),
    });
    expect(await found(cwd)).toEqual(["a.dnn: suppression-without-reason error"]);
    expect(await found(cwd, "--no-config")).toEqual([]);
  });

  test("mistakes in it are shown at their places, nothing is linted, exit code 2", async () => {
    const cwd = folderOf({
      "dnnc.config.json": '{\n  "rules": {\n    "selu-int": "off",\n    "no-validation": "loud"\n  }\n}\n',
      "a.dnn": misspelt,
    });
    const { code, out, err } = await dnnc(["lint"], { cwd });
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("dnnc.config.json:3:5");
    expect(err).toContain("did you mean `selu-init`?");
    expect(err).toContain("dnnc.config.json:4:22");
    expect(err).toContain("has 2 mistakes, and nothing was linted");
  });

  test("a config that is not there is wrong usage", async () => {
    const { code, err } = await dnnc(["lint", "--config", "none.json", "-"], { input: sound });
    expect(code).toBe(2);
    expect(err).toContain("none.json: there is no such file");
  });
});

describe("several forms at once", () => {
  test("--format goes to standard output, --output to files, whose folders are made", async () => {
    const cwd = folderOf({ "a.dnn": misspelt, "b c.dnn": sound });
    const args = [
      "lint",
      "--format=github",
      "--output=sarif=out/a.sarif",
      "--output",
      "junit=out/j.xml",
      "missing.dnn",
      ".",
    ];
    const { code, out, err } = await dnnc(args, { cwd });
    expect(code).toBe(2);
    expect(out.split("\n").map((line) => line.split("::")[1])).toEqual([
      "error file=a.dnn,line=10,endLine=10,col=25,endColumn=29,title=dnnc unknown-name",
      "error file=missing.dnn,title=dnnc unreadable-file",
      undefined,
    ]);
    expect(err).toContain("missing.dnn: there is no such file");
    expect(JSON.parse(readFileSync(join(cwd, "out/a.sarif"), "utf8")).runs[0].results).toHaveLength(1);
    expect(readFileSync(join(cwd, "out/j.xml"), "utf8")).toContain('name="b c.dnn"');
  });

  test("pretty stays on standard output beside files", async () => {
    const cwd = folderOf({ "a.dnn": sound });
    const { out } = await dnnc(["lint", "--output", "gitlab=q.json"], { cwd });
    expect(out).toBe("nothing to say about 1 file\n");
    expect(readFileSync(join(cwd, "q.json"), "utf8")).toBe("[]\n");
  });

  test("a file that cannot be written is wrong usage, and nothing is printed", async () => {
    const cwd = folderOf({ "a.dnn": sound, file: "" });
    const { code, out, err } = await dnnc(["lint", "--format=json", "--output=sarif=file/a.sarif"], { cwd });
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("cannot write file/a.sarif");
  });

  test("the output is the same from run to run, in whatever order and from whatever folder the files are named", async () => {
    const cwd = folderOf({ "a.dnn": misspelt, "sub/b.dnn": unwise });
    const env = { GITHUB_WORKSPACE: cwd };
    const run = async (folder: string, ...paths: string[]) =>
      (await dnnc(["lint", "--format=sarif", ...paths], { cwd: folder, env })).out;
    const first = await run(cwd, "a.dnn", "sub/b.dnn");
    expect(await run(cwd, "sub/b.dnn", "./a.dnn".slice(2))).toBe(first);
    expect(await run(join(cwd, "sub"), join(cwd, "a.dnn"), "b.dnn")).toBe(first);
    expect(first).toContain('"uri": "sub/b.dnn"');
    expect(first).not.toContain(cwd);
  });

  test("--root says where paths begin", async () => {
    const cwd = folderOf({ "sub/a.dnn": misspelt });
    const { out } = await dnnc(["lint", "--format=github", "--root", "..", "a.dnn"], { cwd: join(cwd, "sub") });
    expect(out).toContain("file=sub/a.dnn,");
  });
});

describe("a baseline", () => {
  const spec = (lines: string): string => unwise.replace("  input\n", `  input\n${lines}`);

  test("accepts what it holds, wherever it has moved, tells what is new and what is stale", async () => {
    const cwd = folderOf({ "a.dnn": unwise, "b.dnn": misspelt });
    const wrote = await dnnc(["lint", "--write-baseline"], { cwd });
    expect(wrote).toMatchObject({ code: 0, out: "", err: "dnnc: dnnc-baseline.json accepts 2 findings\n" });
    const run = () => dnnc(["lint", "--baseline", "dnnc-baseline.json"], { cwd });
    expect(await run()).toMatchObject({ code: 0, out: "nothing to say about 2 files\n" });

    writeFileSync(join(cwd, "a.dnn"), `// moved\n\n${unwise}`);
    expect(await run()).toMatchObject({ code: 0 });

    writeFileSync(join(cwd, "a.dnn"), spec("  dense(8, activation: sellu)\n"));
    const fresh = await run();
    expect(fresh.code).toBe(1);
    expect(fresh.out).toContain("unknown-name");

    writeFileSync(join(cwd, "b.dnn"), sound);
    writeFileSync(join(cwd, "a.dnn"), unwise);
    const stale = await run();
    expect(stale).toMatchObject({ code: 0 });
    expect(stale.out).toContain("warning[stale-baseline]: `unknown-name` is not found in b.dnn any more\n");
    expect(stale.out).toMatch(/dnnc-baseline\.json:5:5\n/);
    expect(await dnnc(["lint", "--baseline=dnnc-baseline.json", "--max-warnings=0"], { cwd })).toMatchObject({
      code: 1,
    });

    rmSync(join(cwd, "b.dnn"));
    expect((await run()).out).toContain("not found in b.dnn any more");
    await dnnc(["lint", "--baseline", "dnnc-baseline.json", "--write-baseline"], { cwd });
    expect(await run()).toMatchObject({ code: 0, out: "nothing to say about 1 file\n" });
  });

  test("is written beside a file that cannot be read, which is told: exit code 2", async () => {
    const cwd = folderOf({ "a.dnn": unwise });
    const { code, err } = await dnnc(["lint", "--write-baseline", "a.dnn", "none.dnn"], { cwd });
    expect(code).toBe(2);
    expect(err).toContain("accepts 1 finding");
    expect(err).toContain("none.dnn: there is no such file");
  });

  test("entries for files that a run does not look at are neither stale nor lost", async () => {
    const cwd = folderOf({ "a.dnn": unwise, "b.dnn": misspelt });
    await dnnc(["lint", "--write-baseline"], { cwd });
    const text = readFileSync(join(cwd, "dnnc-baseline.json"), "utf8");
    const one = await dnnc(["lint", "--baseline", "dnnc-baseline.json", "a.dnn"], { cwd });
    expect(one).toMatchObject({ code: 0, out: "nothing to say about 1 file\n" });
    await dnnc(["lint", "--write-baseline", "a.dnn"], { cwd });
    expect(readFileSync(join(cwd, "dnnc-baseline.json"), "utf8")).toBe(text);
  });

  test("is the same from whatever folder it is written, and is known to SARIF", async () => {
    const cwd = folderOf({ "sub/a.dnn": unwise });
    await dnnc(["lint", "--write-baseline"], { cwd });
    const text = readFileSync(join(cwd, "dnnc-baseline.json"), "utf8");
    const inside = { cwd: join(cwd, "sub") };
    await dnnc(["lint", "--baseline", "../dnnc-baseline.json", "--write-baseline"], inside);
    expect(readFileSync(join(cwd, "dnnc-baseline.json"), "utf8")).toBe(text);
    const { code, out } = await dnnc(["lint", "--format=sarif", "--baseline", "../dnnc-baseline.json"], inside);
    expect(code).toBe(0);
    expect(JSON.parse(out).runs[0].results[0].suppressions).toEqual([{ kind: "external", status: "accepted" }]);
  });

  test.each([
    ["{", "a key in double quotation marks is missing"],
    ['{ "version": 2, "findings": [] }', "this baseline is of version 2"],
    ['{ "version": 1, "findings": [{}] }', "`fingerprint` is missing here"],
    [undefined, "there is no such file"],
  ])("%s is no baseline: exit code 2", async (text, message) => {
    const cwd = folderOf({ "a.dnn": sound, ...(text === undefined ? {} : { "base.json": text }) });
    const { code, out, err } = await dnnc(["lint", "--baseline", "base.json"], { cwd });
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
  });
});

describe("--changed", () => {
  const git = (cwd: string, ...args: string[]): void => {
    const identity = [
      "-c",
      "user.name=a",
      "-c",
      "user.email=a@b",
      "-c",
      "commit.gpgsign=false",
      "-c",
      "init.defaultBranch=main",
    ];
    execFileSync("git", [...identity, ...args], {
      cwd,
      stdio: "pipe",
      env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" },
    });
  };
  const repository = (files: Readonly<Record<string, string>>): string => {
    const cwd = folderOf(files);
    git(cwd, "init", "-q");
    git(cwd, "add", "-A");
    git(cwd, "commit", "-q", "-m", "first");
    return cwd;
  };
  const files = async (cwd: string, ...args: string[]): Promise<string[]> =>
    (await found(cwd, "--changed", ...args)).map((one) => one.split(":")[0]!);

  test("only what differs from the last commit is linted: changed, staged, renamed and untracked files", async () => {
    const cwd = repository({
      "same.dnn": misspelt,
      "edited.dnn": sound,
      "staged.dnn": sound,
      "gone.dnn": misspelt,
      "old name.dnn": misspelt,
      "sub/wörld.dnn": sound,
      ".gitignore": "ignored.dnn\n",
    });
    for (const name of ["edited.dnn", "staged.dnn", "new.dnn", "ignored.dnn", "sub/wörld.dnn"])
      writeFileSync(join(cwd, name), misspelt);
    git(cwd, "add", "staged.dnn");
    renameSync(join(cwd, "old name.dnn"), join(cwd, "new name.dnn"));
    rmSync(join(cwd, "gone.dnn"));
    const all = ["edited.dnn", "new name.dnn", "new.dnn", "staged.dnn", "sub/wörld.dnn"];
    expect(await files(cwd)).toEqual(all);
    expect(await files(cwd, "sub")).toEqual(["sub/wörld.dnn"]);
    expect(await files(join(cwd, "sub"), "..")).toEqual(
      all
        .map((one) => (one.startsWith("sub/") ? one.slice(4) : `../${one}`))
        .map((one) => (one === "wörld.dnn" ? "../sub/wörld.dnn" : one)),
    );
  });

  test("--base compares with the place where the branch began", async () => {
    const cwd = repository({ "a.dnn": misspelt, "b.dnn": misspelt, "c.dnn": misspelt });
    git(cwd, "checkout", "-q", "-b", "work");
    writeFileSync(join(cwd, "a.dnn"), `${misspelt}\n`);
    git(cwd, "commit", "-q", "-a", "-m", "ours");
    git(cwd, "checkout", "-q", "main");
    writeFileSync(join(cwd, "b.dnn"), `${misspelt}\n`);
    git(cwd, "commit", "-q", "-a", "-m", "theirs");
    git(cwd, "checkout", "-q", "work");
    expect(await files(cwd, "--base", "main")).toEqual(["a.dnn"]);
    writeFileSync(join(cwd, "c.dnn"), `${misspelt}\n`);
    expect(await files(cwd, "--base", "main")).toEqual(["a.dnn", "c.dnn"]);
    expect(await files(cwd)).toEqual(["c.dnn"]);
  });

  test("nothing has changed: exit code 0, told, and the forms are written", async () => {
    const cwd = repository({ "a.dnn": misspelt });
    expect(await dnnc(["lint", "--changed", "--output=gitlab=q.json"], { cwd })).toEqual({
      ...{ code: 0, out: "", err: "dnnc: no spec has changed\n" },
    });
    expect(existsSync(join(cwd, "q.json"))).toBe(true);
    rmSync(join(cwd, "a.dnn"));
    expect(await dnnc(["lint", "--changed"], { cwd })).toMatchObject({ code: 0, err: "dnnc: no spec has changed\n" });
  });

  test("in a repository without a commit every file is new", async () => {
    const cwd = folderOf({ "a.dnn": misspelt, "b.dnn": misspelt });
    git(cwd, "init", "-q");
    git(cwd, "add", "a.dnn");
    expect(await files(cwd)).toEqual(["a.dnn", "b.dnn"]);
  });

  const refused = ({ code, out, err }: Outcome, message: string): void => {
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
    expect(err).not.toContain("    at ");
  };

  test("outside a repository, without Git, and with a base that is not there: a clear message, exit code 2", async () => {
    const outside = folderOf({ "a.dnn": sound });
    mkdirSync(join(outside, "bin"));
    const env = { GIT_CEILING_DIRECTORIES: join(outside, "..") };
    refused(await dnnc(["lint", "--changed"], { cwd: outside, env }), "this folder is in no repository");
    refused(
      await dnnc(["lint", "--changed"], { cwd: outside, env: { PATH: join(outside, "bin") } }),
      "there is no `git` here",
    );
    const cwd = repository({ "a.dnn": sound });
    refused(await dnnc(["lint", "--changed", "--base", "origin/main"], { cwd }), "Git knows no `origin/main`");
    refused(await dnnc(["lint", "--changed", "--base=--output=x"], { cwd }), "Git knows no `--output=x`");
  });

  test("branches without a common commit are told with what to do in CI", async () => {
    const cwd = repository({ "a.dnn": sound });
    git(cwd, "checkout", "-q", "--orphan", "other");
    git(cwd, "commit", "-q", "-m", "alone");
    refused(await dnnc(["lint", "--changed", "--base", "main"], { cwd }), "fetch-depth: 0");
  });
});
