/** Whether a network, data as it was read, and the machine fit together: what can be known only now. */
import type { DataSet } from "../data/spec.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { sizeOf } from "../graph/ir.ts";
import { allWeights, isStable } from "../graph/step.ts";
import { dimsText, elementsOf } from "../network/network.ts";
import type { Training } from "../network/resolve-train.ts";

/** TF.js's WASM heap ends at 4 GiB: weights, gradients, states and a batch's values must lie in it. */
const mostBytes = 3.5 * 2 ** 30;

export function checkFit(training: Training, data: DataSet): readonly Diagnostic[] {
  const { network, data: declared } = training;
  const found: Diagnostic[] = [];
  const input = network.layers[0]!;
  const output = network.output;
  const width = data.shape.reduce((size, side) => size * side, 1);
  const related = [{ at: declared.spec.at, label: "the data" }];
  if (elementsOf(input.shape) !== width)
    found.push({
      code: "input-feature-mismatch",
      severity: "error",
      message: `the network takes examples of ${dimsText(input.shape)}, and the data has ${dimsText(data.shape)}`,
      at: input.at,
      related,
      help: "write `input` alone: it takes the data's shape",
    });
  else if (output.shape.length !== 1 || output.shape[0] !== data.outputs)
    found.push({
      code: "units-vs-target",
      severity: "error",
      message: `the network gives ${dimsText(output.shape)}, and a target has ${data.outputs} number${data.outputs === 1 ? "" : "s"}`,
      at: output.at,
      related,
      help: `let the last layer have ${data.outputs} unit${data.outputs === 1 ? "" : "s"}`,
    });
  else if (
    declared.examples !== undefined &&
    declared.examples !== countOf(data) &&
    declared.arguments["examples"]?.from.kind === "written"
  )
    found.push({
      code: "data",
      severity: "error",
      message: `${declared.examples} examples are declared, and the data has ${countOf(data)}`,
      at: declared.arguments["examples"].at,
      help: `write \`examples: ${countOf(data)}\``,
    });
  else found.push(...checkLoss(training), ...checkMemory(training));
  return found;
}

/** A loss that is told from what goes into an activation has no other form: `loss cross_entropy(target, output = softmax(z))`. */
function checkLoss(training: Training): readonly Diagnostic[] {
  const { loss, network } = training;
  const { stable } = loss.word;
  if (stable === undefined || isStable(training)) return [];
  return [
    {
      code: "wrong-output-activation",
      severity: "error",
      message: `\`${loss.word.name}\` is computed from what goes into \`${stable.activation}\`, and the network does not end in that`,
      at: network.output.at,
      related: [{ at: loss.at, label: "the loss" }],
      help: `give the last layer \`activation: ${stable.activation}\`, the library's own, or choose another loss`,
    },
  ];
}

const countOf = ({ train, validation, test }: DataSet): number =>
  train.count + (validation?.count ?? 0) + (test?.count ?? 0);

/** Weights are held once, as gradients, as new values, and once for each state; values of a batch forward and backward. */
function checkMemory(training: Training): readonly Diagnostic[] {
  const { network, optimizerProgram, batchSize } = training;
  const states = optimizerProgram.states.filter(({ rank }) => rank !== "number").length;
  const sizes = allWeights(network).map(({ layer, shape }) => ({
    layer,
    size: sizeOf(shape.map((side) => side ?? 1)),
  }));
  const weights = sizes.reduce((sum, { size }) => sum + size, 0);
  const values = network.layers.reduce((sum, { shape }) => sum + sizeOf(shape.map((side) => side ?? 1)), 0);
  const bytes = 4 * (weights * (4 + 3 * states) + 4 * values * batchSize);
  if (bytes <= mostBytes) return [];
  const heaviest = sizes.reduce((most, one) => (one.size > most.size ? one : most), { layer: network.output, size: 0 });
  const gigabytes = (bytes / 2 ** 30).toFixed(1);
  const message = `a step of this network takes about ${gigabytes} GiB, and 3.5 GiB is what the backend can hold`;
  return [
    {
      code: "too-large",
      severity: "error",
      message,
      at: heaviest.layer.at,
      label: `${heaviest.size.toLocaleString("en")} weights`,
      help: "make it narrower",
    },
  ];
}
