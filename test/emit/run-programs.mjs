/**
 * `node run-programs.mjs JOBS RESULTS`: imports programs one after the other, trains each as its `main` would, and writes what each
 * told and what is left of it: lines, weights, predictions, and how many tensors there were at every point.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";

const [, , jobs, results] = process.argv;
const base64 = ({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength).toString("base64");
const tensors = () => tf.memory().numTensors;

async function outcome({ file, folder, shape }) {
  const lines = [];
  const counts = { epochs: [] };
  try {
    const program = await import(file);
    counts.before = tensors();
    const data = await program.loadData(async (path) => readFileSync(join(folder, path)));
    const model = program.createModel(data.inputs);
    counts.made = tensors();
    const onEpoch = (line) => {
      counts.epochs.push(tensors());
      lines.push(line);
    };
    const end = await program.train(model, data, { onEpoch });
    counts.trained = tensors();
    const { evaluate } = program;
    const measured = (part) => (evaluate.length === 3 ? evaluate(model, data, part) : evaluate(model, part));
    const test = data.test && measured(data.test);
    counts.evaluated = tensors();
    const part = data.test ?? data.train;
    const features = tf.tensor(part.features, [part.count, ...(shape ?? [data.inputs])]);
    const predicted = program.predict(model, features);
    const outputs = predicted instanceof tf.Tensor ? [predicted] : Object.values(predicted);
    const predictions = outputs.map((output) => base64(output.dataSync()));
    tf.dispose([features, outputs]);
    counts.predicted = tensors();
    const weights = base64(program.saveWeights(model));
    // What is saved is what another model takes in.
    const other = program.createModel(data.inputs);
    program.loadWeights(other, Buffer.from(weights, "base64"));
    const again = base64(program.saveWeights(other));
    tf.dispose([model.weights, other.weights]);
    counts.disposed = tensors();
    return { lines, end: { ...end, ...(test && { test }) }, weights, again, predictions, counts };
  } catch (error) {
    return { lines, error: String(error.stack ?? error), counts };
  }
}

await tf.setBackend("wasm");
const all = [];
for (const job of JSON.parse(readFileSync(jobs, "utf8"))) all.push(await outcome(job));
const printable = (_, value) => (typeof value === "number" && !Number.isFinite(value) ? String(value) : value);
writeFileSync(results, JSON.stringify(all, printable));
