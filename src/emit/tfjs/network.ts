import { isStable } from "../../graph/loss-form.ts";
import {
  allWeights,
  gradientsNeeded,
  objectiveStep,
  trainableWeights,
  type Call,
  type NamedWeight,
  type Objective,
} from "../../graph/step.ts";
import type { Layer } from "../../network/network.ts";
import type { Training } from "../../network/resolve-train.ts";
import type { Span } from "../../text/source.ts";
import type { Ref } from "../../vocabulary/layers/definition.ts";
import { constraintText } from "./constraint.ts";
import { forwardText, usesStep } from "./forward.ts";
import { loopsOf, weighted, type Loop } from "./loops.ts";
import { lossesText, namePlainLosses, weighs } from "./loss.ts";
import { docComment, makeNames, type Names } from "./names.ts";
import { bodyOf, totalOf, weightList, type DrawHelper, type Printing } from "./printing.ts";
import { normsText } from "./norms.ts";
import { initialPrinter } from "./initial.ts";
import { rulePrinter } from "./rules.ts";
import { namedText, objectNames, weightsText } from "./weights.ts";

export interface NetworkText {
  /** The rules' functions. */
  readonly words: readonly string[];
  /** The initializers' functions. */
  readonly initials: readonly string[];
  /** Which helpers draw masks and noise. */
  readonly draws: ReadonlySet<DrawHelper>;
  /** The function that makes the network. */
  readonly code: string;
  /** For each output the function from the prediction to it, where its loss takes its activation apart. */
  readonly outputs: readonly (string | undefined)[];
  readonly portable: readonly string[];
  readonly streams: ReadonlyMap<string, number>;
  /** Whether the forward pass of training is told the step. */
  readonly usesStep: boolean;
  /** Whether there are kernels to hold to their constraints. */
  readonly constrains: boolean;
  readonly trainable: readonly NamedWeight[];
}

/** Prints the network of a training: its words, its weights, its forward pass and its loss. */
export function networkText(
  training: Training,
  names: Names,
  own: readonly string[],
  place: (at: Span) => string,
  /** What the program as a whole is described by, which need not be said again. */
  title: string,
): NetworkText {
  const { network } = training;
  const trainable = trainableWeights(network);
  const paths = new Set(trainable.map(({ path }) => path));
  const inTraining = objectiveStep(training, true);
  const inInference = objectiveStep(training, false);
  const needed = gradientsNeeded(inTraining, paths);
  const frozen = allWeights(network).filter(({ layer }) => layer.frozen);
  const apart = training.heads.map((head, i) => (isStable(head) ? inTraining.outputs[i] : undefined));
  const isApart = (index: number): boolean => apart.some((ref) => ref?.kind === "call" && ref.index === index);
  const asked = inTraining.calls.flatMap(({ rule }, i) => (isApart(i) ? [] : [{ rule, needed: needed[i]! }]));
  // The words have their names before anything inside the network gets one.
  const rules = rulePrinter(names, frozen.length > 0 ? "OnFrozen" : "OnData", asked);
  inTraining.follows.forEach(({ statistics }) => rules.follow(statistics));
  namePlainLosses({ training, inTraining, inInference, needed, rules });
  inInference.calls.forEach(({ rule }) => rules.name(rule, []));
  const initials = initialPrinter(allWeights(network), names);
  const constraints = constraintText(trainable, names);
  const common = {
    ...{ training, inTraining, inInference, needed, rules, initials, place },
    ...{ streams: new Map(), portable: new Set<string>(initials.portable), helpers: new Set<DrawHelper>() },
  };
  const norms = normsText({ ...common, loops: new Map() }, names);
  const taken = [...rules.names(), ...initials.names, ...constraints.names, ...norms.byLayer.values()];
  const scope = makeNames([...own, ...taken, "layer", "i"]);
  const loops = loopNames(training, inTraining, inInference, needed, scope);
  const objects = objectNames({ training, scope, loops });
  const printing: Printing = { ...common, norms: norms.byLayer, scope, loops, objects };
  const declarations = weightsText(printing);
  const forward = forwardText(printing);
  const losses = lossesText(printing);
  const outputs = apart.map((ref) => ref && rules.name(callOf(inTraining, ref).rule, []));
  const unknown = network.layers[0]!.shape.includes(undefined);
  const members = [
    ...["forward", "loss"],
    ...(weighs(printing) ? ["weightedLoss"] : []),
    ...(constraints.functions.length > 0 ? ["constrain"] : []),
  ];
  const code = [
    ...outputsType(training),
    ...modelType(training, { takesStep: usesStep(inTraining, inInference), members }),
    docComment(
      [title === network.declaration.doc ? undefined : network.declaration.doc, whatModel].filter(Boolean).join("\n\n"),
    ),
    `export function createModel(${unknown ? "inputs: number" : ""}): Model {`,
    ...declarations,
    "",
    ...forward,
    "",
    ...losses,
    "",
    ...constraints.code((weights) => weightList(printing, weights)),
    `return { ${members.join(", ")}, weights: named(${namedText(printing)}) };`,
    "}",
  ].join("\n");
  return {
    words: [...rules.functions(), ...norms.functions, ...constraints.functions],
    initials: initials.functions,
    draws: printing.helpers,
    code,
    outputs,
    portable: [...printing.portable],
    streams: printing.streams,
    usesStep: usesStep(inTraining, inInference),
    constrains: constraints.functions.length > 0,
    trainable,
  };
}

const whatModel = "The network with its weights as they are drawn.";

/** The loops of a network, and what the list of each one's weights is called. */
function loopNames(
  { network, heads }: Training,
  inTraining: Objective,
  inInference: Objective,
  needed: readonly (readonly boolean[])[],
  scope: Names,
): ReadonlyMap<Loop, string | undefined> {
  const ends = new Set(heads.flatMap(({ layer }) => [layer.id, ...layer.inputs]));
  /** What a layer calls, and which gradients that takes in training. */
  const calls = (layer: Layer): string =>
    [inTraining, inInference]
      .flatMap((objective) =>
        objective.calls
          .slice(0, bodyOf(objective))
          .map(({ rule, layer: own }, i) =>
            own !== layer ? "" : objective === inTraining ? `${rule.key} ${needed[i]!.join()};` : `${rule.key};`,
          ),
      )
      .join("");
  const texts = new Map(network.layers.map((layer) => [layer, calls(layer)]));
  const loops = loopsOf(
    network,
    ({ id }) => ends.has(id),
    (one, other) => texts.get(one) === texts.get(other),
  );
  return new Map(
    loops.map((loop) => [loop, weighted(network, loop).length === 0 ? undefined : scope.fresh("hidden")] as const),
  );
}

/** The type of what a network of several outputs gives. */
const outputsType = ({ heads }: Training): readonly string[] =>
  heads.length === 1
    ? []
    : [
        "/** What the network gives: a value for each of its outputs. */",
        `export type Outputs = { ${heads.map(({ name }) => `${name}: Tensor`).join("; ")} };`,
        "",
      ];

/** The type of the network: its functions, and its weights. */
function modelType(
  { heads }: Training,
  { takesStep, members }: { takesStep: boolean; members: readonly string[] },
): readonly string[] {
  const one = heads.length === 1;
  const [value, losses] = one ? ["Tensor", "Tensor"] : ["Outputs", `Outputs & { ${totalOf(heads)}: Tensor }`];
  const types: Readonly<Record<string, string>> = {
    forward: `(features: Tensor${takesStep ? ", step?: number" : ""}) => ${value}`,
    loss: `(prediction: ${value}, target: Tensor) => ${losses}`,
    weightedLoss: `(prediction: ${value}, target: Tensor, weight: Tensor) => ${losses}`,
    constrain: "() => void",
  };
  return [
    docComment(
      `A network: what it makes of features, what is minimized (both for use within \`tf.tidy\`), and its weights by their names in a checkpoint.${takesStep ? "\nA forward pass that is told the `step` is one of training." : ""}`,
    ),
    "export type Model = {",
    ...members.map((member) => `${member}: ${types[member]};`),
    "weights: Record<string, tf.Variable>;",
    "};",
    "",
  ];
}

const callOf = (step: Objective, ref: Ref): Call => step.calls[(ref as Ref & { kind: "call" }).index]!;
