import { elementsOf, featureDims } from "../../network/network.ts";
import { readsFiles } from "./data.ts";
import { isRestored } from "./record.ts";
import type { Pieces } from "./training.ts";

/**
 * What runs when the program is started by itself: it trains, and tells what `dnnc train --json` tells. What is Node's alone, and the
 * backend, is loaded here, so that the rest runs anywhere.
 */
export function mainText(pieces: Pieces): readonly string[] {
  const { training, metrics } = pieces;
  const { data, network } = training;
  const reads = readsFiles(data.spec);
  const tests = data.spec.sources.test !== undefined || data.spec.split?.test !== undefined;
  const unknown = elementsOf(featureDims(network)) === undefined;
  const usesData = unknown || (isRestored(training.data) && metrics.length > 0);
  const told = [
    `event: "start"`,
    "parameters: Object.values(model.weights).reduce((sum, w) => sum + (w.trainable ? w.size : 0), 0)",
    "steps: epochs * Math.ceil(data.train.count / batchSize)",
    "epochs",
    "batch_size: batchSize",
    "examples: data.train.count",
    "backend: options.backend",
    "seed",
  ];
  return [
    "/** Trains in Node, and tells a line an epoch: as JSON, or to be read. */",
    "async function main(): Promise<void> {",
    `const { ${reads ? "existsSync, readFileSync, writeFileSync" : "writeFileSync"} } = await import("node:fs");`,
    ...(reads ? ['const { join } = await import("node:path");'] : []),
    'const { parseArgs } = await import("node:util");',
    `await Promise.all([import("@tensorflow/tfjs-backend-cpu"), import("@tensorflow/tfjs-backend-wasm")]);`,
    `const given = { type: "string" } as const;`,
    "const { values: options } = parseArgs({ options: {",
    `"data-dir": { ...given, multiple: true, default: [] }, backend: { ...given, default: "wasm" }, epochs: { ...given, default: "${training.epochs}" }, json: { type: "boolean" }, save: given } });`,
    "const epochs = Number(options.epochs);",
    "if (!Number.isInteger(epochs) || epochs < 1) throw new Error(`--epochs takes a whole number from 1, not ${options.epochs}`);",
    "if (!(await tf.setBackend(options.backend))) throw new Error(`there is no backend ${options.backend}: it is wasm or cpu`);",
    "const tell = (line: object): void => {",
    "const text = JSON.stringify(line);",
    'console.log(options.json ? text : text.replace(/[{}"]/g, "").replaceAll(":", " ").replaceAll(",", "  "));',
    "};",
    ...(reads
      ? [
          `const folders = [import.meta.dirname, ...options["data-dir"]];`,
          "const data = await loadData(async (path) => {",
          "const file = folders.map((folder) => join(folder, path)).find((each) => existsSync(each));",
          'if (file === undefined) throw new Error(`${path} was not found in ${folders.join(", ")}`);',
          "return readFileSync(file);",
          "});",
        ]
      : ["const data = loadData();"]),
    `const model = createModel(${unknown ? "data.inputs" : ""});`,
    `tell({ ${told.join(", ")} });`,
    "const stop = new AbortController();",
    `process.once("SIGINT", () => stop.abort());`,
    "const end = await train(model, data, { epochs, onEpoch: tell, signal: stop.signal });",
    `tell({ event: "end", ...end${tests ? `, test: evaluate(model, ${usesData ? "data, " : ""}data.test)` : ""} });`,
    "if (options.save !== undefined) writeFileSync(options.save, saveWeights(model));",
    `if (end.reason === "interrupted") process.exitCode = 130;`,
    "}",
    "",
    'if (typeof process !== "undefined" && process.argv[1] !== undefined) {',
    'const { realpathSync } = await import("node:fs");',
    "if (realpathSync(process.argv[1]) === import.meta.filename)",
    "main().catch((error: Error) => {",
    "console.error(error.message);",
    "process.exitCode = 2;",
    "});",
    "}",
  ];
}
