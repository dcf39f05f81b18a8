/** The law of shards: what several workers compute of a batch, together and each for itself, is what one computes of all of it. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { exchangesOf } from "../../src/graph/exchanges.ts";
import { sizeOf, type Graph } from "../../src/graph/ir.ts";
import { rowsOf, shardGraph } from "../../src/graph/shard.ts";
import { allWeights } from "../../src/graph/step.ts";
import { trainingGraph } from "../../src/graph/training-graph.ts";
import { resolve } from "../../src/network/resolve.ts";
import type { Training } from "../../src/network/resolve-train.ts";
import { parse } from "../../src/syntax/parse.ts";
import { anySpec } from "../emit/any-spec.ts";
import { everySpec, sourceOf } from "../emit/every-spec.ts";
import { GraphBuilder, values } from "../run/graph-builder.ts";
import { scalar, tensor, type Tensor } from "../support/float64.ts";
import { runWorkers64 } from "../support/graph64.ts";
import { trainingOf } from "../support/training.ts";

/** The graphs of all workers. */
function shards(graph: Graph, batch: number, workers: number): Graph[] {
  return Array.from({ length: workers }, (_, rank) => {
    const found = shardGraph(graph, batch, { workers, rank });
    if ("indivisible" in found) throw new Error(`${found.indivisible.node.op} ${found.indivisible.why}`);
    return found.graph;
  });
}

/** Runs a graph, and those of its shards, on the same made numbers, in float64. */
function together(graph: Graph, batch: number, workers: number) {
  const variables = new Map<string, Tensor>();
  const feeds: Record<string, Tensor> = {};
  for (const node of graph.nodes) {
    const drawn = (): Tensor =>
      tensor(
        node.shape,
        values(sizeOf(node.shape), node.id + 1).map((x) => Math.abs(x) + 0.1),
      );
    if (node.op === "variable") variables.set(node.name, drawn());
    if (node.op === "feed") feeds[node.name] = node.shape.length === 0 ? scalar(0.3) : drawn();
  }
  const rowsOfFeeds = (rank: number): Record<string, Tensor> => {
    const { first, last } = rowsOf(batch, { workers, rank });
    return Object.fromEntries(
      Object.entries(feeds).map(([name, { shape, values }]) => {
        const row = sizeOf(shape.slice(1));
        return [
          name,
          shape.length === 0
            ? { shape, values }
            : tensor([last - first, ...shape.slice(1)], values.slice(first * row, last * row)),
        ];
      }),
    );
  };
  const [whole] = runWorkers64([{ graph, run: { feeds, variables, step: 3 } }]);
  const parts = runWorkers64(
    shards(graph, batch, workers).map((one, rank) => ({
      graph: one,
      run: { feeds: rowsOfFeeds(rank), variables, step: 3 },
    })),
  );
  return { whole: whole!, parts };
}

/** Sums in another order are equal but for float64's rounding, which the terms of a step carry no further than this. */
const tolerance = 1e-9;

function expectClose(found: ArrayLike<number>, wanted: ArrayLike<number>, what: string): void {
  expect(found.length, what).toBe(wanted.length);
  for (let i = 0; i < wanted.length; i++) {
    const [a, b] = [found[i]!, wanted[i]!];
    if (!(Object.is(a, b) || Math.abs(a - b) <= tolerance * (1 + Math.abs(b)))) expect(a, `${what} at ${i}`).toBe(b);
  }
}

/** Holds the law for one graph. */
function holds(graph: Graph, batch: number, workers: number): void {
  const { whole, parts } = together(graph, batch, workers);
  for (const [name, { shape, values: wanted }] of Object.entries(whole.outputs)) {
    const rows = shape.length > 0;
    const found = rows ? parts.flatMap(({ outputs }) => [...outputs[name]!.values]) : parts[0]!.outputs[name]!.values;
    expectClose(found, wanted, name);
    if (!rows) for (const part of parts) expect(part.outputs[name]).toEqual(parts[0]!.outputs[name]);
  }
  for (const [name, { values: wanted }] of whole.updates) {
    expectClose(parts[0]!.updates.get(name)!.values, wanted, name);
    for (const part of parts) expect(part.updates.get(name)).toEqual(parts[0]!.updates.get(name));
  }
}

const graphOf = (training: Training, batch: number): Graph =>
  trainingGraph(
    training,
    allWeights(training.network),
    batch,
    training.heads.reduce((sum, { width }) => sum + width, 0),
  ).graph;

const read = (path: string, text: string, shape: readonly number[]): Training =>
  resolve(parse({ path, text }).file, { dataShape: () => shape }).model.trainings[0]!;

const everything = `input(4)
  gaussian_noise(0.1) dense(5, activation: rrelu, normalization: batch_norm, regularization: l2(0.01), constraint: max_norm(2))
  dropout(10%) dense(4, activation: prelu) reshape(2, 2) batch_norm flatten gaussian_dropout(10%) layer_norm
  dense(6, activation: selu) alpha_dropout(10%) dense(3, activation: softmax)`;
const training = trainingOf({
  network: everything,
  train: `optimizer: nesterov  clip_gradients: global_norm(1)  loss: cross_entropy(label_smoothing: 0.1)`,
});

test.each([
  [12, 2, "even shards"],
  [7, 3, "uneven shards"],
  [2, 3, "a worker without examples"],
  [1, 4, "one example for four workers"],
])("with everything that draws, counts and averages, %i examples for %i workers: %s", (batch, workers) => {
  holds(graphOf(training, batch), batch, workers);
});

test("two outputs, each with a loss and a weight of its own", () => {
  const found = trainingOf({
    features: "columns(4)",
    target: "multi_label(3)",
    network: `input  hidden = dense(4, activation: tanh)  one = dense(1, activation: sigmoid)
      two = hidden -> dense(2, activation: sigmoid)  outputs: [one, two]`,
    train: "loss { one: mse  two: binary_cross_entropy }  loss_weights { one: 0.3  two: 1 }",
  });
  holds(graphOf(found, 7), 7, 2);
});

/** How many values each exchange of a training's step has. */
const exchanged = (network: string, train = ""): number[] => {
  const [one] = shards(graphOf(trainingOf({ network, train }), 8), 8, 2);
  return exchangesOf(one!.nodes).map(({ length }) => length);
};

test("a network without batch norm exchanges once a step: the loss and all gradients", () => {
  const network = "input(4) dense(5, activation: relu) dense(5, activation: relu) dense(3, activation: softmax)";
  expect(exchanged(network)).toEqual([7]);
  expect(exchanged(network, "clip_gradients: global_norm(1)")).toEqual([7]);
});

test("a batch norm exchanges its mean, then its variance, and once on the way back, with the gradients behind it", () => {
  const network = "input(4) dense(5, bias: false) batch_norm relu dense(3, activation: softmax)";
  // The loss, the last kernel and bias, gamma's and beta's gradients, and the two means that go into the first kernel's.
  expect(exchanged(network)).toEqual([1, 1, 7, 1]);
});

/** Why a graph of a batch of 4 cannot be divided. */
const refusal = (build: (g: GraphBuilder, x: number, w: number) => void): string | undefined => {
  const g = new GraphBuilder();
  build(g, g.feed("features", [4, 6]), g.variable("w", [4, 6]));
  const found = shardGraph(g.graph, 4, { workers: 2, rank: 0 });
  return "indivisible" in found ? `${found.indivisible.node.op} ${found.indivisible.why}` : undefined;
};

test.each<[string, string, (g: GraphBuilder, x: number, w: number) => void]>([
  [
    "a weight for each place of a batch",
    "add has a number of its own for each place of a batch",
    (g, x, w) => g.apply("add", x, w),
  ],
  [
    "a product over the batch with a weight",
    "matMul has a weight for each place of a batch",
    (g, x, w) => g.matMul(g.transpose(w), x),
  ],
  [
    "a product of examples with examples",
    "matMul puts examples together that are not the same ones",
    (g, x) => g.matMul(x, g.transpose(x)),
  ],
  [
    "a sum of examples and their transpose",
    "add puts examples together that are not the same ones",
    (g, x) => g.apply("add", g.slice(x, [0, 0], [4, 4]), g.transpose(g.slice(x, [0, 0], [4, 4]))),
  ],
  ["rows that hold parts of two examples", "reshape mixes examples", (g, x) => g.reshape(x, [3, 8])],
  [
    "the numbers of a transpose in another shape",
    "reshape mixes examples",
    (g, x) => g.reshape(g.transpose(x), [4, 6]),
  ],
  ["some examples of a batch", "slice tells the places of a batch apart", (g, x) => g.slice(x, [1, 0], [2, 6])],
  ["a batch among nothing", "pad tells the places of a batch apart", (g, x) => g.pad(x, [1, 0], [6, 6])],
  ["a batch under a batch", "concat puts examples together that are not the same ones", (g, x) => g.concat([x, x], 0)],
  [
    "weights beside examples",
    "concat puts examples together that are not the same ones",
    (g, x, w) => g.concat([x, w], 1),
  ],
  [
    "noise for weights",
    "draw is drawn for something else than examples",
    (g) => g.draw({ kind: "uniform", stream: 1 }, [6, 4]),
  ],
  [
    "a weight that follows the examples",
    "neg is kept, and has a number for each place of a batch",
    (g, x) => g.update("w", g.apply("neg", x)),
  ],
])("%s cannot be divided", (_, why, build) => {
  expect(refusal(build)).toBe(why);
});

test("examples in several rows, transposed, sliced within themselves and largest of all are divided", () => {
  const g = new GraphBuilder();
  const x = g.feed("features", [5, 6]);
  const rows = g.reshape(x, [10, 3]);
  g.output("products", g.matMul(g.transpose(rows), rows));
  g.output("largest", g.reduce("max", g.slice(rows, [0, 1], [10, 2]), [0, 1]));
  g.output("middle", g.reduce("mean", g.transpose(g.pad(rows, [0, 1], [10, 5])), [1], true));
  g.output("each", g.reduce("sum", g.reshape(rows, [5, 2, 3]), [1]));
  const { whole, parts } = together(g.graph, 5, 3);
  expect(parts.map(({ outputs }) => outputs["each"]!.shape)).toEqual([
    [1, 3],
    [2, 3],
    [2, 3],
  ]);
  for (const name of ["products", "largest", "middle"])
    expectClose(parts[2]!.outputs[name]!.values, whole.outputs[name]!.values, name);
});

test("shards follow one another, cover the batch, and differ by one example at most", () => {
  fc.assert(
    fc.property(fc.nat(600), fc.integer({ min: 1, max: 70 }), (batch, workers) => {
      const all = Array.from({ length: workers }, (_, rank) => rowsOf(batch, { workers, rank }));
      all.forEach(({ first }, rank) => expect(first).toBe(rank === 0 ? 0 : all[rank - 1]!.last));
      expect(all.at(-1)!.last).toBe(batch);
      const sizes = all.map(({ first, last }) => last - first);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
  );
});

test("any network, loss, clipping and optimizer put together at random", () => {
  fc.assert(
    fc.property(anySpec, fc.constantFrom(1, 2, 3, 5, 8), fc.constantFrom(2, 3), (text, batch, workers) => {
      holds(graphOf(read("any.dnn", text, [4]), batch), batch, workers);
    }),
    { numRuns: 40 },
  );
});

/** Those of fewer weights than take half a minute in float64. */
const small = everySpec.filter((path) => !/chapter11|fashion/.test(path));

test.each(small)("the training of %s", (path) => {
  holds(graphOf(read(path, sourceOf(path).text, [8]), 5), 5, 2);
});
