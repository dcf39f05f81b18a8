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
import { inputLayers, type Layer, type Network } from "../../network/network.ts";
import type { Head } from "../../network/heads.ts";
import type { Training } from "../../network/resolve-train.ts";
import type { Ref } from "../../vocabulary/layers/definition.ts";
import { constraintText } from "./constraint.ts";
import { initialText } from "./initial.ts";
import { camel, makeNames, type Names } from "./names.ts";
import { rulePrinter, type RulePrinter } from "./rules.ts";

/** A function of the program that draws numbers anew for each step. */
export type DrawHelper = "mask" | "noise" | "uniformNoise";

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
  const portable = new Set<string>();
  const streams = new Map<string, number>();
  const helpers = new Set<DrawHelper>();
  // The words have their names before anything inside the network gets one.
  const apart = training.heads.map((head, i) => (isStable(head) ? inTraining.outputs[i] : undefined));
  const isApart = (index: number): boolean => apart.some((ref) => ref?.kind === "call" && ref.index === index);
  inTraining.calls.forEach((call, i) => !isApart(i) && rules.name(call.rule, needed[i]!));
  inTraining.follows.forEach(({ statistics }) => rules.follow(statistics));
  // Evaluation does not weigh: then there is a loss for each, the plain one without a derivative.
  const weighs = training.data.spec.classWeights !== undefined;
  const plain = gradientsNeeded(inInference, paths).with(bodyOf(inInference), []);
  if (weighs) rules.name(inInference.calls[bodyOf(inInference)]!.rule, []);
  const constraints = constraintText(trainable, names);
  const scope = makeNames([...own, ...rules.names(), ...constraints.names]);
  const objects = new Map<Layer, string>();
  for (const layer of network.layers)
    if (weightsOf(network, layer).length > 0) objects.set(layer, scope.fresh(layer.name));
  const weight = (layer: Layer, name: string): string => `${objects.get(layer)}.${name}`;

  const declarations = [...objects].map(([layer, name]) => weightsText(training, layer, name, portable, streams));
  const forward = forwardText(
    training,
    inTraining,
    inInference,
    needed,
    rules,
    scope,
    objects,
    streams,
    portable,
    helpers,
  );
  const loss = weighs
    ? [
        ...lossText(training, inInference, plain, rules, weight, scope),
        "",
        ...lossText(training, inTraining, needed, rules, weight, scope, "weightedLoss"),
      ]
    : lossText(training, inTraining, needed, rules, weight, scope);
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
    ...loss,
    "",
    ...constraints.code((one) => weight(one.layer, one.name)),
    `const weights = [${trainable.map((one) => weight(one.layer, one.name)).join(", ")}];`,
    ...(frozen.length === 0
      ? []
      : [
          "// What training leaves as it is.",
          `const frozen: tf.Variable[] = [${frozen.map((one) => weight(one.layer, one.name)).join(", ")}];`,
        ]),
    `return { forward, loss, ${constraints.functions.length > 0 ? "constrain, " : ""}${weighs ? "weightedLoss, " : ""}weights${statistics.length > 0 ? `, statistics: [${statistics.join(", ")}]` : ""}${frozen.length > 0 ? ", frozen" : ""} };`,
    "}",
    "",
    "export type Network = ReturnType<typeof createNetwork>;",
  ].join("\n");
  return {
    words: [...rules.functions, ...constraints.functions],
    differentiates: rules.differentiates(),
    counts: rules.counts(),
    draws: helpers,
    code,
    outputs,
    portable: [...portable],
    streams,
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
function weightsText(
  { network }: Training,
  layer: Layer,
  name: string,
  portable: Set<string>,
  streams: Map<string, number>,
): string {
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

interface Printed {
  readonly training: string;
  readonly inference: string;
}

/** The forward pass, a line or less for each layer. */
function forwardText(
  { network, heads }: Training,
  inTraining: Objective,
  inInference: Objective,
  needed: readonly (readonly boolean[])[],
  rules: RulePrinter,
  outer: Names,
  objects: ReadonlyMap<Layer, string>,
  streams: Map<string, number>,
  portable: Set<string>,
  helpers: Set<DrawHelper>,
): readonly string[] {
  const scope = outer.inner();
  const weight = (layer: Layer, name: string): string => `${objects.get(layer)}.${name}`;
  const flow = scope.fresh("x");
  const lines: string[] = [];
  const steps = usesStep(inTraining, inInference);
  const step = scope.fresh("step");
  /** What each layer's value is called, or the expression that is not yet written down. */
  const values = new Map<number, string>();
  const callsOf = (objective: Objective, layer: Layer): readonly PlacedCall[] =>
    ofLayers.get(objective)!.get(layer) ?? [];
  const ofLayers = new Map([inTraining, inInference].map((objective) => [objective, callsByLayer(objective)]));
  const readersOf = readersByLayer(network);
  // Features that only the next layer reads flow on; else they keep a name of their own.
  const input = network.layers[0]!;
  const several = inputLayers(network).length > 1;
  const flowsOn = !several && readersOf(input).every(({ id }) => id === 1);
  const features = flowsOn ? flow : scope.fresh((several ? undefined : input.kept) ?? "features");
  let declared = flowsOn;
  const assign = (value: string): void => {
    lines.push(`${declared ? "" : "let "}${flow} = ${value};`);
    declared = true;
  };
  // The values that the losses take: an activation that a loss takes apart is left to them.
  const ends = heads.map((head) => network.layers[isStable(head) ? head.layer.inputs[0]! : head.layer.id]!);
  const left = new Set(
    heads.flatMap((head) => (isStable(head) && readersOf(head.layer).length === 0 ? [head.layer] : [])),
  );
  const one = heads.length === 1;

  for (const layer of network.layers) {
    if (layer.kind === "input" && !several) {
      values.set(layer.id, features);
      continue;
    }
    if (left.has(layer)) continue;
    const inputs = layer.inputs.map((id) => values.get(id)!);
    const print = (objective: Objective, training: boolean): string => {
      const results = new Map<number, string>();
      /** The layer's own values, then those of its inputs: the one at the same place where several are the same. */
      const text = (ref: Ref, at: number): string => {
        switch (ref.kind) {
          case "weight":
            return weight(ref.layer, ref.weight);
          case "target":
          case "example_weight":
            throw new Error("a layer does not read the target");
          case "features":
          case "call": {
            const own = ref.kind === "call" ? results.get(ref.index) : several ? features : undefined;
            if (own !== undefined) return own;
            const isSame = layer.inputs.map((id) => sameRef(objective.values[id]!, ref));
            return inputs[isSame[at] === true ? at : isSame.indexOf(true)]!;
          }
          case "draw": {
            const place = ref.draw.stream - ref.layer.stream;
            const name = place === 0 ? ref.layer.name : `${ref.layer.name}_noise_${place + 1}`;
            streams.set(camel(name), ref.draw.stream);
            const { rate = 0, kind, low, high, mean, deviation } = ref.draw;
            const [like, ending] = [text(ref.like, 0), `stream.${camel(name)}, ${step}`];
            const helper = kind === "normal" ? "noise" : kind === "uniform" ? "uniformNoise" : "mask";
            helpers.add(helper);
            portable.add(kind === "normal" ? "normal" : "random");
            if (kind === "normal") return `${helper}(${like}, ${mean}, ${deviation}, ${ending})`;
            if (kind === "uniform") return `${helper}(${like}, ${low}, ${high}, ${ending})`;
            return `${helper}(${like}, ${rate}, ${kind === "keep" ? "1" : `1 / (1 - ${rate})`}, ${ending})`;
          }
        }
      };
      let result = inputs[0]!;
      for (const { call, index } of callsOf(objective, layer)) {
        const takes = training ? needed[index]! : [];
        const name = rules.name(call.rule, training ? takes : sameInTraining(call, layer, inTraining, needed));
        result = `${name}(${call.inputs.map(text).join(", ")})`;
        results.set(index, result);
      }
      return result;
    };
    const draws = callsOf(inTraining, layer).some(({ call }) => call.inputs.some(({ kind }) => kind === "draw"));
    const follows = inTraining.follows.filter((one) => one.layer === layer);
    const simple = !draws && follows.length === 0;
    // An input that is used in several places of a line is written down first.
    if (!simple)
      layer.inputs.forEach((id, i) => {
        if (/^[\w$]+$/.test(inputs[i]!)) return;
        assign(inputs[i]!);
        values.set(id, flow);
        inputs[i] = flow;
      });
    const printed: Printed = { training: print(inTraining, true), inference: print(inInference, false) };
    for (const { statistics } of follows)
      lines.push(`if (${step} !== undefined) ${rules.follow(statistics)}(${inputs[0]!}, ${objects.get(layer)});`);
    const chosen =
      printed.training === printed.inference
        ? printed.inference
        : `${step} === undefined ? ${printed.inference} : ${printed.training}`;
    const readers = readersOf(layer).filter((reader) => !left.has(reader));
    const head = ends.indexOf(layer);
    const single =
      head < 0 &&
      readers.length === 1 &&
      readers[0]!.id === layer.id + 1 &&
      readers[0]!.inputs[0] === layer.id &&
      readers[0]!.inputs.length === 1;
    const inline = single && readers[0]!.kind === "activation" && chosen === printed.inference;
    if (inline || (one && head === 0)) values.set(layer.id, chosen);
    else if (single) {
      const trainsOnly = chosen !== printed.inference && printed.inference === inputs[0] && inputs[0] === flow;
      if (trainsOnly) lines.push(`if (${step} !== undefined) ${flow} = ${printed.training};`);
      else assign(chosen);
      values.set(layer.id, flow);
    } else {
      const name = scope.fresh(layer.kept ?? heads[head]?.name ?? `${flow}_${layer.id}`);
      lines.push(`const ${name} = ${chosen};`);
      values.set(layer.id, name);
    }
  }
  const first = lines.findIndex((line) => line.startsWith(`let ${flow} = `));
  const assigned = lines.filter((line) => line.startsWith(`${flow} = `) || line.includes(`) ${flow} = `)).length;
  if (first >= 0 && assigned === 0) lines[first] = lines[first]!.replace("let ", "const ");
  const given = one
    ? { type: "Tensor", value: values.get(ends[0]!.id) }
    : {
        type: "Outputs",
        value: `{ ${heads.map(({ name }, i) => entry(name!, values.get(ends[i]!.id)!)).join(", ")} }`,
      };
  return [
    `/** Features to ${heads.some(isStable) ? "logits" : "outputs"}${steps ? inTrainingText(inTraining) : ""}. */`,
    `function forward(${features}: Tensor${steps ? `, ${step}?: number` : ""}): ${given.type} {`,
    ...lines,
    `return ${given.value};`,
    "}",
  ];
}

/** What the sum of all losses is called beside those of the outputs. */
export const totalOf = (heads: readonly Head[]): string =>
  makeNames(heads.flatMap(({ name }) => name ?? [])).fresh("total");

/** An entry of an object, in the short form where it can be. */
const entry = (name: string, value: string): string => (name === value ? name : `${name}: ${value}`);

interface PlacedCall {
  readonly call: Call;
  readonly index: number;
}

/** The calls that each layer makes of the network itself. */
function callsByLayer(objective: Objective): ReadonlyMap<Layer, readonly PlacedCall[]> {
  const found = new Map<Layer, PlacedCall[]>();
  objective.calls.slice(0, bodyOf(objective)).forEach((call, index) => {
    const before = found.get(call.layer);
    if (before === undefined) found.set(call.layer, [{ call, index }]);
    else before.push({ call, index });
  });
  return found;
}

/** The layers that read each layer's value. */
function readersByLayer({ layers }: Network): (layer: Layer) => readonly Layer[] {
  const found = layers.map((): Layer[] => []);
  for (const layer of layers) for (const id of new Set(layer.inputs)) found[id]!.push(layer);
  return ({ id }) => found[id]!;
}

/** What is said of a forward pass that is told the step: what of it is training's alone. */
function inTrainingText({ calls, follows }: Objective): string {
  const draws = calls.some(({ inputs }) => inputs.some(({ kind }) => kind === "draw"));
  const norms = follows.length > 0 ? ["norms go by the batch"] : [];
  const told = [...(draws ? ["`step` says what is drawn"] : ["where `step` is given"]), ...norms];
  return `; in training, ${told.join(draws ? ", and " : ", ")}`;
}

/** The calls of the network itself, without those of the loss. */
const bodyOf = (objective: Objective): number => {
  const loss = objective.calls.findIndex(({ inputs }) => inputs.some(({ kind }) => kind === "target"));
  return loss < 0 ? objective.calls.length : loss;
};

const sameRef = (a: Ref, b: Ref): boolean =>
  a.kind === b.kind && (a.kind !== "call" || a.index === (b as typeof a).index);

/** In inference a function of training is used where there is one, so that it is printed once. */
function sameInTraining(
  call: Call,
  layer: Layer,
  inTraining: Objective,
  needed: readonly (readonly boolean[])[],
): readonly boolean[] {
  const index = inTraining.calls.findIndex((other) => other.layer === layer && other.rule.key === call.rule.key);
  return index < 0 ? [] : needed[index]!;
}

/** Whether training does anything that inference does not. */
const usesStep = (inTraining: Objective, inInference: Objective): boolean =>
  inTraining.follows.length > 0 ||
  inTraining.calls.length !== inInference.calls.length ||
  inTraining.calls.some(({ inputs }) => inputs.some(({ kind }) => kind === "draw"));

/** What is minimized: the loss of each output, and the penalties of kernels one after the other. */
function lossText(
  { heads }: Training,
  objective: Objective,
  needed: readonly (readonly boolean[])[],
  rules: RulePrinter,
  weight: (layer: Layer, name: string) => string,
  outer: Names,
  called: "loss" | "weightedLoss" = "loss",
): readonly string[] {
  const name = (index: number): string => rules.name(objective.calls[index]!.rule, needed[index]!);
  const scope = outer.inner();
  const one = heads.length === 1;
  const [prediction, target, total, kernel, example] = ["prediction", "target", "total", "kernel", "weight"].map(
    (wish) => scope.fresh(wish),
  );
  const [more, moreTyped] = called === "weightedLoss" ? [`, ${example}`, `, ${example}: Tensor`] : ["", ""];
  const lines: string[] = [];
  const terms: string[] = [];
  let at = bodyOf(objective);
  const entries = heads.map(({ name: output = "" }, i) => {
    // A part of the target, the loss, its weight and the sum so far follow one another, as far as they are there.
    const isPart = objective.calls[at]!.inputs.length === 1;
    const part = isPart ? `${name(at++)}(${target})` : target;
    const text = `${name(at++)}(${one ? prediction : `${prediction}.${output}`}, ${part}${more})`;
    const own = scope.fresh(output);
    if (!one) lines.push(`const ${own} = ${text};`);
    const weighed = heads[i]!.weight === 1 ? (one ? text : own) : `${name(at++)}(${one ? text : own})`;
    terms.push(i === 0 ? weighed : `${name(at++)}(${terms.pop()}, ${weighed})`);
    return entry(output, own);
  });
  const added = penaltiesText(objective, at, name, weight, { total: total!, kernel: kernel! });
  const by = more === "" ? "" : ", each example by its weight";
  const doc = `/** The loss of ${one ? `a prediction${by}${added.length > 0 ? ", and the penalties" : ""}: a mean` : `each output${by}, and in total${added.length > 0 ? " with the penalties" : ""}: means`} over the batch. */`;
  if (one && added.length === 0)
    return [doc, `const ${called} = (${prediction}: Tensor, ${target}: Tensor${moreTyped}) => ${terms[0]};`];
  return [
    doc,
    `function ${called}(${prediction}: ${one ? "Tensor" : "Outputs"}, ${target}: Tensor${moreTyped})${one ? ": Tensor" : ""} {`,
    ...lines,
    `${added.length > 0 ? "let" : "const"} ${total} = ${terms[0]};`,
    ...added,
    `return ${one ? total : `{ ${entry(totalOf(heads), total!)}, ${entries.join(", ")} }`};`,
    "}",
  ];
}

/** Penalty and sum take turns from call `first` on; those of one kind make one line. */
function penaltiesText(
  { calls }: Objective,
  first: number,
  name: (index: number) => string,
  weight: (layer: Layer, name: string) => string,
  called: { readonly total: string; readonly kernel: string },
): readonly string[] {
  const { total, kernel } = called;
  const groups: { penalty: string; plus: string; kernels: string[] }[] = [];
  for (let i = first; i < calls.length; i += 2) {
    const penalty = name(i);
    const ref = calls[i]!.inputs[0]! as Ref & { kind: "weight" };
    const own = weight(ref.layer, ref.weight);
    const group = groups.at(-1);
    if (group?.penalty === penalty) group.kernels.push(own);
    else groups.push({ penalty, plus: name(i + 1), kernels: [own] });
  }
  return groups.map(({ penalty, plus, kernels }) =>
    kernels.length === 1
      ? `${total} = ${plus}(${total}, ${penalty}(${kernels[0]}));`
      : `for (const ${kernel} of [${kernels.join(", ")}]) ${total} = ${plus}(${total}, ${penalty}(${kernel}));`,
  );
}
