/** Trainings as they end: by programs, many in a process, and interpreted. */
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve as absolute } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { loadData } from "../../src/data/load.ts";
import { emitProgram } from "../../src/emit/tfjs/index.ts";
import { sidesOf } from "../../src/graph/training-graph.ts";
import { resolve } from "../../src/network/resolve.ts";
import { openBackend } from "../../src/run/backend.ts";
import { loadModel, makeEvaluator, predict, readWeights } from "../../src/run/model.ts";
import { encodeSafetensors } from "../../src/run/safetensors.ts";
import { createSession } from "../../src/run/session.ts";
import { train } from "../../src/run/train.ts";
import { parse } from "../../src/syntax/parse.ts";
import type { Source } from "../../src/text/source.ts";

export type Line = Readonly<Record<string, number | string>>;

/** What a training tells and leaves. Bytes are in base64. */
export interface Trained {
  readonly lines: readonly Line[];
  readonly end: { readonly reason: string; readonly best_epoch: number };
  readonly test: Readonly<Record<string, number>> | undefined;
  /** The file of the weights at the end. */
  readonly weights: string;
  /** For the validation part, of each output. */
  readonly predicted: readonly string[];
}

export interface TrainedProgram extends Trained {
  /** What another model predicts before it has loaded these weights, and after. */
  readonly first: readonly string[];
  readonly reloaded: readonly string[];
  /** How many tensors there were. */
  readonly counts: {
    readonly before: number;
    readonly made: number;
    readonly epochs: readonly number[];
    readonly trained: number;
    readonly evaluated: number;
    readonly disposed: number;
  };
  readonly milliseconds: number;
  readonly error?: string;
}

export interface Given {
  readonly epochs: number;
  /** Where the data lies. */
  readonly folder: string;
}

const run = promisify(execFile);

export interface Written {
  /** A folder where programs find TF.js. */
  readonly place: string;
  readonly programs: readonly { readonly file: string; readonly shape: readonly number[] | undefined }[];
}

/** The programs of specs as JavaScript, each named after its spec. */
export async function writePrograms(sources: readonly Source[]): Promise<Written> {
  const place = join(
    absolute(realpathSync("node_modules"), ".cache/programs"),
    `${process.pid}-${String(Math.random()).slice(2)}`,
  );
  mkdirSync(place, { recursive: true });
  process.once("exit", () => rmSync(place, { recursive: true, force: true }));
  writeFileSync(join(place, "package.json"), '{ "type": "module" }');
  const programs: Written["programs"][number][] = [];
  for (const { path, text } of sources) {
    const training = resolve(parse({ path, text }).file).model.trainings[0]!;
    const program = await emitProgram(training, { file: basename(path), text });
    if (program.text === undefined) throw new Error(program.diagnostics[0]?.message);
    const file = join(place, `${basename(path, ".dnn")}.js`);
    const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
    writeFileSync(file, ts.transpileModule(program.text, { compilerOptions }).outputText);
    const { shape } = training.data;
    programs.push({ file, shape: shape.includes(undefined) ? undefined : (shape as readonly number[]) });
  }
  return { place, programs };
}

/** The programs of specs, and what each backend makes of all of them in one process. */
export async function programsFor(sources: readonly Source[], { epochs, folder }: Given) {
  const { place, programs } = await writePrograms(sources);
  writeFileSync(join(place, "train-all.js"), readFileSync(join(import.meta.dirname, "train-all.mjs")));
  /** What each spec's program does on a backend, in the order of the specs. */
  return async (backend: "wasm" | "cpu"): Promise<readonly TrainedProgram[]> => {
    const [jobs, results] = [join(place, `${backend}-jobs.json`), join(place, `${backend}-results.json`)];
    writeFileSync(jobs, JSON.stringify({ backend, epochs, folder, programs }));
    await run(process.execPath, [join(place, "train-all.js"), jobs, results], { maxBuffer: 2 ** 26 });
    return JSON.parse(readFileSync(results, "utf8")) as readonly TrainedProgram[];
  };
}

const base64 = ({ buffer, byteOffset, byteLength }: Uint8Array | Float32Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString("base64");

/** Trains a spec as `dnnc train` does. */
export async function interpreted(source: Source, { epochs, folder }: Given): Promise<Trained> {
  const { file } = parse(source);
  const first = resolve(file).model.trainings[0]!;
  const { data, diagnostics } = await loadData(first.data.spec, { folders: [folder], seed: first.seed });
  if (data === undefined) throw new Error(diagnostics[0]?.message);
  const training = resolve(file, { dataShape: () => data.shape }).model.trainings[0]!;
  const session = createSession(await openBackend("wasm"));
  const model = loadModel(training.network, session, training.seed);
  const { history, reason, bestEpoch } = await train(training, data, model, { epochs, now: () => 0 });
  const test = data.test && makeEvaluator(model, training, data)(data.test);
  const values = readWeights(model);
  const saved = model.weights.map(
    ({ path, shape }) => [path, { shape: sidesOf(shape), values: values.get(path)! }] as const,
  );
  const { features, count } = data.validation!;
  const trained = {
    lines: history,
    end: { reason, best_epoch: bestEpoch },
    test,
    weights: base64(encodeSafetensors(new Map(saved))),
    predicted: predict(model, features, count).map(base64),
  };
  session.dispose();
  return trained;
}
