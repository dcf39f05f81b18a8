/** A step as calls of differentiable functions, layer by layer: what the graph is built from, and what the emitter prints. */
import type { Ref, Statistics, StepBuilder, Weight } from "../vocabulary/layers/definition.ts";
import { layers as definitions } from "../vocabulary/layers/index.ts";
import { number, substitute } from "../formula/formula.ts";
import { simplify } from "../formula/simplify.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { inputsOf, type Layer, type Network } from "../network/network.ts";
import type { Training } from "../network/resolve-train.ts";
import { wordOf } from "../network/value.ts";
import type { Rule } from "./algebra.ts";
import { lossRule, penaltyRule, plus } from "./formula-rule.ts";

/** A rule applied to values. */
export interface Call {
  readonly rule: Rule;
  readonly inputs: readonly Ref[];
  /** What asked for it. */
  readonly layer: Layer;
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
  /** The network's output. */
  readonly output: Ref;
}

/** What is minimized: the loss, then the penalties of what is learned, one by one. */
export interface Objective extends Step {
  /** What the loss compares with the target: the output, or what goes into its activation. */
  readonly prediction: Ref;
  /** The loss and everything added to it. */
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
  return { calls, follows, values, output: values[network.output.id]! };
}

/** Whether the loss takes the output layer's activation apart: `loss cross_entropy(target, output = softmax(z))` on a softmax. */
export function isStable({ loss, network }: Pick<Training, "loss" | "network">): boolean {
  const { stable } = loss.word;
  const activation = network.output.kind === "activation" ? wordOf(network.output.arguments["activation"]) : undefined;
  return stable !== undefined && activation?.word.name === stable.activation && activation.word.standard;
}

/** The calls of a network and of its loss. */
export function objectiveStep(training: Training, inTraining: boolean): Objective {
  const { network, loss } = training;
  const step = networkStep(network, inTraining);
  const calls = [...step.calls];
  const call = (rule: Rule, ...inputs: Ref[]): Ref => {
    calls.push({ rule, inputs, layer: network.output });
    return { kind: "call", index: calls.length - 1 };
  };
  const stable = isStable(training);
  const last = step.output.kind === "call" ? step.calls[step.output.index] : undefined;
  const prediction = stable ? last!.inputs[0]! : step.output;
  const by = stable ? loss.word.stable!.input : "output";
  const width = network.output.shape.at(-1) ?? 1;
  const formula = simplify(substitute(formulaOf(loss)!, new Map([["outputs", number(width)]])));
  const weighted = inTraining && training.data.spec.classWeights !== undefined;
  const rule = lossRule(loss.word.name, formula, by, width, loss.word.doc.split("\n")[0]!, weighted);
  let total = call(rule, prediction, { kind: "target" }, ...(weighted ? [{ kind: "example_weight" } as const] : []));
  for (const layer of network.layers.filter((one) => !one.frozen))
    for (const { name, shape, penalty } of weightsOf(network, layer)) {
      const formula = penalty && formulaOf(penalty);
      if (penalty === undefined || formula === undefined) continue;
      const added = call(penaltyRule(penalty.word.name, formula, shape.at(-1), penalty.word.doc.split("\n")[0]!), {
        kind: "weight",
        layer,
        weight: name,
      });
      total = call(plus, total, added);
    }
  return { ...step, calls, prediction, loss: total };
}

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
