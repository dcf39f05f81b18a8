/**
 * `node use-program.mjs MOONS PETS FOLDER CHECKPOINT`: does with two programs what their users may do, and prints what came of each as JSON. The
 * folder has the data of the second one, the checkpoint its weights.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";

const [, , moons, pets, folder, checkpoint] = process.argv;
await tf.setBackend("wasm");
const tensors = () => tf.memory().numTensors;
const failure = (act) => {
  try {
    return act();
  } catch (error) {
    return error.message;
  }
};
const told = {};

const { createModel, train, loadData, saveWeights, loadWeights } = await import(moons);
const data = await loadData();
{
  const model = createModel();
  const before = tensors();
  const lines = [];
  const stop = new AbortController();
  const onEpoch = (line) => {
    lines.push(line.epoch);
    if (line.epoch === 2) stop.abort();
  };
  told.stoppedBetween = {
    ...(await train(model, data, { onEpoch, signal: stop.signal })),
    lines,
    kept: tensors() - before,
  };
}
{
  // An epoch of so many examples lasts until the timer has had its turn.
  const part = data.train;
  const times = 200;
  const repeat = (values) => Float32Array.from({ length: values.length * times }, (_, i) => values[i % values.length]);
  const many = { ...part, count: part.count * times, features: repeat(part.features), targets: repeat(part.targets) };
  const model = createModel();
  const before = tensors();
  const lines = [];
  const began = performance.now();
  setTimeout(() => stop.abort(), 100);
  const stop = new AbortController();
  const end = await train(
    model,
    { ...data, train: many },
    { onEpoch: (line) => lines.push(line), signal: stop.signal },
  );
  told.stoppedWithin = {
    ...end,
    lines: lines.length,
    seconds: (performance.now() - began) / 1000,
    kept: tensors() - before,
  };
}
{
  const model = createModel();
  const before = tensors();
  const odd = { ...data.train, features: data.train.features.map(() => NaN) };
  const message = await train(model, { ...data, train: odd }).catch((error) => error.message);
  told.notFinite = { message, kept: tensors() - before };
}
{
  const model = createModel();
  const file = saveWeights(model);
  const damaged = (change) => {
    const bytes = file.slice();
    change(bytes);
    return bytes;
  };
  told.files = Object.fromEntries(
    Object.entries({
      empty: new Uint8Array(0),
      text: new TextEncoder().encode("epoch,loss\n1,0.5\n"),
      beginning: file.subarray(0, 60),
      end: file.subarray(0, file.length - 4),
      "another network's": new Uint8Array(readFileSync(checkpoint)),
      "in the middle of a buffer": damaged(() => {}),
    }).map(([name, bytes]) => {
      const from = new Uint8Array(bytes.length + 3);
      from.set(bytes, 3);
      const before = tensors();
      const message = failure(() => loadWeights(model, from.subarray(3))) ?? "loaded";
      const isSame = Buffer.compare(Buffer.from(saveWeights(model)), Buffer.from(file)) === 0;
      return [name, { message, isSame, kept: tensors() - before }];
    }),
  );
}
{
  const program = await import(pets);
  const read = await program.loadData(async (path) => readFileSync(join(folder, path)));
  const model = program.createModel();
  program.loadWeights(model, readFileSync(checkpoint));
  const { features, count } = read.validation;
  const predicted = program.predict(model, tf.tensor(features, [count, features.length / count]));
  told.predicted = [...predicted.dataSync()];
}
process.stdout.write(JSON.stringify(told));
