/** A network as rules look at it: who reads whom, what is hidden, and what stands between the last weights and the output. */
import type { Layer, Network } from "../network/network.ts";
import type { Training } from "../network/resolve-train.ts";
import { numberOf, truthOf, wordOf, type WordUse } from "../network/value.ts";
import { natureOf } from "../vocabulary/layers/index.ts";
import type { ActivationTraits } from "../vocabulary/traits.ts";
import { traitsOf } from "./traits.ts";

export interface NetworkView {
  readonly network: Network;
  /** The run it is judged for; none for a network that is not trained. */
  readonly training: Training | undefined;
  readonly layers: readonly Layer[];
  inputs(layer: Layer): readonly Layer[];
  readers(layer: Layer): readonly Layer[];
  /** The activations that are not on the way from an output layer to the output. */
  readonly hiddenActivations: readonly ActivationLayer[];
  readonly head: Head;
}

export interface ActivationLayer {
  readonly layer: Layer;
  readonly use: WordUse;
  readonly traits: ActivationTraits;
}

/** What stands at the output's end. */
export interface Head {
  /** The last layer with weights; none where the output is merged of several, or nothing has weights. */
  readonly dense: Layer | undefined;
  /** The layers behind it, in order. */
  readonly behind: readonly Layer[];
  /** The last activation among them. */
  readonly activation: ActivationLayer | undefined;
}

export function viewNetwork(network: Network, training: Training | undefined): NetworkView {
  const { layers } = network;
  const readers: Layer[][] = layers.map(() => []);
  for (const layer of layers) for (const id of new Set(layer.inputs)) readers[id]!.push(layer);
  const nearOutput = nearOutputOf(network);
  const activations = layers.flatMap(activationOf);
  return {
    network,
    training,
    layers,
    inputs: (layer) => layer.inputs.map((id) => layers[id]!),
    readers: (layer) => readers[layer.id]!,
    hiddenActivations: activations.filter(({ layer }) => !nearOutput.has(layer.id)),
    head: headOf(network),
  };
}

/** The only reader of a layer's values; none where there are several, or where they are an output of the network too. */
export function onlyReader(view: NetworkView, layer: Layer): Layer | undefined {
  const [reader, ...more] = view.readers(layer);
  return more.length > 0 || view.network.outputs.some((output) => output.layer === layer) ? undefined : reader;
}

/** The activation layer that this is, if it is one. */
export function activationOf(layer: Layer): readonly ActivationLayer[] {
  if (layer.kind !== "activation") return noActivation;
  const before = activations.get(layer);
  if (before !== undefined) return before;
  const use = wordOf(layer.arguments["activation"]);
  const found = use === undefined ? noActivation : [{ layer, use, traits: traitsOf(use) }];
  activations.set(layer, found);
  return found;
}

/** Many rules ask for it of each layer. */
const activations = new WeakMap<Layer, readonly ActivationLayer[]>();
const noActivation: readonly ActivationLayer[] = [];

/** Every layer between the output layers and the output. */
function nearOutputOf({ layers, outputs }: Network): ReadonlySet<number> {
  const seen = new Set<number>();
  for (const work = outputs.map(({ layer }) => layer.id); work.length > 0;) {
    const id = work.pop()!;
    if (seen.has(id) || layers[id]!.role === "output") continue;
    seen.add(id);
    work.push(...layers[id]!.inputs);
  }
  return seen;
}

function headOf({ layers, output }: Network): Head {
  const behind: Layer[] = [];
  let layer: Layer | undefined = output;
  while (layer !== undefined && layer.kind !== "dense" && layer.inputs.length === 1) {
    behind.unshift(layer);
    layer = layers[layer.inputs[0]!];
  }
  const dense = layer?.kind === "dense" ? layer : undefined;
  return { dense, behind, activation: behind.flatMap(activationOf).at(-1) };
}

/** The layer with weights whose sums come into this one; none through a merge or another activation. */
export function weightsInto(view: NetworkView, layer: Layer): Layer | undefined {
  const stretch = stretchBefore(view, layer);
  const [from, ...more] = view.inputs(stretch.at(-1) ?? layer);
  const direct = more.length === 0 && stretch.every(({ kind }) => kind !== "activation");
  return direct && from?.kind === "dense" ? from : undefined;
}

/** No sound network has more layers between two with weights: beyond, nobody looks, so that long nonsense is judged in no time. */
export const furthest = 50;

/** Layers that neither merge nor weigh: what comes before `layer` since the last weights, merge or input, the nearest first. */
export function stretchBefore(view: NetworkView, layer: Layer): readonly Layer[] {
  const stretch: Layer[] = [];
  for (let [before, ...more] = view.inputs(layer); before !== undefined && more.length === 0;) {
    if (before.kind === "dense" || before.inputs.length !== 1 || stretch.length === furthest) break;
    stretch.push(before);
    [before, ...more] = view.inputs(before);
  }
  return stretch;
}

/** The first activation that a layer's values meet on their only way. */
export function activationOver(view: NetworkView, layer: Layer): ActivationLayer | undefined {
  let [after, ...more] = view.readers(layer);
  for (let steps = 0; after !== undefined && more.length === 0 && steps < furthest; steps++) {
    if (after.kind === "dense" || after.inputs.length !== 1) return undefined;
    const [activation] = activationOf(after);
    if (activation !== undefined) return activation;
    [after, ...more] = view.readers(after);
  }
  return undefined;
}

/** Layers that join paths. */
export const mergesOf = (view: NetworkView): readonly Layer[] => view.layers.filter(({ inputs }) => inputs.length > 1);

export const hiddenSelu = (view: NetworkView): readonly ActivationLayer[] =>
  view.hiddenActivations.filter(({ traits }) => traits.selfNormalizing);

/** Whether a norm stands right on the input. */
export const hasNormOnInput = (view: NetworkView): boolean =>
  view.layers.some((layer) => isNorm(layer) && isOnInput(view, layer));

export function isOnInput(view: NetworkView, layer: Layer): boolean {
  const stretch = stretchBefore(view, layer);
  const first = view.inputs(stretch.at(-1) ?? layer)[0];
  return first?.kind === "input" && stretch.every((one) => one.kind === "flatten" || isNorm(one));
}

export const isNorm = ({ kind }: Layer): boolean => natureOf(kind) === "norm";

/** A dropout of any kind that drops anything. */
export const isDropping = (layer: Layer): boolean => isNoisy(layer) && layer.arguments["rate"] !== undefined;

/** A dropout, or noise that is added. */
export const isNoisy = ({ kind, arguments: args }: Layer): boolean =>
  natureOf(kind) === "noise" && numberOf(args["rate"] ?? args["stddev"]) > 0;

/** At least so many weights; a layer whose inputs are not known counts its units. */
export const weightsOf = (view: NetworkView): number =>
  view.layers
    .filter(({ kind }) => kind === "dense")
    .reduce((sum, layer) => {
      const inputs = view.inputs(layer)[0]?.shape.at(-1) ?? 1;
      return sum + (inputs + (truthOf(layer.arguments["bias"]) ? 1 : 0)) * layer.shape.at(-1)!;
    }, 0);
