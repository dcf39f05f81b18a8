/** The forward pass of an emitted network: a line or less for each layer. */
import { isStable, type Call, type Objective } from "../../graph/step.ts";
import { inputLayers, type Layer, type Network } from "../../network/network.ts";
import type { Ref } from "../../vocabulary/layers/definition.ts";
import { inComment } from "./names.ts";
import { loopAround, templateOf, type Loop } from "./loops.ts";
import { bodyOf, entry, weightText, type Printing } from "./printing.ts";

/** Prints `forward(features, step?)`, which gives what the losses take. */
export function forwardText(printing: Printing): readonly string[] {
  const { training, inTraining, inInference, objects } = printing;
  const { network, heads } = training;
  const scope = printing.scope.inner();
  const flow = scope.fresh("x");
  const lines: string[] = [];
  const steps = usesStep(inTraining, inInference);
  const step = scope.fresh("step");
  /** What each layer's value is called, or the expression that is not yet written down. */
  const values = new Map<number, string>();
  const readersOf = readersByLayer(network);
  // Features that only the next layer reads flow on; else they keep a name of their own.
  const input = network.layers[0]!;
  const several = inputLayers(network).length > 1;
  const flowsOn = !several && readersOf(input).every(({ id }) => id === 1);
  const features = flowsOn ? flow : scope.fresh((several ? undefined : input.kept) ?? "features");
  let declared = flowsOn;
  // The values that the losses take: an activation that a loss takes apart is left to them.
  const ends = heads.map((head) => network.layers[isStable(head) ? head.layer.inputs[0]! : head.layer.id]!);
  const left = new Set(
    heads.flatMap((head) => (isStable(head) && readersOf(head.layer).length === 0 ? [head.layer] : [])),
  );
  const one = heads.length === 1;
  const print = layerPrinter(printing, { features: several ? features : undefined, step });

  const say = (doc: string | undefined): void => {
    for (const line of doc?.split(/\r\n|[\r\n]/) ?? [])
      if (line.trim() !== "") lines.push(`// ${inComment(line.trim())}`);
  };
  let told = "";
  /** A line, and where the layer stands that it is for, unless the line before says so too. */
  const write = (line: string, { at }: Layer): void => {
    const place = printing.place(at);
    lines.push(place === told ? line : `${line}${place}`);
    told = place;
  };
  const flowsTo = (value: string, layer: Layer): void => {
    write(`${declared ? "" : "let "}${flow} = ${value};`, layer);
    declared = true;
    values.set(layer.id, flow);
  };
  const loops = [...printing.loops.keys()];

  for (const layer of network.layers) {
    if (layer.kind === "input" && !several) {
      values.set(layer.id, features);
      continue;
    }
    if (left.has(layer)) continue;
    const loop = loopAround(loops, layer);
    if (loop === undefined) say(layer.doc);
    else if (layer.id === loop.start) {
      // What is said again each time stands in the loop, the rest before it.
      const again = network.layers[loop.start + loop.period]!.doc ?? "";
      say(layer.doc?.slice(0, layer.doc.length - again.length));
    }
    if (loop === undefined) writeLayer(layer);
    else if (layer.id === loop.start) writeLoop(loop);
  }

  /** The layers of a loop's first time, between the braces of a loop. */
  function writeLoop(loop: Loop): void {
    const { start, period, count } = loop;
    const before = network.layers[start - 1]!;
    if (values.get(before.id) !== flow) flowsTo(values.get(before.id)!, before);
    const list = printing.loops.get(loop);
    const from = lines.length;
    // What several layers of a time read keeps a name while the value flows on.
    const readers = readersOf(before).filter(({ id }) => id >= start && id < start + period);
    if (!isReadByNext(before, readers)) {
      const name = scope.fresh("before");
      lines.push(`const ${name} = ${flow};`);
      values.set(before.id, name);
    }
    for (const layer of templateOf(network, loop)) {
      say(network.layers[layer.id + period]!.doc);
      writeLayer(layer, layer.id === start + period - 1);
    }
    const body = lines.splice(from);
    const counts = body.some((line) => /\bstream\.\w+ \+ /.test(line));
    lines.push(
      list === undefined
        ? `for (let i = 0; i < ${count}; i++) {`
        : counts
          ? `for (const [i, layer] of ${list}.entries()) {`
          : `for (const layer of ${list}) {`,
      ...body,
      "}",
    );
    values.set(start + period * count - 1, flow);
    const last = network.layers[start + period * count - 1]!;
    if (isReadByNext(last, readersOf(last))) return;
    const name = scope.fresh(`${flow}_${last.id}`);
    lines.push(`const ${name} = ${flow};`);
    values.set(last.id, name);
  }

  /** A line or less for a layer; `isLast`: the value flows on, whoever reads it. */
  function writeLayer(layer: Layer, isLast = false): void {
    const inputs = layer.inputs.map((id) => values.get(id)!);
    const follows = inTraining.follows.filter((follow) => follow.layer === layer);
    // An input that is used in several places of a line is written down first.
    if (print.draws(layer))
      layer.inputs.forEach((id, i) => {
        if (/^[\w$]+$/.test(inputs[i]!)) return;
        flowsTo(inputs[i]!, network.layers[id]!);
        inputs[i] = flow;
      });
    const training = print.text(inTraining, layer, inputs);
    const inference = print.text(inInference, layer, inputs);
    const followed = follows.length > 0;
    const chosen = followed
      ? `${printing.norms.get(layer)!}(${inputs[0]!}, ${objects.get(layer)}, ${step})`
      : training === inference
        ? inference
        : `${step} === undefined ? ${inference} : ${training}`;
    const readers = readersOf(layer).filter((reader) => !left.has(reader));
    const head = ends.indexOf(layer);
    const entered = loops.find(({ start }) => start === layer.id + 1);
    const enters =
      entered !== undefined && readers.every(({ id }) => id > layer.id && id < entered.start + entered.period);
    const flows = isLast || enters;
    const single = flows || (head < 0 && isReadByNext(layer, readers));
    const inline = single && !flows && readers[0]!.kind === "activation" && (chosen === inference || followed);
    if (inline || (one && head === 0)) values.set(layer.id, chosen);
    else if (single) {
      const trainsOnly = !followed && chosen !== inference && inference === inputs[0] && inputs[0] === flow;
      if (trainsOnly) {
        write(`if (${step} !== undefined) ${flow} = ${training};`, layer);
        values.set(layer.id, flow);
      } else flowsTo(chosen, layer);
    } else {
      const name = scope.fresh(layer.kept ?? heads[head]?.name ?? `${flow}_${layer.id}`);
      write(`const ${name} = ${chosen};`, layer);
      values.set(layer.id, name);
    }
  }
  const first = lines.findIndex((line) => line.startsWith(`let ${flow} = `));
  const assigned = lines.filter((line) => line.startsWith(`${flow} = `) || line.includes(`) ${flow} = `)).length;
  if (first >= 0 && assigned === 0) lines[first] = lines[first]!.replace("let ", "const ");
  const given = heads.map(({ name }, i) => entry(name ?? "", values.get(ends[i]!.id)!));
  const from = lines.length;
  if (one) write(`return ${values.get(ends[0]!.id)};`, ends[0]!);
  else lines.push(`return { ${given.join(", ")} };`);
  const lastLine = lines.splice(from);
  return [
    `/** Features to ${heads.some(isStable) ? "logits" : "outputs"}${steps ? inTrainingText(inTraining) : ""}. */`,
    `function forward(${features}: Tensor${steps ? `, ${step}?: number` : ""}): ${one ? "Tensor" : "Outputs"} {`,
    ...lines,
    ...lastLine,
    "}",
  ];
}

/** Whether the next layer is the only one that reads the value, and reads nothing else. */
const isReadByNext = ({ id }: Layer, [reader, ...others]: readonly Layer[]): boolean =>
  reader !== undefined &&
  others.length === 0 &&
  reader.id === id + 1 &&
  reader.inputs[0] === id &&
  reader.inputs.length === 1;

export interface LayerPrinter {
  /** What a layer makes of the texts of its inputs, in training or in inference. */
  text(objective: Objective, layer: Layer, inputs: readonly string[]): string;
  /** Whether it draws masks or noise in training. */
  draws(layer: Layer): boolean;
}

/** `features` is the name of what several inputs share. */
export function layerPrinter(
  printing: Omit<Printing, "scope" | "norms">,
  called: { readonly features: string | undefined; readonly step: string },
): LayerPrinter {
  const { inTraining, inInference, needed, rules } = printing;
  const ofLayers = new Map([inTraining, inInference].map((objective) => [objective, callsByLayer(objective)]));
  const callsOf = (objective: Objective, layer: Layer) => ofLayers.get(objective)!.get(layer) ?? [];
  return {
    draws: (layer) => callsOf(inTraining, layer).some(({ call }) => call.inputs.some(({ kind }) => kind === "draw")),
    text(objective, layer, inputs) {
      const results = new Map<number, string>();
      /** The layer's own values, then those of its inputs: the one at the same place where several are the same. */
      const text = (ref: Ref, at: number): string => {
        switch (ref.kind) {
          case "weight":
            return weightText(printing, ref.layer, ref.weight);
          case "target":
          case "example_weight":
            throw new Error("a layer does not read the target");
          case "draw":
            return drawText(printing, ref, text(ref.like, 0), called.step);
          case "features":
          case "call": {
            const own = ref.kind === "call" ? results.get(ref.index) : called.features;
            if (own !== undefined) return own;
            const isSame = layer.inputs.map((id) => sameRef(objective.values[id]!, ref));
            return inputs[isSame[at] === true ? at : isSame.indexOf(true)]!;
          }
        }
      };
      let result = inputs[0]!;
      for (const { call, index } of callsOf(objective, layer)) {
        const takes = objective === inTraining ? needed[index]! : sameInTraining(call, layer, inTraining, needed);
        result = `${rules.name(call.rule, takes)}(${call.inputs.map(text).join(", ")})`;
        results.set(index, result);
      }
      return result;
    },
  };
}

/** A call of the helper that draws in the shape of `like`. */
function drawText(
  { streams, portable, helpers, loops }: Pick<Printing, "streams" | "portable" | "helpers" | "loops">,
  { draw, layer }: Extract<Ref, { kind: "draw" }>,
  like: string,
  step: string,
): string {
  const place = draw.stream - layer.stream;
  const name = place === 0 ? layer.name : `${layer.name}_noise_${place + 1}`;
  streams.set(name, draw.stream);
  const loop = loopAround([...loops.keys()], layer);
  const { rate = 0, kind, low, high, mean, deviation } = draw;
  const moved = loop === undefined ? "" : ` + ${loop.stride === 1 ? "" : `${loop.stride} * `}i`;
  const ending = `stream.${name}${moved}, ${step}`;
  const helper = kind === "normal" ? "noise" : kind === "uniform" ? "uniformNoise" : "mask";
  helpers.add(helper);
  portable.add(kind === "normal" ? "normal" : "random");
  if (kind === "normal") return `${helper}(${like}, ${mean}, ${deviation}, ${ending})`;
  if (kind === "uniform") return `${helper}(${like}, ${low}, ${high}, ${ending})`;
  return `${helper}(${like}, ${rate}, ${kind === "keep" ? "1" : `1 / (1 - ${rate})`}, ${ending})`;
}

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
export const usesStep = (inTraining: Objective, inInference: Objective): boolean =>
  inTraining.follows.length > 0 ||
  inTraining.calls.length !== inInference.calls.length ||
  inTraining.calls.some(({ inputs }) => inputs.some(({ kind }) => kind === "draw"));
