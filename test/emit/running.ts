/** Programs made of specs, checked and run; and the same trainings interpreted. */
import { execFile } from "node:child_process";
import { mkdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve as absolute } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { loadData } from "../../src/data/load.ts";
import { emitProgram } from "../../src/emit/tfjs/index.ts";
import { resolve } from "../../src/network/resolve.ts";
import { openBackend } from "../../src/run/backend.ts";
import { loadModel, makeEvaluator } from "../../src/run/model.ts";
import { createSession } from "../../src/run/session.ts";
import { train } from "../../src/run/train.ts";
import { parse } from "../../src/syntax/parse.ts";
import type { Source } from "../../src/text/source.ts";
import { node } from "./strict.ts";

export interface Programs {
  text(spec: string): string;
  /** Every `a.b` in the program's code. */
  accesses(spec: string): readonly string[];
  complaints(spec: string): readonly string[];
  run(spec: string, options: readonly string[]): Promise<string>;
  /** Runs them all in one process, where starting one each would take longer than training: what each prints, line by line. */
  runAll(given: { epochs: number; folders: readonly string[] }): Promise<ReadonlyMap<string, readonly Line[]>>;
}

export type Line = Readonly<Record<string, unknown>>;

/** Imports programs one after the other and does what the `main` of each does, telling lines of `[place, line]`. */
const runner = `
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
const { epochs, folders, files } = JSON.parse(process.argv[2]);
const read = async (path) => readFileSync(folders.map((folder) => join(folder, path)).find((each) => existsSync(each)));
for (const file of files) {
  const program = await import(file);
  await tf.setBackend("wasm");
  const tell = (line) => console.log(JSON.stringify([file, line]));
  try {
    const read = async (path) => readFileSync(folders.map((folder) => join(folder, path)).find((each) => existsSync(each)) ?? path);
    const data = await program.loadData(read);
    const network = program.createModel(data.inputs);
    const end = await program.train(network, data, { epochs, onEpoch: tell });
    // A target that was scaled is measured in its own units, which stand in the data.
    const { evaluate } = program;
    const measured = (part) => (evaluate.length === 3 ? evaluate(network, data, part) : evaluate(network, part));
    tell({ event: "end", ...end, ...(data.test && { test: measured(data.test) }) });
  } catch (error) {
    tell({ event: "error", message: error.message });
  }
}
`;

/** Writes the programs below node_modules, where they find TF.js, and asks the TypeScript compiler about all at once. */
export async function programsOf(sources: readonly Source[]): Promise<Programs> {
  const folder = absolute(
    realpathSync("node_modules"),
    ".cache/programs",
    String(process.pid),
    String(Math.random()).slice(2),
  );
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const places = new Map(sources.map(({ path }, i) => [basename(path), join(folder, `program${i}.ts`)]));
  const texts = new Map<string, string>();
  for (const source of sources) {
    const { text, diagnostics } = await emitProgram(resolve(parse(source).file).model.trainings[0]!, {
      file: basename(source.path),
      text: source.text,
    });
    if (text === undefined) throw new Error(diagnostics[0]?.message);
    texts.set(basename(source.path), text);
    writeFileSync(places.get(basename(source.path))!, text);
  }
  const found = ts.getPreEmitDiagnostics(ts.createProgram([...places.values()], node));
  const compiled = (spec: string): string => {
    const file = places.get(spec)!.replace(/ts$/, "js");
    writeFileSync(
      file,
      ts.transpileModule(texts.get(spec)!, { compilerOptions: { ...node, module: ts.ModuleKind.ESNext } }).outputText,
    );
    return file;
  };
  return {
    text: (spec) => texts.get(spec)!,
    accesses(spec) {
      const found: string[] = [];
      const visit = (node: ts.Node): void => {
        if (ts.isPropertyAccessExpression(node)) found.push(node.getText());
        node.forEachChild(visit);
      };
      visit(ts.createSourceFile("program.ts", texts.get(spec)!, ts.ScriptTarget.ES2022, true));
      return found;
    },
    complaints: (spec) =>
      found
        .filter(({ file }) => file?.fileName === places.get(spec) || file === undefined)
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
    async run(spec, args) {
      const file = compiled(spec);
      const { stdout } = await promisify(execFile)(process.execPath, [file, "--json", ...args], { maxBuffer: 2 ** 26 });
      return stdout;
    },
    async runAll(given) {
      const files = new Map([...texts.keys()].map((spec) => [compiled(spec), spec]));
      const main = join(folder, "run-all.js");
      writeFileSync(main, runner);
      const asked = JSON.stringify({ ...given, files: [...files.keys()] });
      const { stdout } = await promisify(execFile)(process.execPath, [main, asked], { maxBuffer: 2 ** 26 });
      const printed = new Map<string, Line[]>([...texts.keys()].map((spec) => [spec, []]));
      for (const text of stdout.trim().split("\n")) {
        const [file, line] = JSON.parse(text) as [string, Line];
        printed.get(files.get(file)!)!.push(line);
      }
      return printed;
    },
  };
}

export const linesOf = (text: string): readonly Line[] =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);

/** Trains a spec as `dnnc train` does. */
export async function interpret(source: Source, given: { epochs?: number | undefined; folders: readonly string[] }) {
  const { file } = parse(source);
  const first = resolve(file).model.trainings[0]!;
  const { data } = await loadData(first.data.spec, { folders: given.folders, seed: first.seed });
  const training = resolve(file, { dataShape: () => data!.shape }).model.trainings[0]!;
  const session = createSession(await openBackend("wasm"));
  const model = loadModel(training.network, session, training.seed);
  const result = await train(training, data!, model, { epochs: given.epochs, now: () => performance.now() });
  const test = data!.test && makeEvaluator(model, training, data!)(data!.test);
  session.dispose();
  return { ...result, test };
}
