/** The ways to compute a step: with and without fusion, fast, and by plain TF.js where its memory cannot be shared. */
import { expect, test } from "vitest";
import type { DataSet } from "../../src/data/spec.ts";
import { openBackend } from "../../src/run/backend.ts";
import { loadModel, readWeights } from "../../src/run/model.ts";
import { hasRelaxedSimd } from "../../src/run/kernels/assembled.ts";
import { createSession, type SessionOptions } from "../../src/run/session.ts";
import { train } from "../../src/run/train.ts";
import { GraphBuilder } from "./graph-builder.ts";
import { dataSet, trainingOf, type Spec } from "../support/training.ts";

const everything: Spec = {
  network: `defaults { regularization: l1_l2(l1: 1e-5, l2: 1e-4)  constraint: max_norm(2) }
    input(4) gaussian_noise(0.1) dense(8, activation: rrelu, normalization: batch_norm) dropout(10%) dense(8, activation: prelu)
    gaussian_dropout(10%) layer_norm dense(6, activation: selu) alpha_dropout(10%) dense(3, activation: softmax)`,
  train: `optimizer: nesterov  learning_rate: 0.01  clip_gradients: global_norm(1)  loss: cross_entropy(label_smoothing: 0.1)
    batch_size: 7  seed: 7`,
};

const wide: Spec = {
  network: "input(4) dense(50, activation: gelu) dense(33, activation: mish) dense(3, activation: softmax)",
  train: "optimizer: adam  batch_size: 7  seed: 7",
};

/** 36 examples are six steps an epoch. */
const data: DataSet = dataSet("class", { count: 36 });

interface Way extends SessionOptions {
  readonly heapless?: boolean;
}

async function run(spec: Spec, { heapless = false, ...options }: Way, steps = 200) {
  const training = trainingOf(spec);
  const backend = await openBackend("wasm");
  const session = createSession(heapless ? { ...backend, heap: undefined } : backend, options);
  const model = loadModel(training.network, session, training.seed);
  const losses: number[] = [];
  const onStep = ({ loss }: { readonly loss: number }): void => void losses.push(loss);
  await train(training, data, model, { epochs: Math.ceil(steps / 6), now: () => 0, onStep });
  const weights = Object.fromEntries([...readWeights(model)].map(([path, values]) => [path, [...values]]));
  session.dispose();
  return { losses, weights };
}

test.each([
  ["everything", everything],
  ["a wide network under Adam", wide],
])(
  "%s: 200 steps are equal to the bit with fusion, without it, by plain TF.js, and where memory is not shared",
  async (_, spec) => {
    const fused = await run(spec, {});
    expect(fused.losses.length).toBeGreaterThanOrEqual(200);
    for (const way of [{ fuse: false }, { plain: true }, { heapless: true }])
      expect(await run(spec, way)).toEqual(fused);
  },
);

/** One rounding less for each product and sum, and another order, are 6e-8 of a number each; 200 steps carry that to at most 1e-5 or so. */
const tolerance = 1e-4;

test.each([
  ["everything", everything],
  ["a wide network under Adam", wide],
])("%s: 200 steps of relaxed SIMD have the losses of the exact ones, within 1e-4 of each", async (_, spec) => {
  if (!hasRelaxedSimd()) return;
  const [exact, fast] = [await run(spec, {}), await run(spec, { mode: "fast" })];
  const apart = fast.losses.map((loss, i) => Math.abs(loss - exact.losses[i]!) / exact.losses[i]!);
  expect(Math.max(...apart)).toBeLessThan(tolerance);
  expect(await run(spec, { mode: "fast" })).toEqual(fast);
});

test("passes that differ in an infinite constant alone are not taken for one", async () => {
  const session = createSession(await openBackend("wasm"), { fuse: false });
  const g = new GraphBuilder();
  const x = g.feed("x", [3]);
  g.output("most", g.apply("maximum", x, g.constant(Infinity)));
  g.output("least", g.apply("maximum", x, g.constant(-Infinity)));
  const program = session.compile(g.graph, 1);
  program.feed("x", Float32Array.of(1, 2, 3));
  program.run(0);
  expect([...program.output("most")]).toEqual([Infinity, Infinity, Infinity]);
  expect([...program.output("least")]).toEqual([1, 2, 3]);
  session.dispose();
});

test("10,000 steps leave TF.js's tensors, the heap and the resident set as they were", async () => {
  const { tf, heap } = await openBackend("wasm");
  const training = trainingOf(everything);
  const session = createSession(await openBackend("wasm"));
  const model = loadModel(training.network, session, training.seed);
  const seen: { readonly tensors: number; readonly bytes: number; readonly resident: number }[] = [];
  const look = (): void => {
    const { numTensors, numBytes } = tf.memory();
    seen.push({
      tensors: numTensors + numBytes,
      bytes: heap!.memory.buffer.byteLength,
      resident: process.memoryUsage().rss,
    });
  };
  await train(training, data, model, {
    epochs: Math.ceil(10_000 / 6),
    now: () => 0,
    onStep: ({ step }) => (step % 1000 === 0 ? look() : undefined),
  });
  session.dispose();
  expect(seen.length).toBeGreaterThanOrEqual(10);
  expect(new Set(seen.slice(1).map(({ tensors, bytes }) => `${tensors} ${bytes}`)).size).toBe(1);
  // Compilers and collectors of garbage come and go; a step that kept 1 kB would show as 8 MB and more.
  const megabytes = (seen.at(-1)!.resident - seen[2]!.resident) / 2 ** 20;
  expect(megabytes).toBeLessThan(30);
}, 60_000);

test("what has no elements, seeds and steps beyond 2^31 are one to all ways", async () => {
  const backend = await openBackend("wasm");
  const outcome = (options: SessionOptions): unknown => {
    const session = createSession(backend, options);
    session.variable("v", [3], Float32Array.of(1, 2, 3));
    const g = new GraphBuilder();
    const [x, row, one] = [g.feed("x", [0, 3]), g.feed("row", [3]), g.feed("one", [])];
    for (const op of ["mod", "pow", "add", "maximum"] as const) {
      g.output(`${op} row`, g.apply(op, x, row));
      g.output(`one ${op}`, g.apply(op, one, x));
    }
    for (const op of ["sum", "mean", "max"] as const)
      for (const axes of [[0], [1], [0, 1]]) g.output(`${op} over ${axes.join()}`, g.reduce(op, x, axes));
    g.output("sin", g.apply("sin", x));
    g.output("product", g.matMul(g.transpose(x), x));
    g.output("below", g.concat([x, g.reshape(row, [1, 3])], 0));
    g.output("none", g.concat([x, g.draw({ kind: "normal", stream: 1 }, [0, 3])], 0));
    g.output("drawn", g.draw({ kind: "keep", stream: 2, rate: 0.5 }, [5, 3]));
    g.update("v", g.reduce("sum", x, [0]));
    const program = session.compile(g.graph, 2 ** 32 - 1);
    program.feed("x", new Float32Array(0));
    program.feed("row", Float32Array.of(1, 2, 3));
    program.feed("one", 2);
    program.run(2 ** 31 + 5);
    const outputs = Object.keys(g.outputs).map((name) => [name, ...program.output(name)]);
    const kept = [...session.read("v")];
    session.dispose();
    return { outputs, kept };
  };
  const fused = outcome({});
  const fast: SessionOptions[] = hasRelaxedSimd() ? [{ mode: "fast" }] : [];
  for (const way of [{ fuse: false }, { plain: true }, ...fast]) expect(outcome(way)).toEqual(fused);
});
