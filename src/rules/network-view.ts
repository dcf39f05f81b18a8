/** A network as rules look at it: who reads whom, what is hidden, and what stands between the last weights and the output. */
import type { Layer, Network } from "../network/network.ts";
import type { Training } from "../network/resolve-train.ts";
import { wordOf, type WordUse } from "../network/value.ts";
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

/** The activation layer that this is, if it is one. */
export function activationOf(layer: Layer): readonly ActivationLayer[] {
  const use = layer.kind === "activation" ? wordOf(layer.arguments["activation"]) : undefined;
  return use === undefined ? [] : [{ layer, use, traits: traitsOf(use) }];
}

/** Every layer between the output layers and the output. */
function nearOutputOf({ layers, output }: Network): ReadonlySet<number> {
  const seen = new Set<number>();
  for (const work = [output.id]; work.length > 0;) {
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

/** The layer with weights whose sums come into this one, through layers that only norm or drop; none through a merge. */
export function weightsInto(view: NetworkView, layer: Layer): Layer | undefined {
  let [before, ...more] = view.inputs(layer);
  while (before !== undefined && more.length === 0 && before.kind !== "dense") {
    if (before.kind === "activation") return undefined;
    [before, ...more] = view.inputs(before);
  }
  return more.length === 0 ? before : undefined;
}
