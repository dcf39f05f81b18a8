/** Whether a network, data as it was read, and the machine fit together: what can be known only now. */
import { leavesOut, type DataSet } from "../data/spec.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { sizeOf } from "../graph/ir.ts";
import { checkLossForm } from "../graph/loss-form.ts";
import { allWeights } from "../graph/step.ts";
import { evaluationBatch } from "../graph/training-graph.ts";
import { dimsText, elementsOf, featureDims, inputLayers, type Layer } from "../network/network.ts";
import type { Head } from "../network/heads.ts";
import type { Training } from "../network/resolve-train.ts";

/** TF.js's WASM heap ends at 4 GiB: weights, gradients, states and a batch's values must lie in it. */
const mostBytes = 3.5 * 2 ** 30;

export function checkFit(training: Training, data: DataSet): readonly Diagnostic[] {
  const { network, data: declared } = training;
  const found: Diagnostic[] = [];
  const input = inputLayers(network).at(-1)!;
  const taken = featureDims(network);
  // One output takes the whole target, whatever the data turned out to have.
  const wanted = ({ name, width }: Head): number => (name === undefined ? data.outputs : width);
  const odd = training.heads.find((head) => head.layer.shape.join() !== String(wanted(head)));
  const width = data.shape.reduce((size, side) => size * side, 1);
  const related = [{ at: declared.spec.at, label: "the data" }];
  if (elementsOf(taken) !== width)
    found.push({
      code: "input-feature-mismatch",
      severity: "error",
      message: `the network takes examples of ${dimsText(taken)}, and the data has ${dimsText(data.shape)}`,
      at: input.at,
      related,
      help:
        inputLayers(network).length > 1
          ? "the inputs take the features in order, each as many as it says; a categorical column is one for each category"
          : "write `input` alone: it takes the data's shape",
    });
  else if (odd !== undefined)
    found.push({
      code: "units-vs-target",
      severity: "error",
      message: `the network gives ${dimsText(odd.layer.shape)}, and a target has ${wanted(odd)} number${wanted(odd) === 1 ? "" : "s"}`,
      at: odd.layer.at,
      related,
      help: `let the last layer have ${wanted(odd)} unit${wanted(odd) === 1 ? "" : "s"}`,
    });
  else if (
    declared.examples !== undefined &&
    (leavesOut(declared.spec) ? declared.examples < countOf(data) : declared.examples !== countOf(data)) &&
    declared.arguments["examples"]?.from.kind === "written"
  )
    found.push({
      code: "data",
      severity: "error",
      message: `${declared.examples} examples are declared, and the data has ${countOf(data)}`,
      at: declared.arguments["examples"].at,
      help: `write \`examples: ${countOf(data)}\``,
    });
  else found.push(...checkLossForm(training), ...checkMemory(training, data));
  return found;
}

const countOf = ({ train, validation, test }: DataSet): number =>
  train.count + (validation?.count ?? 0) + (test?.count ?? 0);

const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

/** Weights are held once, as gradients, as new values, and once for each state; values of a batch forward and backward. */
function checkMemory(training: Training, data: DataSet): readonly Diagnostic[] {
  const { network, optimizerProgram, batchSize } = training;
  const states = optimizerProgram.states.filter(({ rank }) => rank !== "number").length;
  const weights = weightsOf(training).reduce((sum, { size }) => sum + size, 0);
  const valuesOf = ({ shape }: Layer): number => sizeOf(shape.map((side) => side ?? 1));
  const parts = [data.validation, data.test, training.evaluateTrainingLoss ? data.train : undefined];
  const evaluated = Math.min(evaluationBatch, Math.max(...parts.map((part) => part?.count ?? 0)));
  const step =
    4 * network.layers.reduce((sum, layer) => sum + valuesOf(layer), 0) * Math.min(batchSize, data.train.count);
  const evaluation = heldAtOnce(network.layers.filter(takesMemory).map(valuesOf)) * evaluated;
  const bytes = 4 * (weights * (4 + 3 * states) + Math.max(step, evaluation));
  if (bytes <= mostBytes) return [];
  const what = evaluation > step ? `an evaluation of ${evaluated} examples` : "a step";
  return [tooLarge(training, `${what} of this network takes about ${gibibytes(bytes)}`)];
}

/** In inference all other layers compute where their input lies, or nothing. */
const takesMemory = ({ kind }: Layer): boolean => kind === "input" || kind === "dense" || kind === "concat";

/** Numbers of an example that lie in memory at once in inference: two of each size, for a buffer serves the next of its size. */
function heldAtOnce(sizes: readonly number[]): number {
  const times = new Map<number, number>();
  for (const size of sizes) times.set(size, Math.min(2, (times.get(size) ?? 0) + 1));
  return [...times].reduce((sum, [size, count]) => sum + size * count, 0);
}

const weightsOf = ({ network }: Training) =>
  allWeights(network).map(({ layer, shape }) => ({ layer, size: sizeOf(shape.map((side) => side ?? 1)) }));

/** A network that does not fit into memory, told at the layer with the most weights. */
export function tooLarge(training: Training, what: string): Diagnostic {
  const none = { layer: training.network.output, size: 0 };
  const heaviest = weightsOf(training).reduce((most, one) => (one.size > most.size ? one : most), none);
  return {
    code: "too-large",
    severity: "error",
    message: `${what}, and ${gibibytes(mostBytes)} is what the backend can hold`,
    at: heaviest.layer.at,
    label: `${heaviest.size.toLocaleString("en")} weights`,
    help: "make it narrower",
  };
}
