/** What a network costs: weights, arithmetic and memory, counted from what its layers declare. */
import type { Layer, Network } from "../network/network.ts";
import { elementsOf, inputsOf } from "../network/network.ts";
import type { Training } from "../network/resolve-train.ts";
import { layers as definitions } from "../vocabulary/layers/index.ts";

/** Numbers of one layer; `undefined` where a side is known only when the data is read. */
export interface LayerCost {
  readonly layer: Layer;
  /** Weights that are learned. */
  readonly trained: number | undefined;
  /** Weights that are kept and not learned: moving averages. */
  readonly kept: number | undefined;
  /** Weights that this training leaves as they are. */
  readonly frozen: number | undefined;
  /** Multiplications with an addition for one example, forward. */
  readonly multiplyAdds: number | undefined;
}

export const sum = (numbers: readonly (number | undefined)[]): number | undefined =>
  numbers.reduce((so, next) => (so === undefined || next === undefined ? undefined : so + next), 0);

/** A kernel is multiplied at every place of the value but its last axis, a scale with every element. */
export function costOf(network: Network, layer: Layer): LayerCost {
  const inputs = inputsOf(network, layer).map(({ shape }) => shape);
  const weights = definitions[layer.kind].weights?.(inputs, layer.arguments) ?? [];
  const size = (statistic: boolean): number | undefined =>
    sum(weights.filter(({ kind }) => (kind === "statistic") === statistic).map(({ shape }) => elementsOf(shape)));
  const places = elementsOf(layer.shape.slice(0, -1));
  const multiplied = weights.map(({ kind, shape }) => {
    if (kind === "scale") return elementsOf(layer.shape);
    const kernel = kind === "kernel" ? elementsOf(shape) : 0;
    return kernel === undefined || places === undefined ? undefined : kernel * places;
  });
  const learned = size(false);
  const [trained, frozen] = layer.frozen ? [0, learned] : [learned, 0];
  return { layer, trained, frozen, kept: size(true), multiplyAdds: sum(multiplied) };
}

export const total = (
  costs: readonly LayerCost[],
  what: "trained" | "kept" | "frozen" | "multiplyAdds",
): number | undefined => sum(costs.map((cost) => cost[what]));

/** What a training step holds at most, in bytes. */
export interface StepMemory {
  readonly weights: number;
  readonly gradients: number;
  readonly optimizer: number;
  /** Every layer's value and its gradient for one batch; the memory plan lets several share a place. */
  readonly values: number;
}

const float = 4;

export function memoryOf(training: Training, costs: readonly LayerCost[]): StepMemory | undefined {
  const trained = total(costs, "trained");
  const still = sum([total(costs, "kept"), total(costs, "frozen")]);
  const values = sum(costs.map(({ layer }) => elementsOf(layer.shape)));
  if (trained === undefined || still === undefined || values === undefined) return undefined;
  const states = training.optimizerProgram.states.filter(({ rank }) => rank === "tensor").length;
  return {
    weights: float * (trained + still),
    gradients: float * trained,
    optimizer: float * trained * states,
    values: 2 * float * values * training.batchSize,
  };
}
