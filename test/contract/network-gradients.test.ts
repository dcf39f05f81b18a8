/** The gradients of whole networks, as the training graph computes them, held against finite differences of its loss. */
import { expect, test } from "vitest";
import { allWeights, type NamedWeight } from "../../src/graph/step.ts";
import { sizeOf } from "../../src/graph/ir.ts";
import { featureDims } from "../../src/network/network.ts";
import { sidesOf, trainingGraph } from "../../src/graph/training-graph.ts";
import { openBackend } from "../../src/run/backend.ts";
import { createSession } from "../../src/run/session.ts";
import { scalar, tensor, type Tensor } from "../support/float64.ts";
import { runGraph64 } from "../support/graph64.ts";
import { numbers, targets, trainingOf, type Spec } from "../support/training.ts";

type Case = Spec & { readonly kind: "class" | "binary" | "regression"; readonly width: number };

const residual = `
  block unit(units) { batch_norm  swish  dense(units, activation: none, bias: false)  dropout(20%)  add(in) }`;

const cases: Readonly<Record<string, Case>> = {
  "a softmax behind one hidden layer": {
    kind: "class",
    width: 4,
    network: "input(4) dense(5, activation: tanh) dense(3, activation: softmax)",
  },
  "a residual network with norm and dropout": {
    kind: "class",
    width: 4,
    words: residual,
    network: "input(4) dense(6) repeat 3 { unit(6) } batch_norm swish dense(3, activation: softmax)",
  },
  "wide and deep, a value read three times": {
    kind: "regression",
    width: 4,
    target: "regression(columns: [a, b])",
    network:
      "wide = input(4) dense(5, activation: softplus) deep = dense(4, activation: tanh) add(wide, deep) concat(wide, deep) dense(2)",
  },
  "gates, slices and means": {
    kind: "regression",
    width: 4,
    target: "regression(columns: [a, b])",
    network: `all = input(4)  gate = all -> dense(4, activation: sigmoid)  multiply(gate)  kept = dense(4, activation: tanh)
      some = kept -> slice(1..2) -> dense(4)  average(kept, some, all)  multiply(kept, all, some)  reshape(2, 2)  dense(3, activation: softplus)
      flatten  dense(2)`,
  },
  "two outputs with losses of their own, one weighed and penalized": {
    kind: "regression",
    width: 4,
    target: "regression(columns: [a, b])",
    network: `input(4)  hidden = dense(5, activation: tanh, regularization: l2(0.1))  aux = dense(2)  tanh  main = dense(2, activation: softplus)
      outputs: [main, aux]`,
    train: "loss { main: mse  aux: log_cosh }  loss_weights { aux: 0.3 }",
  },
  "two inputs that share the features": {
    kind: "regression",
    width: 6,
    features: "columns(6)",
    target: "regression(columns: [a, b])",
    network: `wide = input(2)  deep = input(2, 2)  dense(3, activation: tanh)  flatten  dense(4, activation: softplus)  concat(wide)  dense(2)`,
  },
  "a selu stack with alpha dropout": {
    kind: "binary",
    width: 4,
    target: "binary",
    network: "input(4) repeat 6 { dense(5, activation: selu) alpha_dropout(10%) } dense(1, activation: sigmoid)",
  },
  "every penalty beside the loss": {
    kind: "class",
    width: 4,
    network: `input(4) dense(5, activation: elu, regularization: l2(0.1)) dense(5, activation: swish(beta: 2), regularization: l1(0.05))
      dense(3, activation: softmax, regularization: l1_l2(l1: 0.02, l2: 0.03))`,
  },
  "dense over the last axis of images, then flat": {
    kind: "class",
    width: 12,
    features: "image(4, 3)",
    network:
      "input(4, 3) dense(5, activation: softplus) batch_norm dense(2, activation: softmax) flatten dense(3, activation: softmax)",
  },
  "layer norm and noise of both kinds": {
    kind: "class",
    width: 4,
    network: `input(4) gaussian_noise(0.2) dense(6, activation: tanh, normalization: layer_norm) gaussian_dropout(30%)
      dense(5, activation: swish) layer_norm(center: false) batch_norm(scale: false) dense(3, activation: softmax)`,
  },
  "layer norm over the last axis of images": {
    kind: "class",
    width: 12,
    features: "image(4, 3)",
    network:
      "input(4, 3) dense(5, activation: softplus, normalization: layer_norm(scale: false)) layer_norm flatten dense(3, activation: softmax)",
  },
  "an output that is no logit": {
    kind: "regression",
    width: 4,
    target: "regression",
    network: "input(4) dense(5, activation: leaky_relu) dense(1, activation: softplus)",
    train: "loss: mae",
  },
  "words of one's own, over rows, with choices and truths": {
    kind: "regression",
    width: 4,
    target: "regression(columns: [a, b, c])",
    words: `activation gated(x) = if sum(x) > 0 then x * (x > mean(x)) + norm(x) else tanh(x) + max(x)
      activation shared(x) = log_sum_exp(x)
      activation doubled(x) = if x and not (x < 0.1) then 2 * x else if (x > 0) == (x < 1) then x else sum(x)
      regularizer groups(w) = norm(w) / 10 + mean(w) ^ 2 + 0.01 * w
      loss spread(target, output, outputs) = (target - output) ^ 2 * outputs + mean(output) + 0.1 * max(output)`,
    network: `input(4) dense(5, activation: gated, regularization: groups) dense(5, activation: doubled)
      wide = dense(4, activation: tanh) dense(4, activation: shared) add(wide) dense(3)`,
    train: "loss: spread",
  },
  "yes or no for several outputs, from probabilities": {
    kind: "binary",
    width: 4,
    target: "multi_label(3)",
    words: "loss brier(target, output) = (target - output) ^ 2",
    network: "input(4) dense(5, activation: relu) dense(3, activation: sigmoid)",
    train: "loss: brier",
  },
};

const batch = 7;

/** The training step of a case, whose every update takes the whole gradient away. */
function stepOf({ kind, width, train = "", ...spec }: Case) {
  const training = trainingOf({ ...spec, train: `${train} optimizer: sgd  learning_rate: 1` });
  const weights = allWeights(training.network);
  const outputs = training.network.output.shape[0]!;
  const { graph } = trainingGraph(training, weights, batch, outputs);
  const features = numbers(batch * width, 5, 2);
  const given = { features, target: targets(kind, batch, outputs, 6) };
  const start = new Map(weights.map((weight, i) => [weight.path, startOf(weight, i)]));
  return { training, weights, graph, given, start, shape: featureDims(training.network) as number[], outputs };
}

/** Anything that is no start of training: no zeros, and variances above 0. */
const startOf = ({ kind, shape }: NamedWeight, seed: number): Tensor =>
  tensor(
    sidesOf(shape),
    numbers(sizeOf(sidesOf(shape)), seed, 0.7).map((x) => (kind === "statistic" ? Math.abs(x) + 0.5 : x)),
  );

const largest = (values: Iterable<number>): number => Math.max(...[...values].map(Math.abs));

for (const [name, one] of Object.entries(cases)) {
  const { training, weights, graph, given, start, shape, outputs } = stepOf(one);
  const feeds = {
    rate: scalar(1),
    features: tensor([batch, ...shape], given.features),
    target: tensor([batch, outputs], given.target),
  };
  const run = (variables: ReadonlyMap<string, Tensor>) =>
    runGraph64(graph, { feeds, variables, seed: training.seed, step: 3 });
  const { updates } = run(start);
  const gradients = new Map(
    weights
      .filter(({ kind }) => kind !== "statistic")
      .map(({ path }) => [path, start.get(path)!.values.map((w, i) => w - updates.get(path)!.values[i]!)]),
  );

  // Central differences at 1e-5 are good to the square of that; no kink is so near to the numbers drawn.
  test(`${name}: the gradient of every weight is that of finite differences`, () => {
    const h = 1e-5;
    for (const [path, gradient] of gradients) {
      const { shape: sides, values } = start.get(path)!;
      const lossAt = (i: number, w: number): number =>
        run(new Map(start).set(path, tensor(sides, values.with(i, w)))).outputs["loss"]!.values[0]!;
      const differences = values.map((w, i) => (lossAt(i, w + h) - lossAt(i, w - h)) / (2 * h));
      expect(largest(gradient.map((g, i) => g - differences[i]!)), path).toBeLessThan(1e-7);
    }
    // A bias that only norms read has the gradient 0; a kernel has not.
    const kernels = weights.filter(({ kind }) => kind === "kernel");
    for (const { path } of kernels) expect(largest(gradients.get(path)!), path).toBeGreaterThan(1e-4);
  });

  // float32 has 24 bits: what is left of them after a few hundred sums, measured against the largest gradient of the weight.
  test(`${name}: the plan's gradients are those of float64`, async () => {
    const session = createSession(await openBackend("wasm"));
    for (const [path, { shape: sides, values }] of start) session.variable(path, sides, Float32Array.from(values));
    const program = session.compile(graph, training.seed);
    program.feed("rate", 1);
    program.feed("features", given.features);
    program.feed("target", given.target);
    program.run(3);
    for (const [path, gradient] of gradients) {
      const found = session.read(path).map((w, i) => start.get(path)!.values[i]! - w);
      expect(largest(gradient.map((g, i) => g - found[i]!)), path).toBeLessThan(3e-6 * (1 + largest(gradient)));
    }
    for (const [path, value] of updates)
      if (!gradients.has(path)) session.read(path).forEach((x, i) => expect(x).toBeCloseTo(value.values[i]!, 5));
    session.dispose();
  });
}
