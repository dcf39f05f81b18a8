/** `dnnc compile --watch`: a program that follows its spec, whatever the editor does to the file. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { dnnc, folderOf, misspelt, sound, theBuild } from "./command.ts";

const seconds = 30_000;

/** A watch over a spec in a folder of its own; `next` waits until it has said something that ends so. */
async function watch(spec: string, ...options: readonly string[]) {
  const folder = folderOf({ "s.dnn": spec });
  const args = [(await theBuild()).file, "compile", "s.dnn", "-o", "s.ts", "--watch", ...options];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const next = async (end: RegExp): Promise<string> => {
    while (!end.test(said)) {
      if (child.exitCode !== null) throw new Error(`it has ended: ${said}`);
      await once(child.stderr, "data");
    }
    const now = said;
    said = "";
    return now;
  };
  return {
    next,
    place: (name: string) => join(folder, name),
    read: () => readFileSync(join(folder, "s.ts"), "utf8"),
    async end(signal: NodeJS.Signals) {
      child.kill(signal);
      const [code] = (await once(child, "exit")) as [number | null];
      return { code, said };
    },
  };
}

const isWritten = /s\.ts is written \(\d+\.\d\d s\)\n/;
const begins = /watching s\.dnn; Ctrl-C ends\n$/;
const withSeed = (seed: number): string => sound.replace("epochs: 5", `epochs: 5\n  seed: ${seed}`);

test(
  "each change is compiled: written in place, renamed over, deleted and made again",
  { timeout: seconds },
  async () => {
    const { next, place, read, end } = await watch(sound);
    expect(await next(begins)).toMatch(isWritten);
    writeFileSync(place("s.dnn"), withSeed(7));
    await next(isWritten);
    expect(read()).toContain("const seed = 7;");
    writeFileSync(place("s.dnn~"), withSeed(8));
    renameSync(place("s.dnn~"), place("s.dnn"));
    expect(await next(isWritten)).not.toContain("no such file");
    expect(read()).toContain("const seed = 8;");
    rmSync(place("s.dnn"));
    expect(await next(/goes on\n$/)).toContain("s.dnn: there is no such file");
    writeFileSync(place("s.dnn"), withSeed(9));
    await next(isWritten);
    expect(read()).toContain("const seed = 9;");
    expect(await end("SIGINT")).toEqual({ code: 0, said: "" });
  },
);

test("errors are told, the program stays as it was, and watching goes on", { timeout: seconds }, async () => {
  const { next, place, read, end } = await watch(misspelt);
  expect(await next(begins)).toContain("nothing is written; watching s.dnn goes on");
  writeFileSync(place("s.dnn"), sound);
  await next(isWritten);
  const program = read();
  writeFileSync(place("s.dnn"), misspelt);
  expect(await next(/goes on\n$/)).toContain("did you mean `relu`?");
  expect(read()).toBe(program);
  expect(await end("SIGTERM")).toEqual({ code: 0, said: "" });
});

test("a change of the program by hand is not overwritten", { timeout: seconds }, async () => {
  const { next, place, read } = await watch(sound);
  await next(begins);
  writeFileSync(place("s.ts"), read().replace("batchSize = 32", "batchSize = 99"));
  writeFileSync(place("s.dnn"), withSeed(7));
  expect(await next(/goes on\n$/)).toContain("s.ts was changed by hand since dnnc wrote it");
  expect(read()).toContain("batchSize = 99");
});

test(
  "a spec behind a link is followed; one that is only touched is told to be up to date",
  { timeout: seconds },
  async () => {
    const { next, place, read } = await watch(sound);
    await next(begins);
    mkdirSync(place("elsewhere"));
    writeFileSync(place("elsewhere/real.dnn"), withSeed(7));
    rmSync(place("s.dnn"));
    symlinkSync("elsewhere/real.dnn", place("s.dnn"));
    await next(isWritten);
    writeFileSync(place("elsewhere/real.dnn"), withSeed(8));
    await next(isWritten);
    expect(read()).toContain("const seed = 8;");
    utimesSync(place("elsewhere/real.dnn"), 1, 1);
    await next(/s\.ts is up to date \(\d+\.\d\d s\)\n$/);
  },
);

test("what is wrong from the beginning ends it", async () => {
  const cwd = folderOf({ "s.dnn": sound, "own.ts": "export const x = 1;\n" });
  const said = async (...args: readonly string[]) => {
    const { code, err } = await dnnc(["compile", ...args, "--watch"], { cwd });
    return `${code} ${err.split("\n")[0]!}`;
  };
  expect(await said("s.dnn")).toBe("2 dnnc: `--watch` needs the file or the folder that it writes");
  expect(await said("-", "-o", "s.ts")).toBe("2 dnnc: standard input cannot be watched");
  expect(await said("s.dnn", "-o", "s.ts", "--check")).toBe("2 dnnc: `--check` looks once, and takes no `--watch`");
  expect(await said("no.dnn", "-o", "s.ts")).toBe("2 dnnc: no.dnn: there is no such file");
  expect(await said("s.dnn", "-o", "own.ts")).toMatch(/^2 dnnc: own\.ts was not written by dnnc/);
});
