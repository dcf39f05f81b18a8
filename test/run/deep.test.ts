/** A graph of many layers is made ready in a time that grows as it does. */
import { expect, test } from "vitest";
import { makeSchedule } from "../../src/graph/make-schedule.ts";
import { trainingGraph } from "../../src/graph/training-graph.ts";
import { allWeights } from "../../src/graph/step.ts";
import { trainingOf } from "../support/training.ts";

test("three hundred layers under Adam are put in order at once", () => {
  const training = trainingOf({
    target: "regression",
    network: "input(4) repeat 300 { dense(4, activation: relu) } dense(1)",
    train: "optimizer: adam",
  });
  const { graph } = trainingGraph(training, allWeights(training.network), 2, 1);
  const began = performance.now();
  const { launches, buffers } = makeSchedule(graph, { fuse: true });
  expect(performance.now() - began).toBeLessThan(5000);
  // Weights, biases and both of Adam's moments of each are updated where they lie.
  const written = new Set(launches.flatMap((launch) => (launch.kind === "loop" ? launch.results : [])));
  const variables = [...written].filter((buffer) => buffers[buffer]!.place.kind === "variable");
  expect(variables.length).toBe(graph.updates.length);
});
