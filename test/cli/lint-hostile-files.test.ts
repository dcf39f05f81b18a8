/** Paths, configs and baselines made to hurt: refused or read in no time, and nothing is told of a file elsewhere. */
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderOf, misspelt, sound } from "./command.ts";
import { metered } from "./metered.ts";

const name = `${"a".repeat(100)}.dnn`;

describe.skipIf(process.platform !== "linux")("on Linux", () => {
  const configs: Readonly<Record<string, string>> = {
    "a pattern of stars": JSON.stringify({ ignore: ["*a".repeat(200) + "!"] }),
    "a pattern of folders": JSON.stringify({ ignore: ["**/".repeat(1000) + "!"] }),
    "a pattern of choices": JSON.stringify({ ignore: ["{*a,*aa}".repeat(200) + "!"] }),
    "a pattern of choices in choices": JSON.stringify({ ignore: ["{*b,".repeat(1000)] }),
    "a pattern that is too long": JSON.stringify({ ignore: ["*".repeat(60_000)] }),
    "a thousand patterns": JSON.stringify({ ignore: Array.from({ length: 1000 }, (_, i) => `**/*a*b${i}`) }),
    "a range backwards": JSON.stringify({ ignore: ["[z-a]"] }),
    "brackets without end": "[".repeat(60_000),
    "thousands of unknown keys": `{${Array.from({ length: 5000 }, (_, i) => `"k${i}":1`).join(",")}}`,
    "thousands of unknown rules": `{"rules":{${Array.from({ length: 3000 }, (_, i) => `"selu-${i}":"off"`).join(",")}}}`,
    "a thousand overrides": JSON.stringify({
      overrides: Array.from({ length: 1000 }, () => ({ files: ["**"], rules: { "selu-init": "off" } })),
    }),
    "names of every object": '{"__proto__":{"strict":true},"rules":{"__proto__":"off","constructor":"off"}}',
    "15 MiB": `{"ignore":[${'"a",'.repeat(3_900_000)}"b"]}`,
  };

  test.each(Object.keys(configs))("a config of %s", async (what) => {
    const { code, out, err } = await metered(
      ["lint", name],
      folderOf({ [name]: sound, "dnnc.config.json": configs[what]! }),
    );
    expect(`${out}${err}`).toMatch(code === 2 ? /mistakes?, and nothing was linted|at most 64 KiB/ : /nothing to say/);
    expect(err.length).toBeLessThan(100_000);
  });

  test.each([
    ["of more findings than it may hold", `{"version":1,"findings":[${'{"file":"a.dnn"},'.repeat(400_000)}{}]}`],
    ["of entries that are none", `{"version":1,"findings":[${"{},".repeat(200_000)}{}]}`],
    ["of brackets", "[".repeat(3_000_000)],
  ])("a baseline %s", async (_, text) => {
    const cwd = folderOf({ [name]: sound, "base.json": text });
    expect(await metered(["lint", "--baseline", "base.json", name], cwd)).toMatchObject({ code: 2, out: "" });
  });

  test("a baseline of thousands of stale entries", async () => {
    const entry = (i: number) => ({ file: "a.dnn", rule: "x", message: "m", fingerprint: String(i) });
    const text = JSON.stringify({ version: 1, findings: Array.from({ length: 40_000 }, (_, i) => entry(i)) });
    const cwd = folderOf({ [name]: sound, "base.json": text });
    const { out } = await metered(["lint", "--baseline", "base.json", name], cwd);
    expect(out).toContain("39501 more findings are not shown");
  });

  test.each([
    "/dev/zero",
    "/dev/random",
    "/dev/full",
    "pipe.dnn",
    "loop.dnn",
    "zero.dnn",
    "folder.dnn",
    "x".repeat(5000),
  ])("%s is no spec", async (path) => {
    const cwd = folderOf({});
    execFileSync("mkfifo", [join(cwd, "pipe.dnn")]);
    mkdirSync(join(cwd, "folder.dnn"));
    symlinkSync("loop.dnn", join(cwd, "loop.dnn"));
    symlinkSync("/dev/zero", join(cwd, "zero.dnn"));
    const { code, out, err } = await metered(["lint", path], cwd);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^dnnc: /);
  });

  test("a link that leads out of the folder is not followed, and one within it is", async () => {
    const elsewhere = folderOf({ "secret.dnn": misspelt, secret: "a secret" });
    const cwd = folderOf({ "a.dnn": sound, "parts/b.txt": misspelt });
    symlinkSync(join(elsewhere, "secret.dnn"), join(cwd, "absolute.dnn"));
    symlinkSync(join("..", elsewhere.split("/").at(-1)!, "secret"), join(cwd, "relative.dnn"));
    symlinkSync("/", join(cwd, "root"));
    symlinkSync("parts/b.txt", join(cwd, "inside.dnn"));
    const { out, err } = await metered(["lint", "--format=json", "."], cwd);
    expect(err).toBe("");
    const { files, diagnostics } = JSON.parse(out) as { files: number; diagnostics: { file: string }[] };
    expect(files).toBe(2);
    expect(diagnostics.map(({ file }) => file)).toEqual(["inside.dnn"]);
    expect(await metered(["lint", "*.dnn"], cwd)).toMatchObject({ err: "" });
  });
});
