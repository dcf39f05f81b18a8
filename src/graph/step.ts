/** A step as calls of differentiable functions, layer by layer: what the graph is built from, and what the emitter prints. */
import type { Ref, Statistics, StepBuilder, Weight } from "../vocabulary/layers/definition.ts";
import { layers as definitions } from "../vocabulary/layers/index.ts";
import { number, substitute } from "../formula/formula.ts";
import { simplify } from "../formula/simplify.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { inputsOf, type Layer, type Network } from "../network/network.ts";
import type { Training } from "../network/resolve-train.ts";
import type { WordUse } from "../network/value.ts";
import type { Rule } from "./algebra.ts";
import { lossRule, penaltyRule, plus, times } from "./formula-rule.ts";
import { isStable } from "./loss-form.ts";

/** A rule applied to values. */
export interface Call {
  readonly rule: Rule;
  readonly inputs: readonly Ref[];
  /** What asked for it. */
  readonly layer: Layer;
  /** The word that it computes where it stands behind the network: a loss, a penalty. */
  readonly word?: string;
}

/** Statistics that follow the batches. */
export interface Follow {
  readonly layer: Layer;
  readonly statistics: Statistics;
  readonly input: Ref;
}

export interface Step {
  readonly calls: readonly Call[];
  readonly follows: readonly Follow[];
  /** The value of each layer, by its id. */
  readonly values: readonly Ref[];
  /** The network's outputs, in order. */
  readonly outputs: readonly Ref[];
}

/** What is minimized: the loss of each output, then the penalties of what is learned, one by one. */
export interface Objective extends Step {
  /** What each loss compares with the target: the output, or what goes into its activation. */
  readonly predictions: readonly Ref[];
  /** Each output's own loss. */
  readonly losses: readonly Ref[];
  /** The losses, each times its weight, and everything added to them. */
  readonly loss: Ref;
}

/** The calls of a network, in training (masks drawn, statistics of the batch) or in inference; `noisy` draws masks in inference too. */
export function networkStep(network: Network, training: boolean, noisy = training): Step {
  const calls: Call[] = [];
  const follows: Follow[] = [];
  const builder: StepBuilder = {
    network,
    training,
    noisy,
    dims: (layer) => network.layers[layer]!.shape,
    call(rule, inputs, layer) {
      calls.push({ rule, inputs, layer });
      return { kind: "call", index: calls.length - 1 };
    },
    weight: (layer, weight) => ({ kind: "weight", layer, weight }),
    follow: (layer, statistics, input) => void follows.push({ layer, statistics, input }),
  };
  const values: Ref[] = [];
  for (const layer of network.layers)
    values.push(
      definitions[layer.kind].lower(
        builder,
        layer,
        layer.inputs.map((id) => values[id]!),
      ),
    );
  return { calls, follows, values, outputs: network.outputs.map(({ layer }) => values[layer.id]!) };
}

/** The calls of a network and of its losses. */
export function objectiveStep({ network, heads, data }: Training, inTraining: boolean): Objective {
  const step = networkStep(network, inTraining);
  const calls = [...step.calls];
  const call = (layer: Layer, word: string, rule: Rule, ...inputs: Ref[]): Ref => {
    calls.push({ rule, inputs, layer, word });
    return { kind: "call", index: calls.length - 1 };
  };
  const predictions = heads.map((head, i): Ref => {
    const output = step.outputs[i]!;
    return isStable(head) && output.kind === "call" ? step.calls[output.index]!.inputs[0]! : output;
  });
  const whole = data.outputs ?? heads[0]!.width;
  const weighted = inTraining && data.spec.classWeights !== undefined;
  let total: Ref | undefined;
  const losses = heads.map(({ layer, loss, weight, begin, width: own, ...head }, i): Ref => {
    const by = isStable({ layer, loss, ...head }) ? loss.word.stable!.input : "output";
    const width = layer.shape.at(-1) ?? 1;
    const formula = simplify(substitute(formulaOf(loss)!, new Map([["outputs", number(width)]])));
    const target: Ref = { kind: "target" };
    const part = own === whole ? target : call(layer, loss.word.name, targetPart(begin, own), target);
    const rule = lossRule(loss.word.name, formula, by, width, firstLine(loss), weighted);
    const found = call(
      layer,
      loss.word.name,
      rule,
      predictions[i]!,
      part,
      ...(weighted ? [{ kind: "example_weight" } as const] : []),
    );
    const weighed = weight === 1 ? found : call(layer, loss.word.name, times(weight), found);
    total = total === undefined ? weighed : call(layer, "loss", plus, total, weighed);
    return found;
  });
  for (const layer of network.layers.filter((one) => !one.frozen))
    for (const { name, shape, penalty } of weightsOf(network, layer)) {
      const formula = penalty && formulaOf(penalty);
      if (penalty === undefined || formula === undefined) continue;
      const rule = penaltyRule(penalty.word.name, formula, shape.at(-1), firstLine(penalty));
      const added = call(network.output, penalty.word.name, rule, { kind: "weight", layer, weight: name });
      total = call(network.output, "loss", plus, total!, added);
    }
  return { ...step, calls, predictions, losses, loss: total! };
}

const firstLine = ({ word }: WordUse): string => word.doc.split("\n")[0]!;

/** Some columns of the targets. */
const targetPart = (begin: number, size: number): Rule => ({
  name: "targetsFrom",
  key: `targetsFrom ${begin} ${size}`,
  doc: size === 1 ? `A target's number ${begin}.` : `A target's numbers ${begin} to ${begin + size - 1}.`,
  inputs: ["target"],
  differentiable: 0,
  value: (to, [target]) => ({ value: to.sliceLast(target!, begin, size, 2), keep: {} }),
  pull: () => [],
});

/** What a layer learns and keeps. */
export function weightsOf(network: Network, layer: Layer): readonly Weight[] {
  const inputs = inputsOf(network, layer).map(({ shape }) => shape);
  return definitions[layer.kind].weights?.(inputs, layer.arguments) ?? [];
}

export interface NamedWeight extends Weight {
  /** Unlike any other in the network: `dense_1.kernel`. */
  readonly path: string;
  readonly layer: Layer;
}

/** Everything a network learns and keeps, in the order of its layers. */
export const allWeights = (network: Network): readonly NamedWeight[] =>
  network.layers.flatMap((layer) =>
    weightsOf(network, layer).map((weight) => ({ ...weight, layer, path: `${layer.name}.${weight.name}` })),
  );

/** What is learned, without what is only kept and what is frozen. */
export const trainableWeights = (network: Network): readonly NamedWeight[] =>
  allWeights(network).filter(({ kind, layer }) => kind !== "statistic" && !layer.frozen);

/** For each call, whether a gradient must pass through it; and which of its inputs take one. */
export function gradientsNeeded(
  { calls }: Pick<Step, "calls">,
  trainable: ReadonlySet<string>,
): readonly (readonly boolean[])[] {
  const needed: boolean[][] = [];
  const needs = (ref: Ref): boolean =>
    ref.kind === "weight"
      ? trainable.has(`${ref.layer.name}.${ref.weight}`)
      : ref.kind === "call" && needed[ref.index]!.some((each) => each);
  for (const { rule, inputs } of calls) needed.push(inputs.map((input, i) => i < rule.differentiable && needs(input)));
  return needed;
}
