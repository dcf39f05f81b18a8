/** Many programs at once: emitted, checked by TypeScript in one batch, and run in a few processes beside the interpreter. */
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve as absolute } from "node:path";
import { promisify } from "node:util";
import { transformSync } from "rolldown/utils";
import { loadData } from "../../src/data/load.ts";
import { emitProgram } from "../../src/emit/tfjs/index.ts";
import { sidesOf } from "../../src/graph/training-graph.ts";
import { resolve } from "../../src/network/resolve.ts";
import type { Training } from "../../src/network/resolve-train.ts";
import { openBackend } from "../../src/run/backend.ts";
import { checkFit } from "../../src/run/fit.ts";
import { loadModel, makeEvaluator, predict } from "../../src/run/model.ts";
import { encodeSafetensors } from "../../src/run/safetensors.ts";
import { createSession } from "../../src/run/session.ts";
import { train } from "../../src/run/train.ts";
import { parse } from "../../src/syntax/parse.ts";
import { node } from "./strict.ts";

export type Line = Readonly<Record<string, unknown>>;

/** How a training went: what it told, and what is left of it to the bit. */
export interface Outcome {
  readonly lines: readonly Line[];
  readonly end?: Line;
  /** Why it did not end. */
  readonly error?: string;
  /** The weights as a file, in base64; and those of a program once more, loaded and saved. */
  readonly weights?: string;
  readonly again?: string;
  /** Of the test part, or of the training part, for each output. */
  readonly predictions?: readonly string[];
  readonly counts?: Counts;
}

/** How many tensors there were in a program: before anything, with a model, after each epoch, after training, and so on. */
export interface Counts {
  readonly before: number;
  readonly made: number;
  readonly epochs: readonly number[];
  readonly trained: number;
  readonly evaluated: number;
  readonly predicted: number;
  readonly disposed: number;
}

export interface Programs {
  readonly texts: readonly string[];
  /** For each program what TypeScript finds wrong. */
  readonly complaints: readonly (readonly string[])[];
  /** What TypeScript took for all of them. */
  readonly megabytes: number;
  readonly outcomes: readonly Outcome[];
}

const run = promisify(execFile);
const script = (name: string): string => join(import.meta.dirname, name);

export const trainingOf = (text: string): Training =>
  resolve(parse({ path: "any.dnn", text }).file).model.trainings[0]!;

/** So many programs one process runs. */
const share = 250;

/**
 * Emits, checks and runs the programs of specs; data files lie in `dataFolder`. Meanwhile `beside` has a core for itself.
 * The programs lie below node_modules, where they find TF.js, and are gone afterwards.
 */
export async function programsOf(
  specs: readonly string[],
  dataFolder: string,
  beside: () => Promise<void> = async () => {},
): Promise<Programs> {
  const cache = absolute(realpathSync("node_modules"), ".cache/programs");
  const folder = join(cache, String(process.pid), String(Math.random()).slice(2));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const running: Promise<readonly Outcome[]>[] = [];
  try {
    const texts: string[] = [];
    for (let first = 0; first < specs.length; first += share) {
      const jobs = [];
      for (const [k, spec] of specs.slice(first, first + share).entries()) {
        const training = trainingOf(spec);
        const { text, diagnostics } = await emitProgram(training, { file: `any${first + k}.dnn`, text: spec });
        if (text === undefined) throw new Error(`${diagnostics[0]?.message}\n\n${spec}`);
        texts.push(text);
        const file = join(folder, `p${first + k}`);
        writeFileSync(`${file}.ts`, text);
        writeFileSync(`${file}.js`, transformSync("program.ts", text).code);
        const { shape } = training.data;
        jobs.push({ file: `${file}.js`, folder: dataFolder, shape: shape.includes(undefined) ? undefined : shape });
      }
      running.push(outcomesOf(join(folder, `run${first}`), jobs));
    }
    const checking = run(process.execPath, [
      "--max-old-space-size=12288",
      script("check-types.mjs"),
      folder,
      JSON.stringify(node),
    ]);
    await beside();
    const outcomes = (await Promise.all(running)).flat();
    await checking;
    const types = JSON.parse(readFileSync(join(folder, "types.json"), "utf8")) as {
      found: readonly { file?: string; message: string }[];
      megabytes: number;
    };
    const complaints = specs.map((_, i) =>
      types.found.filter(({ file = `p${i}.ts` }) => file === `p${i}.ts`).map(({ message }) => message),
    );
    return { texts, complaints, megabytes: types.megabytes, outcomes };
  } finally {
    // Where a spec ends this early, what was started still writes into the folder.
    await Promise.allSettled(running);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function outcomesOf(name: string, jobs: readonly unknown[]): Promise<readonly Outcome[]> {
  const [asked, told] = [`${name}.jobs.json`, `${name}.told.json`];
  writeFileSync(asked, JSON.stringify(jobs));
  await run(process.execPath, [script("run-programs.mjs"), asked, told], { maxBuffer: 2 ** 26 });
  return JSON.parse(readFileSync(told, "utf8")) as readonly Outcome[];
}

const base64 = ({ buffer, byteOffset, byteLength }: Uint8Array | Float32Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString("base64");

/** With names for the numbers that JSON has none for, as `run-programs.mjs` writes them. */
const printable = (line: object): Line =>
  Object.fromEntries(
    Object.entries(line).map(([name, value]) => [
      name,
      typeof value === "number" && !Number.isFinite(value) ? String(value) : value,
    ]),
  );

/** The same training as `dnnc train` does it. */
export const interpreted = (text: string, folder: string): Promise<Outcome> =>
  interpret(text, folder).catch((error: Error) => ({ lines: [], error: `the interpreter throws ${error.stack}` }));

async function interpret(text: string, folder: string): Promise<Outcome> {
  const { file } = parse({ path: "any.dnn", text });
  const first = resolve(file).model.trainings[0]!;
  const { data, diagnostics } = await loadData(first.data.spec, { folders: [folder], seed: first.seed });
  if (data === undefined) return { lines: [], error: diagnostics.map(({ message }) => message).join("\n") };
  const training = resolve(file, { dataShape: () => data.shape }).model.trainings[0]!;
  const misfits = checkFit(training, data);
  if (misfits.length > 0) return { lines: [], error: misfits.map(({ message }) => message).join("\n") };
  const session = createSession(await openBackend("wasm"));
  const model = loadModel(training.network, session, training.seed);
  const { history, reason, bestEpoch, notFinite } = await train(training, data, model, { now: () => 0 });
  if (notFinite !== undefined) {
    session.dispose();
    return { lines: history.map(printable), error: `${notFinite.what} is NaN in epoch ${notFinite.epoch}` };
  }
  const test = data.test && makeEvaluator(model, training, data)(data.test);
  const part = data.test ?? data.train;
  const saved = new Map(
    model.weights.map(({ path, shape }) => [path, { shape: sidesOf(shape), values: session.read(path) }]),
  );
  const weights = base64(encodeSafetensors(saved));
  const outcome: Outcome = {
    lines: history.map(printable),
    end: printable({ reason, best_epoch: bestEpoch, ...(test && { test: printable(test) }) }),
    ...{ weights, again: weights },
    predictions: predict(model, part.features, part.count).map(base64),
  };
  session.dispose();
  return outcome;
}
