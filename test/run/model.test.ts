/** Evaluation and prediction: over more examples than one batch, without what training alone does, penalties included. */
import { expect, test } from "vitest";
import { loadModel, makeEvaluator, predict, readWeights, writeWeights } from "../../src/run/model.ts";
import { openBackend } from "../../src/run/backend.ts";
import { createSession } from "../../src/run/session.ts";
import { dataSet, trainingOf } from "../support/training.ts";

const data = dataSet("class", { count: 2345, validation: 1000 });
const training = trainingOf({
  network: `input(4) dense(6, activation: tanh, regularization: l2(0.1)) dropout(50%) batch_norm
    dense(3, activation: softmax, regularization: l1(0.2))`,
  train: "metrics: [accuracy, mse]",
});

async function loaded() {
  const session = createSession(await openBackend("wasm"));
  return { session, model: loadModel(training.network, session, 3) };
}

test("a part is evaluated whole, whatever the batches, and predicted alike", async () => {
  const { session, model } = await loaded();
  const evaluate = makeEvaluator(model, training, data);
  const { features, targets, count } = data.train;
  const outputs = predict(model, features, count)[0]!;
  const row = (values: Float32Array, i: number): number[] => [...values.subarray(3 * i, 3 * i + 3)];
  const rows = Array.from({ length: count }, (_, i) => ({ output: row(outputs, i), target: row(targets, i) }));
  const mean = (f: (one: (typeof rows)[number]) => number): number =>
    rows.reduce((sum, one) => sum + f(one), 0) / count;
  const at = ({ target }: { target: number[] }): number => target.indexOf(1);
  const kernel = (name: string): number[] => [...session.read(name)];
  const penalty =
    0.1 * kernel("dense_1.kernel").reduce((sum, w) => sum + w * w, 0) +
    0.2 * kernel("dense_2.kernel").reduce((sum, w) => sum + Math.abs(w), 0);
  const found = evaluate(data.train);
  // float32 sums over a thousand examples.
  expect(found.loss).toBeCloseTo(mean((one) => -Math.log(one.output[at(one)]!)) + penalty, 5);
  expect(found["accuracy"]).toBeCloseTo(
    mean((one) => Number(one.output[at(one)] === Math.max(...one.output))),
    10,
  );
  expect(found["mse"]).toBeCloseTo(
    mean(({ output, target }) => output.reduce((sum, x, i) => sum + (x - target[i]!) ** 2, 0) / 3),
    6,
  );
  expect(evaluate(data.train)).toEqual(found);
  expect(evaluate(data.validation!).loss).not.toBe(found.loss);
  for (const { output } of rows) expect(output.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 5);
  session.dispose();
});

test("saved weights give the same outputs in another session", async () => {
  const [first, second] = [await loaded(), await loaded()];
  const { features } = data.validation!;
  const before = predict(first.model, features, 1000);
  first.session.write("dense_1.bias", Float32Array.of(1, 2, 3, 4, 5, 6));
  const changed = predict(first.model, features, 1000);
  expect(changed).not.toEqual(before);
  writeWeights(second.model, readWeights(first.model));
  expect(predict(second.model, features, 1000)).toEqual(changed);
  first.session.dispose();
  second.session.dispose();
});
