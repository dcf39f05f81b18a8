/** The static graphs of a run: a training step (forward, backward, update), an evaluation batch, a prediction batch. */
import { apply, substitute, number, variable, type Formula } from "../formula/formula.ts";
import type { Rank } from "../formula/rank.ts";
import { simplify } from "../formula/simplify.ts";
import type { Training } from "../network/resolve-train.ts";
import { multiplierOf } from "../network/rate-multiplier.ts";
import { featureDims, type Network, type Output } from "../network/network.ts";
import { updateRanks } from "../vocabulary/instantiate.ts";
import type { Ref } from "../vocabulary/layers/definition.ts";
import { clipped, clippingOf, globalNorm } from "./clipping.ts";
import { constrained } from "./constraint.ts";
import { makeGraphBuilder, type GraphBuilder, type StepNumber } from "./builder.ts";
import type { Graph, NodeId, Shape } from "./ir.ts";
import { lowerFormula } from "./lower-formula.ts";
import {
  gradientsNeeded,
  networkStep,
  objectiveStep,
  trainableWeights,
  type NamedWeight,
  type Objective,
  type Step,
} from "./step.ts";

export interface StepGraph {
  readonly graph: Graph;
  /** Scalar feeds, and how they follow from the numbers of the step. */
  readonly numbers: readonly StepNumber[];
}

/** The names that a graph gives an output and its loss. */
export const outputNames = ({ name }: Pick<Output, "name">): { output: string; loss: string } =>
  name === undefined ? { output: "output", loss: "loss" } : { output: `output ${name}`, loss: `loss ${name}` };

/** How many examples are evaluated at once; emitted programs use the same, so that their sums are the same. */
export const evaluationBatch = 1000;

/** The shape of a weight; a side that is not known by now is a bug. */
export const sidesOf = (dims: readonly (number | undefined)[]): Shape =>
  dims.map((side) => {
    if (side === undefined) throw new Error("a shape is not known: the data has not been read");
    return side;
  });

interface Built {
  readonly builder: GraphBuilder;
  readonly value: (ref: Ref) => NodeId;
  readonly kept: readonly Readonly<Record<string, NodeId>>[];
}

/** Computes the calls of a step on a batch. */
function forward(
  step: Step,
  network: Network,
  batch: number,
  weights: ReadonlyMap<string, NamedWeight>,
  outputs: number,
): Built {
  const builder = makeGraphBuilder();
  const results: NodeId[] = [];
  const kept: Readonly<Record<string, NodeId>>[] = [];
  const value = (ref: Ref): NodeId => {
    switch (ref.kind) {
      case "features":
        return builder.feed("features", [batch, ...sidesOf(featureDims(network))]);
      case "target":
        return builder.feed("target", [batch, outputs]);
      case "example_weight":
        return builder.feed("example_weight", [batch, 1]);
      case "weight": {
        const path = `${ref.layer.name}.${ref.weight}`;
        return builder.variable(path, sidesOf(weights.get(path)!.shape));
      }
      case "draw":
        return builder.draw(ref.draw, builder.shapeOf(value(ref.like)));
      case "call":
        return results[ref.index]!;
    }
  };
  // A batch is fed whether anything reads it or not.
  value({ kind: "features" });
  if ("loss" in step) value({ kind: "target" });
  for (const { rule, inputs, layer, word } of step.calls) {
    builder.locate(layer.at, word === undefined ? { work: "value", name: layer.name } : { work: "loss", name: word });
    const done = rule.value(builder, inputs.map(value));
    results.push(done.value);
    kept.push(done.keep);
  }
  return { builder, value, kept };
}

const byPath = (weights: readonly NamedWeight[]): ReadonlyMap<string, NamedWeight> =>
  new Map(weights.map((weight) => [weight.path, weight]));

/** A batch through the network in inference, `noisy` with masks drawn: each output, and with a training the `loss`, penalties included, and each output's. */
export function evaluationGraph(
  network: Network,
  weights: readonly NamedWeight[],
  batch: number,
  outputs: number,
  training?: Training,
  noisy = false,
): StepGraph {
  const objective = training && objectiveStep(training, false);
  const step = objective ?? networkStep(network, false, noisy);
  const { builder, value } = forward(step, network, batch, byPath(weights), outputs);
  network.outputs.forEach((output, i) => builder.output(outputNames(output).output, value(step.outputs[i]!)));
  if (objective !== undefined) lossesOf(objective, network, builder, value);
  return builder.finish();
}

/**
 * One training step on a batch: forward, backward, update. Reads the feeds `features`, `target` and the step's numbers; gives
 * `loss`, `output`; updates weights, statistics and the optimizer's states.
 */
export function trainingGraph(
  training: Training,
  weights: readonly NamedWeight[],
  batch: number,
  outputs: number,
): StepGraph {
  const { network } = training;
  const step = objectiveStep(training, true);
  const { builder, value, kept } = forward(step, network, batch, byPath(weights), outputs);
  lossesOf(step, network, builder, value);
  network.outputs.forEach((output, i) => builder.output(outputNames(output).output, value(step.outputs[i]!)));
  for (const { layer, statistics, input } of step.follows) {
    builder.locate(layer.at, { work: "statistics", name: layer.name });
    const old = Object.fromEntries(
      statistics.weights.map((weight) => [weight, value({ kind: "weight", layer, weight })]),
    );
    const next = statistics.next(builder, old, value(input));
    for (const weight of statistics.weights) builder.update(`${layer.name}.${weight}`, next[weight]!);
  }
  const gradients = clip(training, backward(step, step.loss, network, builder, kept), builder);
  for (const weight of trainableWeights(network)) {
    const gradient = gradients.get(weight.path);
    if (gradient !== undefined) update(training, weight, gradient, builder);
  }
  return builder.finish();
}

/** What is minimized, and of several outputs the loss of each. */
function lossesOf(step: Objective, { outputs }: Network, builder: GraphBuilder, value: (ref: Ref) => NodeId): void {
  builder.output("loss", value(step.loss));
  if (outputs.length > 1)
    outputs.forEach((output, i) => builder.output(outputNames(output).loss, value(step.losses[i]!)));
}

/** Reverse mode over the calls: the gradient of `loss` by every weight. A value read twice takes the later reader's share first. */
function backward(
  step: Step,
  loss: Ref,
  network: Network,
  builder: GraphBuilder,
  kept: readonly Readonly<Record<string, NodeId>>[],
): ReadonlyMap<string, NodeId> {
  const trainable = new Set(trainableWeights(network).map(({ path }) => path));
  const needed = gradientsNeeded(step, trainable);
  const ofWeights = new Map<string, NodeId>();
  const ofCalls = new Map<number, NodeId>();
  const put = <K>(into: Map<K, NodeId>, key: K, gradient: NodeId): void => {
    const before = into.get(key);
    into.set(key, before === undefined ? gradient : builder.elementwise("add", before, gradient));
  };
  if (loss.kind === "call") ofCalls.set(loss.index, builder.scalar(number(1)));
  for (let index = step.calls.length - 1; index >= 0; index--) {
    const gradient = ofCalls.get(index);
    if (gradient === undefined) continue;
    const { rule, inputs, layer, word = layer.name } = step.calls[index]!;
    builder.locate(layer.at, { work: "gradient", name: word });
    const pulls = rule.pull(builder, gradient, kept[index]!);
    inputs.forEach((input, i) => {
      if (!needed[index]![i]) return;
      if (input.kind === "call") put(ofCalls, input.index, pulls[i]!());
      if (input.kind === "weight") put(ofWeights, `${input.layer.name}.${input.weight}`, pulls[i]!());
    });
  }
  return ofWeights;
}

/** The gradients as the optimizer takes them: clipped, where the training asks for it. */
function clip(
  { clipping: use, network }: Training,
  gradients: ReadonlyMap<string, NodeId>,
  builder: GraphBuilder,
): ReadonlyMap<string, NodeId> {
  if (use === undefined) return gradients;
  const clipping = clippingOf(use);
  builder.locate(network.output.at, { work: "clipping", name: use.word.name });
  const learned = trainableWeights(network).filter(({ path }) => gradients.has(path));
  const norm = clipping.readsGlobalNorm
    ? globalNorm(
        builder,
        learned.map(({ path }) => gradients.get(path)!),
      )
    : undefined;
  return new Map(learned.map(({ path }) => [path, clipped(clipping, builder, gradients.get(path)!, norm)]));
}

/** The path of an optimizer's state for a weight. */
export const statePath = (weight: string, state: string): string => `${weight}/${state}`;

/** One weight's update by the optimizer's program; lines of plain numbers are the step's numbers and stay outside. */
function update(
  { optimizerProgram: program }: Training,
  weight: NamedWeight,
  gradient: NodeId,
  builder: GraphBuilder,
): void {
  builder.locate(weight.layer.at, { work: "update", name: weight.path });
  const shape = sidesOf(weight.shape);
  const values = new Map<string, NodeId>([
    ["w", builder.variable(weight.path, shape)],
    ["g", gradient],
  ]);
  const ranks = new Map<string, Rank>(updateRanks);
  const own: ReadonlyMap<string, Formula> = new Map([["decayed", number(weight.kind === "kernel" ? 1 : 0)]]);
  const multiplier = multiplierOf(weight.layer);
  const rate: ReadonlyMap<string, Formula> = new Map(
    multiplier === 1 ? [] : [["rate", apply("mul", variable("rate"), number(multiplier))]],
  );
  for (const { name, rank } of program.states) {
    ranks.set(name, rank);
    if (rank !== "number") values.set(name, builder.variable(statePath(weight.path, name), shape));
  }
  for (const { name, value, rank } of program.lines) {
    ranks.set(name, rank);
    if (rank === "number") continue;
    // The rate is multiplied once and first, as where a program hands it over: it is not simplified with what stands around it.
    const formula = substitute(simplify(substitute(value, own)), rate);
    values.set(name, lowerFormula(formula, { algebra: builder, ranks, values, axis: -1, width: shape.at(-1) }));
  }
  const whole = (value: NodeId): NodeId =>
    builder.shapeOf(value).join() === shape.join()
      ? value
      : builder.elementwise("add", value, builder.elementwise("mul", values.get("w")!, builder.scalar(number(0))));
  const held = (value: NodeId): NodeId =>
    weight.constraint === undefined ? value : constrained(weight.constraint, builder, value);
  for (const [written, name] of program.results) {
    const state = program.states.find((one) => one.name === written);
    const value = values.get(name) ?? builder.scalar(variable(name));
    if (written === "w") builder.update(weight.path, held(whole(value)));
    else if (state !== undefined && state.rank !== "number")
      builder.update(statePath(weight.path, written), whole(value));
  }
}
