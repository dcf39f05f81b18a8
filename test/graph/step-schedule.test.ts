/** Steps of the examples, and of networks with much of what a network may have, as schedules. */
import { expect, test } from "vitest";
import { sizeOf, type Graph } from "../../src/graph/ir.ts";
import { makeSchedule } from "../../src/graph/make-schedule.ts";
import { mostAlive } from "../../src/graph/memory-plan.ts";
import { livesOf } from "../../src/graph/place-buffers.ts";
import { shardGraph } from "../../src/graph/shard.ts";
import { allWeights } from "../../src/graph/step.ts";
import { evaluationGraph, trainingGraph } from "../../src/graph/training-graph.ts";
import type { Training } from "../../src/network/resolve-train.ts";
import { resolve } from "../../src/network/resolve.ts";
import { parse } from "../../src/syntax/parse.ts";
import { everySpec, sourceOf } from "../emit/every-spec.ts";
import { values } from "../run/graph-builder.ts";
import { trainingOf, type Spec } from "../support/training.ts";
import { interpretGraph, type Given, type Outcome } from "./interpret-graph.ts";
import { interpretSchedule } from "./interpret-schedule.ts";

/** What a spec means with small images and narrow layers; where the data is not declared, an example has nine features. */
function trainingIn(path: string): Training {
  const { text } = sourceOf(path);
  const narrow = text.replaceAll("28, 28", "3, 2").replaceAll(/dense\(\d\d\d/g, "dense(8");
  const { file } = parse({ path, text: narrow });
  const [training] = resolve(file, { dataShape: () => undefined }).model.trainings;
  const isKnown = training!.network.layers.every(({ shape }) => !shape.includes(undefined));
  return isKnown ? training! : resolve(file, { dataShape: () => [9] }).model.trainings[0]!;
}

/** Without negative numbers where a step has none: in statistics, states, and the numbers of the step. */
function givenTo({ nodes }: Graph): Given {
  const feeds = new Map<string, Float32Array>();
  const variables = new Map<string, Float32Array>();
  for (const node of nodes) {
    if (node.op !== "feed" && node.op !== "variable") continue;
    const numbers = values(sizeOf(node.shape), node.id, 1.5 / Math.sqrt(node.shape[0] ?? 1));
    const isPositive = node.shape.length === 0 || /\/|variance/.test(node.name);
    (node.op === "feed" ? feeds : variables).set(
      node.name,
      isPositive ? numbers.map((x) => 0.01 + Math.abs(x)) : numbers,
    );
  }
  return { feeds, variables };
}

const bits = ({ outputs, variables }: Outcome) => [...Object.entries(outputs), ...variables];

/** The bits are the graph's, fused and unfused, and they are numbers; the arena is little larger than what lives at once. */
function expectSameBits(graph: Graph): void {
  const given = givenTo(graph);
  const expected = interpretGraph(graph, given);
  const numbers = bits(expected).flatMap(([, values]) => [...values]);
  expect(numbers.filter(Number.isFinite).length).toBeGreaterThan(0.99 * numbers.length);
  for (const fuse of [true, false]) {
    const schedule = makeSchedule(graph, { fuse });
    const found = interpretSchedule(schedule, given);
    for (const [name, values] of bits(expected))
      expect(found.outputs[name] ?? found.variables.get(name), name).toEqual(values);
    expect(schedule.arenaBytes).toBeLessThan(1.2 * mostAlive(livesOf(schedule)));
  }
}

const batch = 5;

test.each(everySpec)("a step of %s has the bits of its graph", (path) => {
  const training = trainingIn(path);
  const outputs = training.data.outputs ?? training.heads[0]!.width;
  expectSameBits(trainingGraph(training, allWeights(training.network), batch, outputs!).graph);
});

const networks: Readonly<Record<string, Spec>> = {
  "norms, masks, penalties and a global norm": {
    network:
      "defaults { activation: elu  regularization: l2(0.01)  constraint: max_norm(2) } input dense(12) batch_norm dropout(30%) dense(6) layer_norm dense(3, activation: softmax)",
    train: "optimizer: nesterov  clip_gradients: global_norm(0.5)",
  },
  "branches side by side, and parts of a value": {
    network:
      "input a = dense(6, activation: swish) slice(2..5) dense(4, activation: tanh) concat(a) dense(10, activation: selu) dense(3, activation: softmax)",
    train: "optimizer: nadam",
  },
  "a residual, noise and rmsprop": {
    network:
      "input a = dense(6, activation: gelu) dense(6, activation: leaky_relu) gaussian_noise(0.1) add(a) dense(3, activation: softmax)",
    train: "optimizer: rmsprop(momentum: 0.9, centered: true)  clip_gradients: norm(1)",
  },
};

test.each(Object.keys(networks))("a step with %s has the bits of its graph", (name) => {
  const training = trainingOf(networks[name]!);
  const weights = allWeights(training.network);
  expectSameBits(trainingGraph(training, weights, 7, 3).graph);
  expectSameBits(evaluationGraph(training.network, weights, 7, 3, training).graph);
});

test("workers come to their exchanges in the same order, whatever rows they have", () => {
  const training = trainingOf(networks["norms, masks, penalties and a global norm"]!);
  const { graph } = trainingGraph(training, allWeights(training.network), 9, 3);
  const exchanges = [0, 1].map((rank) => {
    const sharded = shardGraph(graph, 9, { workers: 2, rank });
    if (!("graph" in sharded)) throw new Error("not divided");
    expectSameBits(sharded.graph);
    const { launches } = makeSchedule(sharded.graph, { fuse: true });
    return launches.flatMap((launch) => (launch.kind === "allReduce" ? [launch.nodes] : []));
  });
  expect(exchanges[0]!.length).toBeGreaterThan(1);
  expect(exchanges[1]).toEqual(exchanges[0]);
});
