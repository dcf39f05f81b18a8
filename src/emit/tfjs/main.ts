import { elementsOf } from "../../network/network.ts";
import { isRestored, type Pieces } from "./training.ts";

/** What runs when the program is started by itself: it trains, and tells what `dnnc train --json` tells. */
export function mainText(pieces: Pieces): {
  code: readonly string[];
  imports: Readonly<Record<string, readonly string[]>>;
} {
  const { training } = pieces;
  const { data, network, metrics } = training;
  const readsFiles = [data.spec.sources.train, data.spec.sources.validation, data.spec.sources.test].some(
    (source) => source !== undefined && source.kind !== "generator",
  );
  const tests = data.spec.sources.test !== undefined || data.spec.split?.test !== undefined;
  const unknown = elementsOf(network.layers[0]!.shape) === undefined;
  const usesData = unknown || (isRestored(training) && metrics.length > 0);
  const folders = `["data-dir"]`;
  return {
    imports: { "node:util": ["parseArgs"] },
    code: [
      "// ── Run by itself ─────────────────────────────────────────────────────────────────────────────────────────────────",
      "",
      "if (process.argv[1] === import.meta.filename) {",
      "const { values: options } = parseArgs({ options: {",
      ...(readsFiles ? [`"data-dir": { type: "string", multiple: true, default: [] },`] : []),
      `backend: { type: "string", default: "wasm" }, epochs: { type: "string", default: "${training.epochs}" }, json: { type: "boolean", default: false } } });`,
      "tf.enableProdMode();",
      "await tf.setBackend(options.backend);",
      "await tf.ready();",
      `const data = ${readsFiles ? `loadData([import.meta.dirname, ...options${folders}])` : "loadData()"};`,
      `const network = createNetwork(${unknown ? "data.inputs" : ""});`,
      "const epochs = Number(options.epochs);",
      'const tell = (line: Record<string, unknown>): void => console.log(options.json ? JSON.stringify(line) : Object.entries(line).slice(1).map(([name, value]) => `${name} ${value}`).join("  "));',
      "const parameters = network.weights.reduce((sum, w) => sum + w.size, 0);",
      `tell({ event: "start", parameters, steps: epochs * Math.ceil(data.train.count / batchSize), epochs, batch_size: batchSize, examples: data.train.count, backend: options.backend, seed });`,
      "const stop = new AbortController();",
      `process.once("SIGINT", () => stop.abort());`,
      "const end = await train(network, data, { epochs, report: (line) => tell({ ...line }), signal: stop.signal });",
      `tell({ event: "end", ...end${tests ? `, test: evaluate(network, ${usesData ? "data, " : ""}data.test)` : ""} });`,
      "}",
    ],
  };
}
