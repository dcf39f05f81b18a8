/**
 * `node train-all.mjs JOBS RESULTS`: imports programs one after the other, trains each on a backend, and writes what it told and what
 * is left of it: the lines, the weights, what it predicts, and how many tensors there were at every point. Numbers are kept to the bit.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";

const { backend, epochs, folder, programs } = JSON.parse(readFileSync(process.argv[2], "utf8"));
await tf.setBackend(backend);

const tensors = () => tf.memory().numTensors;
const base64 = ({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength).toString("base64");

async function trained({ file, shape }) {
  const program = await import(file);
  const began = performance.now();
  const counts = { before: tensors(), epochs: [] };
  const lines = [];
  const data = await program.loadData(async (path) => readFileSync(join(folder, path)));
  const model = program.createModel(data.inputs);
  counts.made = tensors();
  const onEpoch = (line) => {
    counts.epochs.push(tensors());
    lines.push(line);
  };
  const end = await program.train(model, data, { epochs, onEpoch });
  counts.trained = tensors();
  const measured = (part) =>
    program.evaluate.length === 3 ? program.evaluate(model, data, part) : program.evaluate(model, part);
  const test = data.test && measured(data.test);
  counts.evaluated = tensors();
  const { features, count } = data.validation;
  const predictions = (of) => {
    const predicted = program.predict(of, tf.tensor(features, [count, ...(shape ?? [data.inputs])]));
    return [predicted]
      .flatMap((each) => (each instanceof tf.Tensor ? [each] : Object.values(each)))
      .map((each) => base64(each.dataSync()));
  };
  const weights = program.saveWeights(model);
  const other = program.createModel(data.inputs);
  const first = tf.tidy(() => predictions(other));
  program.loadWeights(other, weights);
  const [predicted, reloaded] = [model, other].map((of) => tf.tidy(() => predictions(of)));
  tf.dispose([model.weights, other.weights]);
  counts.disposed = tensors();
  const milliseconds = Math.round(performance.now() - began);
  return { lines, end, test, counts, weights: base64(weights), first, predicted, reloaded, milliseconds };
}

const results = [];
for (const program of programs) results.push(await trained(program).catch((error) => ({ error: String(error.stack) })));
writeFileSync(process.argv[3], JSON.stringify(results));
