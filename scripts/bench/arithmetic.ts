/** What a step must do, counted from its graph: the arithmetic and the memory that no way of computing it can leave out. */
import { sizeOf, type Graph } from "../../src/graph/ir.ts";
import { allWeights, trainableWeights } from "../../src/graph/step.ts";
import { sidesOf, trainingGraph } from "../../src/graph/training-graph.ts";
import type { Training } from "../../src/network/resolve-train.ts";

export interface Arithmetic {
  /** Multiplications and additions of the matrix products, forward and backward. */
  readonly products: number;
  /** Operations on single numbers: biases, activations, norms, the loss, the update; an exponential counts as one. */
  readonly others: number;
  /** Bytes that the update reads and writes: each weight and each of its states once each way, and its gradient. */
  readonly updateBytes: number;
  /** Learned weights. */
  readonly parameters: number;
  /** Bytes of all values of the layers for a batch. */
  readonly activationBytes: number;
}

export function arithmeticOf(training: Training): Arithmetic {
  const { network, optimizerProgram, batchSize } = training;
  const { graph } = trainingGraph(training, allWeights(network), batchSize, network.output.shape[0]!);
  const states = optimizerProgram.states.filter(({ rank }) => rank !== "number").length;
  const parameters = trainableWeights(network).reduce((sum, { shape }) => sum + sizeOf(sidesOf(shape)), 0);
  const values = network.layers.reduce((sum, { shape }) => sum + sizeOf(sidesOf(shape)), 0);
  return {
    ...operationsOf(graph),
    updateBytes: 4 * parameters * (1 + 2 * (1 + states)),
    parameters,
    activationBytes: 4 * values * batchSize,
  };
}

/** Movements of numbers are no arithmetic; a reduction adds as many numbers as it reads. */
const still: ReadonlySet<string> = new Set([
  ...["feed", "variable", "constant", "draw"],
  ...["transpose", "reshape", "concat", "slice", "pad"],
]);
const reducing: ReadonlySet<string> = new Set(["sum", "mean", "max"]);

function operationsOf({ nodes }: Graph): { readonly products: number; readonly others: number } {
  let [products, others] = [0, 0];
  for (const { op, inputs, shape } of nodes) {
    if (op === "matMul") products += 2 * sizeOf(shape) * nodes[inputs[0]!]!.shape[1]!;
    else if (reducing.has(op)) others += sizeOf(nodes[inputs[0]!]!.shape);
    else if (!still.has(op)) others += sizeOf(shape);
  }
  return { products, others };
}
