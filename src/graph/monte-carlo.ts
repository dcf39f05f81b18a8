/** Graphs of Monte Carlo dropout: a batch with its masks and noise drawn, and the loss of outputs that are averaged. */
import { number } from "../formula/formula.ts";
import type { Network } from "../network/network.ts";
import type { Training } from "../network/resolve-train.ts";
import type { Ref } from "../vocabulary/layers/definition.ts";
import { makeGraphBuilder, type GraphBuilder } from "./builder.ts";
import type { Graph, NodeId } from "./ir.ts";
import { isStable } from "./loss-form.ts";
import { networkStep, objectiveStep, type NamedWeight } from "./step.ts";
import { sidesOf } from "./training-graph.ts";

/** Whether anything is drawn when masks and noise are. */
export const isRandom = (network: Network): boolean =>
  networkStep(network, false, true).calls.some(({ inputs }) => inputs.some(({ kind }) => kind === "draw"));

/** Keras's bound of probabilities: none is nearer to 0 or to 1. */
export const leastProbability = 1e-7;

type Logits = (to: GraphBuilder, probability: NodeId) => NodeId;

/** What would have to go into an activation to give these probabilities: `loss(z)` is then the loss of them. */
const logits: Readonly<Record<string, Logits>> = {
  softmax: (to, p) => to.elementwise("log", p),
  sigmoid: (to, p) =>
    to.elementwise(
      "sub",
      to.elementwise("log", p),
      to.elementwise("log", to.elementwise("sub", to.scalar(number(1)), p)),
    ),
};

/** Whether the loss of averaged outputs can be computed: a stable form takes logits, which must be found again. */
export const hasMeanLoss = (training: Training): boolean =>
  !isStable(training.heads[0]!) || Object.hasOwn(logits, training.loss.word.stable!.activation);

/** From the feeds `mean`, the averaged outputs `[batch, outputs]`, and `target` to `loss`, the penalties included. */
export function meanLossGraph(
  training: Training,
  weights: readonly NamedWeight[],
  batch: number,
  outputs: number,
): Graph {
  const step = objectiveStep(training, false);
  const begin = step.calls.findIndex(({ inputs }) => inputs.some(({ kind }) => kind === "target"));
  const shapes = new Map(weights.map(({ path, shape }) => [path, sidesOf(shape)]));
  const to = makeGraphBuilder();
  const mean = to.feed("mean", [batch, outputs]);
  const bounded = (): NodeId => {
    const [low, high] = [leastProbability, 1 - leastProbability].map((bound) => to.scalar(number(bound)));
    return to.elementwise("minimum", to.elementwise("maximum", mean, low!), high!);
  };
  const prediction = isStable(training.heads[0]!)
    ? logits[training.loss.word.stable!.activation]!(to, bounded())
    : mean;
  const results = new Map<number, NodeId>();
  const value = (ref: Ref): NodeId => {
    if (ref.kind === "target") return to.feed("target", [batch, outputs]);
    if (ref.kind === "weight") {
      const path = `${ref.layer.name}.${ref.weight}`;
      return to.variable(path, shapes.get(path)!);
    }
    // Before the loss stands the network alone, of which it reads the prediction.
    return (ref.kind === "call" ? results.get(ref.index) : undefined) ?? prediction;
  };
  step.calls.slice(begin).forEach(({ rule, inputs }, i) => {
    results.set(begin + i, rule.value(to, inputs.map(value)).value);
  });
  to.output("loss", value(step.loss));
  return to.finish().graph;
}
