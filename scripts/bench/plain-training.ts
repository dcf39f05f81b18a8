/** A training in words that other frameworks know: what a peer builds its network from. Plain JSON. */
import type { Layer } from "../../src/network/network.ts";
import type { Training } from "../../src/network/resolve-train.ts";
import { numberOf, truthOf, wordOf, type Arguments, type WordUse } from "../../src/network/value.ts";

export type PlainLayer =
  | {
      readonly kind: "dense";
      readonly inputs: number;
      readonly units: number;
      readonly bias: boolean;
      /** The standard deviation of the weights that training begins with. */
      readonly deviation: number;
      /** What each weight's square adds to the loss is multiplied by; 0 without a penalty. */
      readonly l2: number;
    }
  | { readonly kind: "batch_norm"; readonly units: number; readonly momentum: number; readonly epsilon: number }
  | { readonly kind: "activation"; readonly name: string }
  | { readonly kind: "dropout"; readonly rate: number };

export interface PlainTraining {
  /** One after the other; the softmax of the output is part of the loss. */
  readonly layers: readonly PlainLayer[];
  readonly inputs: number;
  readonly outputs: number;
  readonly loss: "cross_entropy" | "mse";
  readonly optimizer: { readonly name: string; readonly numbers: Readonly<Record<string, number>> };
  /** The first rate of the schedule. */
  readonly rate: number;
  /** The name of a schedule that changes the rate, and its numbers. */
  readonly schedule: { readonly name: string; readonly numbers: Readonly<Record<string, number>> } | undefined;
  /** The 2-norm that all gradients together are held to. */
  readonly globalNorm: number | undefined;
  readonly batchSize: number;
}

/** Says a training plainly; throws where it holds what the cases do without. */
export function plainTraining(training: Training): PlainTraining {
  const { network, loss, optimizer, schedule, clipping, batchSize } = training;
  const widths = network.layers.map(({ shape }) => shape[0]!);
  const layers = network.layers.flatMap((layer) => plainLayer(layer, widths[layer.inputs[0] ?? 0]!));
  const output = layers.at(-1)!;
  const softmax = output.kind === "activation" && output.name === "softmax";
  if (loss.word.name !== "mse" && !(loss.word.name === "cross_entropy" && softmax))
    throw new Error(`no peer is told of the loss ${loss.word.name}`);
  if (clipping !== undefined && clipping.word.name !== "global_norm")
    throw new Error(`no peer is told of the clipping ${clipping.word.name}`);
  const changing = schedule.word.name !== "constant";
  const scheduled = numbersOf(schedule);
  return {
    layers: softmax ? layers.slice(0, -1) : layers,
    inputs: widths[0]!,
    outputs: widths.at(-1)!,
    loss: loss.word.name,
    optimizer: { name: optimizer.word.name, numbers: numbersOf(optimizer) },
    rate: scheduled["rate"] ?? scheduled["start"] ?? scheduled["initial"]!,
    schedule: changing ? { name: schedule.word.name, numbers: scheduled } : undefined,
    globalNorm: clipping && numberOf(clipping.arguments["limit"]),
    batchSize,
  };
}

function plainLayer(layer: Layer, inputs: number): readonly PlainLayer[] {
  const { kind, arguments: given, shape } = layer;
  const units = shape[0]!;
  switch (kind) {
    case "input":
      return [];
    case "dense":
      return [{ kind, inputs, units, bias: truthOf(given["bias"]), ...weightsOf(given, inputs, units) }];
    case "batch_norm":
      return [{ kind, units, momentum: numberOf(given["momentum"]), epsilon: numberOf(given["epsilon"]) }];
    case "activation":
      return [{ kind, name: wordOf(given["activation"])!.word.name }];
    case "dropout":
      return [{ kind, rate: numberOf(given["rate"]) }];
    default:
      throw new Error(`no peer is told of ${kind}`);
  }
}

/** The variance of the weights at the beginning, by the name of the initializer. */
const variances: Readonly<Record<string, (inputs: number, units: number) => number>> = {
  he_normal: (inputs) => 2 / inputs,
  lecun_normal: (inputs) => 1 / inputs,
  glorot_uniform: (inputs, units) => 2 / (inputs + units),
};

function weightsOf(given: Arguments, inputs: number, units: number) {
  const init = wordOf(given["init"])!.word.name;
  const penalty = wordOf(given["regularization"]);
  if (penalty !== undefined && penalty.word.name !== "l2")
    throw new Error(`no peer is told of the penalty ${penalty.word.name}`);
  return { deviation: Math.sqrt(variances[init]!(inputs, units)), l2: penalty ? numberOf(penalty.arguments["l2"]) : 0 };
}

const numbersOf = ({ arguments: given }: WordUse): Record<string, number> =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, { value }]) => (value.kind === "number" ? [[name, value.value]] : [])),
  );
