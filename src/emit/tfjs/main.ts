import { elementsOf, featureDims } from "../../network/network.ts";
import { readsFiles as readsFilesOf } from "./data.ts";
import { isRestored } from "./record.ts";
import type { Pieces } from "./training.ts";

/** How the data's files are read in Node. */
const readText = `
const { existsSync } = await import("node:fs");
const { readFile } = await import("node:fs/promises");
const { join } = await import("node:path");
const folders = [import.meta.dirname, ...options["data-dir"]];
const read = async (path: string): Promise<Uint8Array> => {
  const file = folders.map((folder) => join(folder, path)).find((each) => existsSync(each));
  if (file === undefined) throw new Error(\`\${path} was not found in \${folders.join(", ")}\`);
  return readFile(file);
};`;

/** What runs when the program is started by itself: it trains, and tells what `dnnc train --json` tells. */
export function mainText(pieces: Pieces): {
  code: readonly string[];
  imports: Readonly<Record<string, readonly string[]>>;
} {
  const { training, metrics } = pieces;
  const { data, network } = training;
  const readsFiles = readsFilesOf(data.spec);
  const tests = data.spec.sources.test !== undefined || data.spec.split?.test !== undefined;
  const unknown = elementsOf(featureDims(network)) === undefined;
  const usesData = unknown || (isRestored(training.data) && metrics.length > 0);
  const told = [
    `event: "start"`,
    "parameters: network.weights.reduce((sum, w) => sum + w.size, 0)",
    "steps: epochs * Math.ceil(data.train.count / batchSize)",
    "epochs",
    "batch_size: batchSize",
    "examples: data.train.count",
    "backend: options.backend",
    "seed",
  ];
  return {
    imports: { "node:fs": ["realpathSync"], "node:util": ["parseArgs"] },
    code: [
      "// ── Run by itself ─────────────────────────────────────────────────────────────────────────────────────────────────",
      "",
      "/** Trains, and tells a line an epoch: as JSON, or to be read. */",
      "async function main(): Promise<void> {",
      "const { values: options } = parseArgs({ options: {",
      `"data-dir": { type: "string", multiple: true, default: [] },`,
      `backend: { type: "string", default: "wasm" }, epochs: { type: "string", default: "${training.epochs}" }, json: { type: "boolean", default: false } } });`,
      "const epochs = Number(options.epochs);",
      "if (!Number.isInteger(epochs) || epochs < 1) throw new Error(`--epochs takes a whole number from 1, not ${options.epochs}`);",
      'const tell = (line: object): void => console.log(options.json ? JSON.stringify(line) : Object.entries(line).slice(1).map(([name, value]) => `${name} ${value}`).join("  "));',
      "tf.enableProdMode();",
      "if (!(await tf.setBackend(options.backend))) throw new Error(`there is no backend ${options.backend}: it is wasm or cpu`);",
      ...(readsFiles ? [readText, "const data = await loadData(read);"] : ["const data = loadData();"]),
      `const network = createNetwork(${unknown ? "data.inputs" : ""});`,
      `tell({ ${told.join(", ")} });`,
      "const stop = new AbortController();",
      `process.once("SIGINT", () => stop.abort());`,
      "const end = await train(network, data, { epochs, report: tell, signal: stop.signal });",
      `tell({ event: "end", ...end${tests ? `, test: evaluate(network, ${usesData ? "data, " : ""}data.test)` : ""} });`,
      `if (end.reason === "interrupted") process.exitCode = 130;`,
      "}",
      "",
      "if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === import.meta.filename)",
      "main().catch((error: Error) => {",
      "console.error(error.message);",
      "process.exitCode = 2;",
      "});",
    ],
  };
}
