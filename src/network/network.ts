/** What a network means: elementary layers with shapes, every default filled in, each with where it came from. */
import type * as ast from "../syntax/ast.ts";
import type { Span } from "../text/source.ts";
import type { Arguments, Provenance } from "./value.ts";

/** The sides of one example; `undefined` is known only when the data is read. */
export type Dims = readonly (number | undefined)[];

export interface Network {
  readonly name: string;
  readonly at: Span;
  readonly declaration: ast.Network;
  /** In an order in which they can be computed. */
  readonly layers: readonly Layer[];
  /** The layer whose value is the network's; the first of several. */
  readonly output: Layer;
  /** One for each value that the network gives, in order. */
  readonly outputs: readonly Output[];
  /** How many hidden layers with weights there are. */
  readonly depth: number;
  /** By kept name the layers of the line that keeps it, with those of its blocks and arguments; names kept in a block are its own. */
  readonly lines: ReadonlyMap<string, readonly number[]>;
}

export interface Output {
  /** The kept name that `outputs` lists; undefined where the network gives one value. */
  readonly name: string | undefined;
  readonly layer: Layer;
}

/**
 * One thing done to a value. `dense(100, activation: elu)` makes two: `dense` and `activation`, so that a rule, the step and the
 * emitted program see what happens and not how it was written.
 */
export interface Layer {
  /** A place in `Network.layers`. */
  readonly id: number;
  readonly kind: LayerKind;
  /** Unlike any other in the network: `dense_1`, `elu_2`. */
  readonly name: string;
  /** The name its value is kept under in the spec. */
  readonly kept: string | undefined;
  readonly arguments: Arguments;
  readonly inputs: readonly number[];
  readonly shape: Dims;
  /** The step of the spec that it stands in. */
  readonly at: Span;
  /** A layer of its own, or an argument or a default of the step. */
  readonly from: Provenance;
  /** `output`: the last layer with weights on the way to the output; `hidden`: any other with weights. */
  readonly role: "hidden" | "output" | "plain";
  /** What the layer draws from: its weights or its mask, or the first of several noises; 0 where it draws nothing. */
  readonly stream: number;
  /** Its weights stay as they are, and its norm goes by the history. */
  readonly frozen: boolean;
  /** What the spec says in doc comments where it comes to this layer. */
  readonly doc: string | undefined;
}

export const layerKinds = [
  ...(["input", "dense", "activation", "flatten", "dropout", "alpha_dropout"] as const),
  ...([
    "gaussian_noise",
    "gaussian_dropout",
    "batch_norm",
    "layer_norm",
    "add",
    "multiply",
    "average",
    "concat",
  ] as const),
  ...(["slice", "reshape"] as const),
] as const;
export type LayerKind = (typeof layerKinds)[number];

/** The streams of random numbers that are no layer's; 1 is the split's (`src/portable/split.ts`). */
export const streams = { shuffle: 2, firstLayer: 3 } as const;

export const dimsText = (dims: Dims): string => `[${dims.map((side) => side ?? "?").join(", ")}]`;

/** How many numbers one example has. */
export const elementsOf = (dims: Dims): number | undefined =>
  dims.reduce<number | undefined>(
    (size, side) => (size === undefined || side === undefined ? undefined : size * side),
    1,
  );

/** The inputs, in the order in which they take the data's features. */
export const inputLayers = ({ layers }: Pick<Network, "layers">): readonly Layer[] =>
  layers.filter(({ kind }) => kind === "input");

/** The shape of one example's features: the only input's, or all numbers of several inputs side by side. */
export function featureDims(network: Pick<Network, "layers">): Dims {
  const inputs = inputLayers(network);
  if (inputs.length === 1) return inputs[0]!.shape;
  return [inputs.reduce<number>((sum, { shape }) => sum + elementsOf(shape)!, 0)];
}

export const inputsOf = (network: Pick<Network, "layers">, layer: Layer): readonly Layer[] =>
  layer.inputs.map((id) => network.layers[id]!);

/** The layers that read the value of `layer`. */
export const readersOf = (network: Pick<Network, "layers">, layer: Layer): readonly Layer[] =>
  network.layers.filter(({ inputs }) => inputs.includes(layer.id));
