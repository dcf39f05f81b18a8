import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { watch } from "rollup";
import { createServer } from "vite";
import { describe, expect, onTestFinished, test } from "vitest";
import plugin from "../../src/plugin/index.ts";
import { interpret } from "../emit/running.ts";
import { bundlers, makeProject, type Said } from "./project.ts";

const moons = `data moons { source: moons(examples: 200)  split: random(train: 80%, validation: 20%) }
network small { input  dense(8, activation: tanh)  dense(1, activation: sigmoid) }
train small on moons { optimizer: adam  batch_size: 16  epochs: 2  seed: 7 }
`;

/** A program that trains, and gives what it was told of each epoch. */
const main = (spec: string): string => `
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-wasm";
import { createModel, loadData, train } from ${JSON.stringify(spec)};
export async function run() {
  await tf.setBackend("wasm");
  const lines = [];
  await train(createModel(), loadData(), { onEpoch: ({ seconds, ...line }) => lines.push(line) });
  return lines;
}`;

/** Builds a project of one spec. */
const projectOf = (spec: string, from = "./moons.dnn"): string =>
  makeProject({ "main.js": main(from), "moons.dnn": spec });

const trained = async (folder: string): Promise<unknown> => {
  const { run } = (await import(/* @vite-ignore */ join(folder, "dist/main.js"))) as { run: () => Promise<unknown> };
  return run();
};

const interpreted = async (text: string): Promise<unknown> => {
  const { history } = await interpret({ path: "moons.dnn", text }, { folders: [] });
  return history.map(({ seconds: _, ...line }) => line);
};

const clean = { errors: [], warnings: [] };

describe.each(Object.entries(bundlers))("built by %s", (bundler, build) => {
  /** webpack tells no place but in the text. */
  const expectPlace = (said: Said | undefined, line: number, column: number): void => {
    const place = { file: said?.file && basename(said.file), line: said?.line, column: said?.column };
    if (bundler !== "webpack") expect(place).toEqual({ file: "moons.dnn", line, column });
    expect(said?.text).toContain(`moons.dnn:${line}:${column + 1}`);
  };

  test("a spec is a module that trains to the same numbers as dnnc does, bit by bit", async () => {
    const folder = projectOf(moons);
    expect(await build(folder)).toEqual(clean);
    expect(await trained(folder)).toEqual(await interpreted(moons));
  });

  test("nothing of a program that is started by itself is in it", async () => {
    const folder = projectOf(moons);
    expect(await build(folder)).toEqual(clean);
    const text = readFileSync(join(folder, "dist/main.js"), "utf8");
    expect(text).not.toMatch(/node:|process\b|parseArgs|import\.meta/);
    const packages = new Set(text.match(/@tensorflow\/[\w-]+/g));
    expect([...packages].toSorted()).toEqual(["@tensorflow/tfjs-backend-wasm", "@tensorflow/tfjs-core"]);
  });

  test("an error of a spec fails the build, as dnnc lint tells it, at its place", async () => {
    const { errors } = await build(projectOf(moons.replace("tanh", "tahn")));
    expect(errors).toHaveLength(1);
    expect(errors[0]!.text).toContain("error[unknown-name]: there is no activation `tahn`");
    expect(errors[0]!.text).toContain("^^^^ `activation` of `dense` takes an activation");
    expect(errors[0]!.text).toContain("help: did you mean `tanh`?");
    expectPlace(errors[0], 2, 44);
  });

  test("a warning is told and does not stop the build", async () => {
    const folder = projectOf(moons.replace("activation: tanh", "activation: tanh, init: he_normal"));
    const { errors, warnings } = await build(folder);
    expect(errors).toEqual([]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]!.text).toContain("warning[tanh-needs-glorot]");
    expect(warnings[0]!.text).toContain("more: dnnc explain tanh-needs-glorot");
    expectPlace(warnings[0], 2, 50);
    expect(await trained(folder)).toHaveLength(2);
  });

  test("of several train blocks the import says which", async () => {
    const long = "train small on moons as long { optimizer: adam  batch_size: 16  epochs: 3  seed: 8 }\n";
    const folder = projectOf(`${moons}${long}`, "./moons.dnn?train=long");
    expect(await build(folder)).toEqual(clean);
    expect(await trained(folder)).toEqual(await interpreted(moons.replace(/train small.*\n/, long)));
  });

  test("an import that does not say which of several train blocks is an error that names them", async () => {
    const { errors } = await build(projectOf(`${moons}train small on moons as long { epochs: 3 }\n`));
    expect(errors).toHaveLength(1);
    expect(errors[0]!.text).toContain("error[train-block]: the spec has several train blocks");
    expect(errors[0]!.text).toContain('help: say which: small, long: import "./moons.dnn?train=small"');
    expectPlace(errors[0], 3, 6);
  });

  test("a train block that is not there is an error", async () => {
    const { errors } = await build(projectOf(moons, "./moons.dnn?train=smal"));
    expect(errors).toHaveLength(1);
    expect(errors[0]!.text).toContain("error[train-block]: the spec has no train block `smal`");
    expect(errors[0]!.text).toContain("did you mean `small`?");
  });

  test("what cannot be emitted is an error at its place", async () => {
    const rows = `data rows { source: csv("rows.csv")  target: binary(column: y)  split: random(train: 80%, validation: 20%) }
network small { row = input  dense(4)  concat(row)  dense(1, activation: sigmoid) }
train small on rows { optimizer: adam }
`;
    const { errors } = await build(projectOf(rows));
    expect(errors).toHaveLength(1);
    expect(errors[0]!.text).toContain("error[not-supported]");
    expectPlace(errors[0], 2, 39);
  });

  test("a spec that is no text is an error", async () => {
    const folder = projectOf(moons);
    writeFileSync(join(folder, "moons.dnn"), Buffer.from([0x66, 0xff, 0xfe]));
    const { errors } = await build(folder);
    expect(errors).toHaveLength(1);
    expect(errors[0]!.text).toContain("error[unreadable]: the file is not text in UTF-8");
  });
});

test("a change of a spec builds anew, with a query too, and after an error", async () => {
  const folder = projectOf(moons, "./moons.dnn?train=small");
  const watcher = watch({
    input: join(folder, "main.js"),
    external: /^@tensorflow\//,
    plugins: [plugin.rollup()],
    output: { file: join(folder, "dist/main.js") },
  });
  onTestFinished(() => watcher.close());
  const told: string[] = [];
  watcher.on("event", (event) => void told.push(event.code === "ERROR" ? event.error.message : event.code));
  const spec = join(folder, "moons.dnn");
  const bundle = join(folder, "dist/main.js");
  await expect.poll(() => told, patiently).toContain("END");
  const withError = (): string => told.join("\n");
  await expect.poll(changing(spec, "seed: -1", withError), patiently).toContain("error[");
  await expect
    .poll(
      changing(spec, "seed: 70707", () => readFileSync(bundle, "utf8")),
      patiently,
    )
    .toContain("seed = 70707");
});

/** On a busy machine a watcher takes its time; and it may see a file from its second change on. */
const patiently = { timeout: 50_000, interval: 500 };

/** Writes the spec once more, so that it changed after the watcher began, and reads what has become of it. */
const changing =
  <T>(spec: string, seed: string, read: () => T) =>
  (): T => {
    writeFileSync(spec, moons.replace("seed: 7", seed));
    return read();
  };

test("Vite's development server serves a spec, serves it anew when it changes, and leaves ?raw to Vite", async () => {
  const folder = projectOf(moons);
  const server = await createServer({
    root: folder,
    configFile: false,
    logLevel: "silent",
    plugins: [plugin.vite()],
    optimizeDeps: { noDiscovery: true },
    server: { port: 0 },
  });
  onTestFinished(() => server.close());
  await server.listen();
  const served = async (path: string): Promise<string> =>
    (await fetch(new URL(path, server.resolvedUrls!.local[0]))).text();
  expect(await served("/moons.dnn?import")).toContain("const seed = 7;");
  expect(await served("/moons.dnn?raw")).toContain("network small { input");
  const spec = join(folder, "moons.dnn");
  await expect
    .poll(
      changing(spec, "seed: 70707", () => served("/moons.dnn?import")),
      patiently,
    )
    .toContain("const seed = 70707");
});

test("every door of the package is built", async () => {
  const { exports } = JSON.parse(readFileSync("package.json", "utf8")) as {
    exports: Record<string, string | { types?: string; default?: string }>;
  };
  const { default: config } = await import("../../rolldown.config.ts");
  const built = config.flatMap(({ input }) => Object.keys(input as object)).map((name) => `./dist/${name}.js`);
  const doors = Object.values(exports).flatMap((door) =>
    typeof door === "object" && door.default ? [door.default] : [],
  );
  expect(doors.length).toBeGreaterThan(5);
  expect(doors.filter((door) => !built.includes(door))).toEqual([]);
});
