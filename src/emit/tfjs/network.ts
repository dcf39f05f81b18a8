import {
  allWeights,
  gradientsNeeded,
  isStable,
  objectiveStep,
  trainableWeights,
  weightsOf,
  type Call,
  type NamedWeight,
  type Objective,
} from "../../graph/step.ts";
import type { Layer } from "../../network/network.ts";
import type { Training } from "../../network/resolve-train.ts";
import type { Ref } from "../../vocabulary/layers/definition.ts";
import { constraintText } from "./constraint.ts";
import { forwardText, usesStep } from "./forward.ts";
import { initialText } from "./initial.ts";
import { lossesText, namePlainLosses, weighs } from "./loss.ts";
import { camel, makeNames, type Names } from "./names.ts";
import { weightText, type DrawHelper, type Printing } from "./printing.ts";
import { rulePrinter } from "./rules.ts";

export interface NetworkText {
  /** The rules' functions. */
  readonly words: readonly string[];
  readonly differentiates: boolean;
  /** Whether the words count the examples of a batch, and which helpers draw masks and noise. */
  readonly counts: boolean;
  readonly draws: ReadonlySet<DrawHelper>;
  /** The function that makes the network. */
  readonly code: string;
  /** For each output the function from the prediction to it, where its loss takes its activation apart. */
  readonly outputs: readonly (string | undefined)[];
  readonly portable: readonly string[];
  readonly streams: ReadonlyMap<string, number>;
  /** Whether the forward pass of training is told the step. */
  readonly usesStep: boolean;
  /** Whether there are statistics beside the weights. */
  readonly keeps: boolean;
  /** Whether there are kernels to hold to their constraints. */
  readonly constrains: boolean;
  readonly trainable: readonly NamedWeight[];
}

/** Prints the network of a training: its words, its weights, its forward pass and its loss. */
export function networkText(training: Training, names: Names, own: readonly string[]): NetworkText {
  const { network } = training;
  const trainable = trainableWeights(network);
  const paths = new Set(trainable.map(({ path }) => path));
  const inTraining = objectiveStep(training, true);
  const inInference = objectiveStep(training, false);
  const needed = gradientsNeeded(inTraining, paths);
  const frozen = allWeights(network).filter(({ layer }) => layer.frozen);
  const rules = rulePrinter(names, frozen.length > 0 ? "Partly" : "OnData");
  // The words have their names before anything inside the network gets one.
  const apart = training.heads.map((head, i) => (isStable(head) ? inTraining.outputs[i] : undefined));
  const isApart = (index: number): boolean => apart.some((ref) => ref?.kind === "call" && ref.index === index);
  inTraining.calls.forEach((call, i) => !isApart(i) && rules.name(call.rule, needed[i]!));
  inTraining.follows.forEach(({ statistics }) => rules.follow(statistics));
  namePlainLosses({ training, inTraining, inInference, needed, rules });
  const constraints = constraintText(trainable, names);
  const scope = makeNames([...own, ...rules.names(), ...constraints.names]);
  const objects = new Map<Layer, string>();
  for (const layer of network.layers)
    if (weightsOf(network, layer).length > 0) objects.set(layer, scope.fresh(layer.name));
  const printing: Printing = {
    ...{ training, inTraining, inInference, needed, rules, scope, objects },
    ...{ streams: new Map(), portable: new Set(), helpers: new Set() },
  };
  const weight = (layer: Layer, name: string): string => weightText(printing, layer, name);
  const declarations = [...objects].map(([layer, name]) => weightsText(printing, layer, name));
  const forward = forwardText(printing);
  const losses = lossesText(printing);
  const statistics = [...objects].flatMap(([layer, name]) =>
    weightsOf(network, layer).flatMap((one) =>
      one.kind === "statistic" && !layer.frozen ? [`${name}.${one.name}`] : [],
    ),
  );
  const outputs = apart.map((ref) => ref && rules.name(callOf(inTraining, ref).rule, []));
  const unknown = network.layers[0]!.shape.includes(undefined);
  const code = [
    ...outputsType(training),
    `/** The network: its weights as they are drawn, what it makes of features, and what is minimized. */`,
    `export function createNetwork(${unknown ? "inputs: number" : ""}) {`,
    ...declarations,
    "",
    ...forward,
    "",
    ...losses,
    "",
    ...constraints.code((one) => weight(one.layer, one.name)),
    `const weights = [${trainable.map((one) => weight(one.layer, one.name)).join(", ")}];`,
    ...(frozen.length === 0
      ? []
      : [
          "// What training leaves as it is.",
          `const frozen: tf.Variable[] = [${frozen.map((one) => weight(one.layer, one.name)).join(", ")}];`,
        ]),
    `return { forward, loss, ${constraints.functions.length > 0 ? "constrain, " : ""}${weighs(printing) ? "weightedLoss, " : ""}weights${statistics.length > 0 ? `, statistics: [${statistics.join(", ")}]` : ""}${frozen.length > 0 ? ", frozen" : ""} };`,
    "}",
    "",
    "export type Network = ReturnType<typeof createNetwork>;",
  ].join("\n");
  return {
    words: [...rules.functions, ...constraints.functions],
    differentiates: rules.differentiates(),
    counts: rules.counts(),
    draws: printing.helpers,
    code,
    outputs,
    portable: [...printing.portable],
    streams: printing.streams,
    usesStep: usesStep(inTraining, inInference),
    keeps: statistics.length > 0,
    constrains: constraints.functions.length > 0,
    trainable,
  };
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

const callOf = (step: Objective, ref: Ref): Call => step.calls[(ref as Ref & { kind: "call" }).index]!;

/** The weights of a layer as an object of variables. */
function weightsText({ training, portable, streams }: Printing, layer: Layer, name: string): string {
  const { network } = training;
  const entries = weightsOf(network, layer).map((weight) => {
    const held = weight.kind === "statistic" || layer.frozen ? ", false" : "";
    const stream = camel(layer.name);
    const { code, portable: drawing, draws } = initialText(weight, `stream.${stream}`);
    if (drawing !== undefined) portable.add(drawing);
    if (draws) streams.set(stream, layer.stream);
    return `${weight.name}: tf.variable(${code}${held})`;
  });
  return `const ${name} = { ${entries.join(", ")} };`;
}
