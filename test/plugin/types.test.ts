/** The types that the plugin gives a user's project, asked of TypeScript. */
import { cpSync, existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";
import { check } from "../../src/check.ts";
import { emitForBundler } from "../../src/emit/tfjs/index.ts";
import { declarationsOf } from "../../src/plugin/declarations.ts";
import plugin, { type PluginOptions } from "../../src/plugin/index.ts";
import { makeFolder, makeProject } from "./project.ts";

/** What TypeScript says of some files of a project, `file:line: message`. */
function complaints(folder: string, files: readonly string[]): readonly string[] {
  const { config } = ts.readConfigFile("test/plugin/page/tsconfig.json", ts.sys.readFile) as { config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [] }, ts.sys, folder);
  // Declarations of the project are judged too.
  const asked = { ...options, allowImportingTsExtensions: true, skipLibCheck: false };
  const program = ts.createProgram(
    files.map((file) => join(folder, file)),
    asked,
  );
  const own = program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(folder + "/") && !fileName.includes("/node_modules/"));
  const found = [
    ...program.getOptionsDiagnostics(),
    ...own.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
  ];
  return found.map(({ file, start, messageText }) => {
    const message = ts.flattenDiagnosticMessageText(messageText, "\n");
    if (file === undefined) return message;
    const { line } = file.getLineAndCharacterOfPosition(start!);
    return `${file.fileName.slice(folder.length + 1)}:${line + 1}: ${message}`;
  });
}

const moons = `data moons { source: moons(examples: 200)  split: random(train: 80%, validation: 20%) }
network small { input  dense(8, activation: tanh)  dense(1, activation: sigmoid) }
train small on moons { optimizer: adam  batch_size: 16  epochs: 2  seed: 7 }
`;

/** Builds `main.ts` of a project. */
async function build(folder: string, options?: PluginOptions): Promise<void> {
  const bundle = await rolldown({
    input: join(folder, "main.ts"),
    external: /^@tensorflow\//,
    plugins: [plugin.rolldown(options)],
  });
  await bundle.generate();
}

/** What the examples do not have: several outputs, class weights, constraints, noise, no part but the training one. */
const odd: Readonly<Record<string, string>> = {
  "outputs.dnn": `data hills { source: friedman(examples: 100)  target: regression(normalize: standardize)  split: random(train: 80%, test: 20%) }
network two { input  dense(4, activation: relu)  aux = dense(1)  dense(4, activation: relu)  main = dense(1)  outputs: [main, aux] }
train two on hills { optimizer: sgd  loss { main: mse  aux: mae } }
`,
  "weighed.dnn": `data both { source: moons(examples: 100)  class_weights: [1, 2] }
network held { input  gaussian_noise(0.1)  dense(4, activation: relu, constraint: max_norm(1.0))  dense(1, activation: sigmoid) }
train held on both { optimizer: sgd  early_stopping { monitor: loss  patience: 2  restore_best: true } }
`,
};

describe("every spec", () => {
  const examples = readdirSync("examples").filter((name) => name.endsWith(".dnn"));
  const texts = new Map(examples.map((name) => [name, readFileSync(join("examples", name), "utf8")]));
  for (const [name, text] of Object.entries(odd)) texts.set(name, text);
  const specs = [...texts.keys()];
  let found: readonly string[];

  beforeAll(() => {
    const folder = makeFolder();
    cpSync("src/plugin/client.d.ts", join(folder, "client.d.ts"));
    writeFileSync(join(folder, "generic.ts"), `export * from "./any.dnn";\n`);
    for (const [file, text] of texts) {
      const name = file.replace(".dnn", "");
      const program = emitForBundler(check({ path: file, text }).model.trainings[0]!, { file, text }).text!;
      writeFileSync(join(folder, `${name}_program.ts`), program);
      writeFileSync(join(folder, `${name}.d.dnn.ts`), declarationsOf(program));
      writeFileSync(join(folder, `${name}_same.ts`), sameTypes(name));
      writeFileSync(join(folder, `${name}_generic.ts`), genericTypes(name));
    }
    const files = readdirSync(folder).filter((name) => name.endsWith(".ts"));
    found = complaints(folder, files);
  }, 120_000);

  /** The program is what its declarations say, both ways. */
  const sameTypes = (name: string): string => `
    import * as program from "./${name}_program.ts";
    import type * as declared from "./${name}.dnn";
    export const one: typeof declared = program;
    export const other: typeof program = null! as typeof declared;
    export type { Data, Ending, Line, Measures, Model, TrainOptions } from "./${name}.dnn";
  `;

  /** What comes out of the program is what \`dnnc/client\` says of all. */
  const genericTypes = (name: string): string => `
    import type * as exact from "./${name}.dnn";
    import type * as generic from "./generic.ts";
    declare const made: ReturnType<typeof exact.createModel>;
    declare const data: Awaited<ReturnType<typeof exact.loadData>>;
    export const model: generic.Model = made;
    export const outputs: generic.Outputs = null! as ReturnType<typeof exact.predict>;
    export const measures: generic.Measures = null! as ReturnType<typeof exact.evaluate>;
    export const read: generic.Data = data;
    export const part: generic.Part = data.train;
    export const ending: Promise<generic.Ending> = null! as ReturnType<typeof exact.train>;
    export const saved: ReturnType<typeof generic.saveWeights> = null! as ReturnType<typeof exact.saveWeights>;
    export const line = (told: exact.Line): generic.Line => told;
    export const options: exact.TrainOptions = null! as generic.TrainOptions;
    export const names: Record<keyof typeof exact, unknown> = null! as typeof generic;
    export const all: Record<keyof typeof generic, unknown> = null! as typeof exact;
  `;

  test.each(specs)("%s has types that are those of its program, and of dnnc/client", (file) => {
    const name = file.replace(".dnn", "");
    expect(found.filter((one) => one.startsWith(`${name}.`) || one.startsWith(`${name}_`))).toEqual([]);
  });

  test("nothing else is wrong, and the types of dnnc/client are found", () => {
    expect(found.filter((one) => /^(client|generic)\b/.test(one) || !/^\w+[._]/.test(one))).toEqual([]);
  });
});

test("a build writes the types of a spec beside it, and a wrong use is an error then", async () => {
  const folder = makeProject({
    "moons.dnn": moons,
    "main.ts": `
      import { createModel, evaluate, loadData, train, type Line } from "./moons.dnn";
      const model = createModel();
      const data = loadData();
      export const accuracy = (line: Line): number => line.validation_accuracy;
      export const measured: number = evaluate(model, data.validation).accuracy;
      export const ending = await train(model, data, { onEpoch: accuracy });
      export const wrong = [data.test, evaluate(model, data), createModel(2)];
    `,
  });
  await build(folder);
  expect(existsSync(join(folder, "moons.d.dnn.ts"))).toBe(true);
  expect(complaints(folder, ["main.ts"])).toEqual([
    expect.stringContaining("main.ts:8: Property 'test' does not exist on type 'Data'"),
    expect.stringContaining("main.ts:8: Argument of type 'Data' is not assignable to parameter of type 'Part'"),
    expect.stringContaining("main.ts:8: Expected 0 arguments, but got 1"),
  ]);
});

test("the page has nothing wrong in it", async () => {
  const folder = makeProject({ "spirals.dnn": readFileSync("examples/spirals.dnn", "utf8") });
  cpSync("test/plugin/page/main.ts", join(folder, "page.ts"));
  writeFileSync(join(folder, "main.ts"), 'export * from "./spirals.dnn";');
  await build(folder);
  expect(complaints(folder, ["page.ts"])).toEqual([]);
});

test("types that did not change are not written again, whatever else did", async () => {
  const folder = makeProject({ "moons.dnn": moons, "main.ts": 'export * from "./moons.dnn";' });
  await build(folder);
  const file = join(folder, "moons.d.dnn.ts");
  const long = new Date(0);
  utimesSync(file, long, long);
  writeFileSync(join(folder, "moons.dnn"), moons.replace("seed: 7", "seed: 8"));
  await build(folder);
  expect(statSync(file).mtime).toEqual(long);
  writeFileSync(join(folder, "moons.dnn"), moons.replace("epochs: 2", "epochs: 2  metrics: [accuracy, auc]"));
  await build(folder);
  expect(statSync(file).mtime).not.toEqual(long);
  expect(readFileSync(file, "utf8")).toContain("auc: number");
});

test("no types are written where none are asked for", async () => {
  const folder = makeProject({ "moons.dnn": moons, "main.ts": 'export * from "./moons.dnn";' });
  const before = readdirSync(folder);
  await build(folder, { types: false });
  expect(readdirSync(folder)).toEqual(before);
});

test("types that cannot be written are a warning", async () => {
  const folder = makeProject({ "moons.dnn": moons, "main.ts": 'export * from "./moons.dnn";' });
  cpSync("src/plugin", join(folder, "moons.d.dnn.ts"), { recursive: true });
  const warnings: string[] = [];
  const bundle = await rolldown({
    input: join(folder, "main.ts"),
    external: /^@tensorflow\//,
    plugins: [plugin.rolldown()],
    onwarn: ({ message }) => warnings.push(message),
  });
  await bundle.generate();
  expect(warnings).toEqual([expect.stringContaining("the types of the spec cannot be written: EISDIR")]);
});

test("the modules of several train blocks have types of their own", async () => {
  const folder = makeProject({
    "moons.dnn": `${moons}train small on moons as long { optimizer: adam  epochs: 3  metrics: [auc] }\n`,
    "main.ts": `
      import { train, type Line } from "./moons.dnn?train=long";
      import type { Line as Other } from "./moons.dnn?train=small";
      export const measured = (line: Line, other: Other): number => line.auc + other.accuracy;
      export const wrong = (line: Line): unknown => [line.accuracy, train];
    `,
  });
  await build(folder);
  expect(complaints(folder, ["main.ts", "moons.dnn.trains.d.ts"])).toEqual([
    expect.stringContaining("main.ts:5: Property 'accuracy' does not exist"),
  ]);
});

test("with dnnc/client a spec has types before it is built", () => {
  const folder = makeProject({
    "moons.dnn": moons,
    "main.ts": `
      import * as tf from "@tensorflow/tfjs-core";
      import { createModel, evaluate, loadData, predict, saveWeights, train } from "./moons.dnn";
      const model = createModel();
      const data = await loadData();
      await train(model, data, { onEpoch: ({ epoch, loss }) => console.log(epoch + loss) });
      export const results = [evaluate(model, data.train).loss, predict(model, tf.zeros([1, 2])), saveWeights(model).length];
      export const wrong: string = evaluate(model, data.train).loss;
    `,
  });
  cpSync("src/plugin/client.d.ts", join(folder, "client.d.ts"));
  expect(complaints(folder, ["main.ts", "client.d.ts"])).toEqual([
    "main.ts:8: Type 'number' is not assignable to type 'string'.",
  ]);
});
