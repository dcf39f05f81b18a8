/** The GitHub Action, its problem matcher, and the hooks for pre-commit, as their hosts use them. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { dnnc, folderOf, misspelt, sound, theBuild } from "./command.ts";

const inputsOf = (page: string): string[] =>
  [
    ...page
      .split("\noutputs:")[0]!
      .split("\ninputs:")[1]!
      .matchAll(/^ {2}([a-z-]+):$/gm),
  ].map((match) => match[1]!);

async function action(cwd: string, inputs: Readonly<Record<string, string>>) {
  const { file } = await theBuild();
  const env = { ...process.env, COMMAND: `${process.execPath} ${file}`, GITHUB_OUTPUT: join(cwd, "output"), ...inputs };
  const { status, stdout, stderr } = spawnSync("bash", [resolve("scripts/action.sh")], { cwd, env, encoding: "utf8" });
  return { code: status, out: stdout, err: stderr };
}

test("the action prints annotations, fails where lint does, and tells where the SARIF file is", async () => {
  const cwd = folderOf({ "a.dnn": misspelt, "b c.dnn": sound });
  const { code, out } = await action(cwd, { SARIF: "out.sarif", FOLDER: "specs" });
  expect(code).toBe(1);
  expect(out).toMatch(/^::error file=a\.dnn,line=10,/);
  expect(readFileSync(join(cwd, "output"), "utf8")).toBe("sarif=specs/out.sarif\n");
  expect(existsSync(join(cwd, "out.sarif"))).toBe(true);
  expect(await action(cwd, { PATHS: "b c.dnn\n" })).toMatchObject({ code: 0, out: "" });
});

test("what an input says is never run and never an option", async () => {
  const cwd = folderOf({ "a.dnn": sound });
  const paths = ["$(touch hit)", "`touch hit`", "; touch hit", "--format=json"].join("\n");
  const { code, out, err } = await action(cwd, { PATHS: paths });
  expect(code).toBe(2);
  expect(err).toContain("--format=json: there is no such file");
  expect(out).not.toContain('"version"');
  expect(existsSync(join(cwd, "hit"))).toBe(false);
});

test("every input of the action is handed to the script, which reads it", () => {
  const page = readFileSync("action.yml", "utf8");
  const script = readFileSync("scripts/action.sh", "utf8");
  const handed = [...page.matchAll(/([A-Z_]+): \$\{\{ inputs\.([a-z-]+) \}\}/g)];
  expect(handed.map((match) => match[2]).toSorted()).toEqual(inputsOf(page).toSorted());
  for (const [, name] of handed) expect(script).toContain(`\${${name}`);
});

test("the problem matcher finds rule, message, file, line and column in what people read", async () => {
  const [matcher] = JSON.parse(readFileSync(".github/dnnc-matcher.json", "utf8")).problemMatcher;
  const cwd = folderOf({ "deep/a b.dnn": misspelt });
  const lines = (await dnnc(["lint"], { cwd })).out.split("\n");
  const [head, place] = matcher.pattern.map(({ regexp }: { regexp: string }, i: number) =>
    new RegExp(regexp).exec(lines[i]!),
  );
  expect(head.slice(1)).toEqual(["error", "unknown-name", "there is no activation `rellu`"]);
  expect(place.slice(1)).toEqual(["deep/a b.dnn", "10", "25"]);
});

test("the hooks of pre-commit call the command that the package has, with options that it takes", async () => {
  const entries = [...readFileSync(".pre-commit-hooks.yaml", "utf8").matchAll(/entry: dnnc (.+)/g)].map(
    (match) => match[1]!,
  );
  expect(entries).toHaveLength(2);
  const cwd = folderOf({ "a.dnn": sound });
  for (const entry of entries) expect((await dnnc([...entry.split(" "), "a.dnn"], { cwd })).code).not.toBe(2);
  expect(Object.keys(JSON.parse(readFileSync("package.json", "utf8")).bin)).toEqual(["dnnc"]);
});
