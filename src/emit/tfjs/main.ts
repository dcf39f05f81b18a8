import { docComment } from "./names.ts";
import { elementsOf, featureDims } from "../../network/network.ts";
import { readsFiles } from "./data.ts";
import { isRestored } from "./record.ts";
import type { Pieces } from "./pieces.ts";

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
  return [
    docComment(
      `Trains in Node, and tells a line an epoch: \`npx tsx FILE\`, or \`node FILE\` from Node 22.18 on.\n${reads ? "\`--data-dir DIR\` (where the data's files are), " : ""}\`--epochs N\`, \`--backend cpu\`, \`--json\`, \`--save FILE\` (for the weights, in the end).`,
    ),
    "async function main(): Promise<void> {",
    'const { existsSync, realpathSync } = await import("node:fs");',
    'const [, started = ""] = process.argv;',
    "if (!existsSync(started) || realpathSync(started) !== import.meta.filename) return; // a module of another program",
    `const { appendFile, ${reads ? "readFile, " : ""}writeFile } = await import("node:fs/promises");`,
    'const { inspect, parseArgs } = await import("node:util");',
    `await Promise.all([import("@tensorflow/tfjs-backend-cpu"), import("@tensorflow/tfjs-backend-wasm")]);`,
    `const [text, flag] = [{ type: "string" }, { type: "boolean" }] as const;`,
    `const options = { ${reads ? '"data-dir": { ...text, multiple: true }, ' : ""}backend: text, epochs: text, json: flag, save: text } as const;`,
    "const { values } = parseArgs({ options });",
    `const { ${reads ? '"data-dir": folders = [], ' : ""}backend = "wasm", json, save } = values;`,
    `const epochs = Number(values.epochs ?? ${training.epochs});`,
    "if (!(Number.isInteger(epochs) && epochs > 0)) throw new Error(`--epochs takes a whole number from 1, not ${values.epochs}`);",
    "if (!/^(wasm|cpu)$/.test(backend)) throw new Error(`there is no backend ${backend}: it is wasm or cpu`);",
    "await tf.setBackend(backend);",
    'if (save !== undefined) await appendFile(save, ""); // what cannot be written is better known before the training',
    "const tell = (line: object) => console.log(json ? JSON.stringify(line) : inspect(line, { breakLength: Infinity }));",
    ...(reads
      ? [
          "const data = await loadData(async (path) => {",
          "const places = [import.meta.dirname, ...folders].map((folder) => `${folder}/${path}`);",
          "const file = places.find((place) => existsSync(place));",
          'if (file === undefined) throw new Error(`${path} was not found: there is no ${places.join(", no ")}`);',
          "return readFile(file);",
          "});",
        ]
      : ["const data = loadData();"]),
    `const model = createModel(${unknown ? "data.inputs" : ""});`,
    "const parameters = Object.values(model.weights).reduce((sum, w) => sum + (w.trainable ? w.size : 0), 0);",
    "const { count: examples } = data.train;",
    "const steps = epochs * Math.ceil(examples / batchSize);",
    "const stop = new AbortController();",
    `process.once("SIGINT", () => stop.abort());`,
    `tell({ event: "start", parameters, steps, epochs, batch_size: batchSize, examples, backend, seed });`,
    "const end = await train(model, data, { epochs, onEpoch: tell, signal: stop.signal });",
    `tell({ event: "end", ...end${tests ? `, test: evaluate(model, ${usesData ? "data, " : ""}data.test)` : ""} });`,
    "if (save !== undefined) await writeFile(save, saveWeights(model));",
    `if (end.reason === "interrupted") process.exitCode = 130;`,
    "}",
    "",
    'if (typeof process !== "undefined")',
    "main().catch((error: Error) => {",
    "console.error(error.message);",
    "process.exitCode = 2;",
    "});",
  ];
}
