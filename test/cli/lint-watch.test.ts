/** `dnnc lint --watch`: findings that follow the specs and their config. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { dnnc, folderOf, misspelt, sound, theBuild } from "./command.ts";

const clean = /nothing to say about (\d files?)\n$/;

/** A watch over a folder; `next` waits until standard output ends so, and gives what was said since the last time. */
async function watch(files: Readonly<Record<string, string>>) {
  const folder = folderOf(files);
  const child = spawn(process.execPath, [(await theBuild()).file, "lint", "--watch"], { cwd: folder });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  let told = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (told += text));
  return {
    place: (name: string) => join(folder, name),
    async next(end: RegExp): Promise<string> {
      while (!end.test(said)) await once(child.stdout, "data");
      const now = said;
      said = "";
      return now;
    },
    async end() {
      child.kill("SIGINT");
      const [code] = (await once(child, "exit")) as [number | null];
      return { code, told };
    },
  };
}

test("each change of a spec or a config is linted, and specs that come and go", { timeout: 60_000 }, async () => {
  const { next, place, end } = await watch({ "a.dnn": misspelt });
  expect(await next(/1 error in 1 file\n$/)).toContain("did you mean `relu`?");
  writeFileSync(place("a.dnn"), sound);
  expect(await next(clean)).toContain("1 file\n");
  writeFileSync(place("b.dnn"), sound);
  expect(await next(clean)).toContain("2 files\n");
  rmSync(place("b.dnn"));
  expect(await next(clean)).toContain("1 file\n");
  writeFileSync(place("dnnc.config.json"), '{ "rules": { "no-seed": "warning" } }');
  expect(await next(/1 warning in 1 file\n$/)).toContain("no-seed");
  expect(await end()).toEqual({ code: 0, told: "dnnc: watching .; Ctrl-C ends\n" });
});

test.each(["--fix", "--changed", "--write-baseline"])("--watch takes no %s", async (option) => {
  const { code, err } = await dnnc(["lint", "--watch", option], { cwd: folderOf({ "a.dnn": sound }) });
  expect({ code, err }).toEqual({
    code: 2,
    err: `dnnc: \`--watch\` looks again and again, and takes no \`${option}\`\n`,
  });
});
