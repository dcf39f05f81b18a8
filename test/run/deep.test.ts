/** A graph of many layers is laid out in a time that grows as it does. */
import { expect, test } from "vitest";
import { lifetimesOf, updatedInPlace } from "../../src/run/lifetimes.ts";
import { trainingGraph } from "../../src/graph/training-graph.ts";
import { allWeights } from "../../src/graph/step.ts";
import { trainingOf } from "../support/training.ts";

test("the lifetimes of three hundred layers under Adam are told at once", () => {
  const training = trainingOf({
    target: "regression",
    network: "input(4) repeat 300 { dense(4, activation: relu) } dense(1)",
    train: "optimizer: adam",
  });
  const { graph } = trainingGraph(training, allWeights(training.network), 2, 1);
  const began = performance.now();
  const taken = updatedInPlace(graph, lifetimesOf(graph));
  expect(performance.now() - began).toBeLessThan(2000);
  // Weights, biases and both of Adam's moments of each are updated where they lie.
  expect(taken.size).toBe(graph.updates.length);
});
