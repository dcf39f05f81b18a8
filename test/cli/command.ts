/** The built command, for tests that run it as a user does. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import config from "../../rolldown.config.ts";
import { buildAll } from "../../scripts/bundle.ts";

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  /** The folder it runs in. */
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

interface Build {
  readonly file: string;
  /** What each file imports when it is loaded, by its name. */
  readonly imports: ReadonlyMap<string, readonly string[]>;
}

let built: Promise<Build> | undefined;

/** Builds the command once for each test file, where it finds the packages it loads. */
async function build(): Promise<Build> {
  const dir = resolve(`node_modules/.cache/dnnc/test-${process.pid}`);
  process.once("exit", () => rmSync(dir, { recursive: true, force: true }));
  const chunks = await buildAll(config, dir);
  return { file: join(dir, "dnnc.cjs"), imports: new Map(chunks.map(({ fileName, imports }) => [fileName, imports])) };
}

export const theBuild = (): Promise<Build> => (built ??= build());

/** Runs `dnnc` with these arguments to its end; nothing of it is a terminal. */
export async function dnnc(args: readonly string[], { cwd, input, env }: RunOptions = {}): Promise<Outcome> {
  const child = spawn(process.execPath, [(await theBuild()).file, ...args], {
    cwd,
    env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: undefined, ...env },
  });
  const said = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.err += text));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  return new Promise((done) => child.on("close", (code) => done({ code, ...said })));
}

/** A folder of files that goes when the test ends. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), "dnnc-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** A spec that nothing is to be said about. */
export const sound = `data arms {
  source: spirals(examples: 1000)
  target: class(2)
  normalize: standardize
  split: stratified(train: 70%, validation: 15%, test: 15%)
}

network small {
  input
  dense(16, activation: relu)
  dense(2, activation: softmax)
}

train small on arms {
  epochs: 5
}
`;

/** The same with a misspelt word. */
export const misspelt = sound.replace("activation: relu", "activation: rellu");
