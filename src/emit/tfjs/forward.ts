/** The forward pass of an emitted network: a line or less for each layer. */
import { isStable } from "../../graph/loss-form.ts";
import type { Objective } from "../../graph/step.ts";
import { inputLayers, type Layer, type Network } from "../../network/network.ts";
import { layerPrinter } from "./layer-text.ts";
import { loopAround, templateOf, type Loop } from "./loops.ts";
import { lineComments } from "./names.ts";
import { entry, type Printing } from "./printing.ts";

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

  const say = (doc = ""): void => void lines.push(...lineComments(doc));
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
    const called = values.get(before.id)!;
    if (called !== flow) flowsTo(called, before);
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
    values.set(before.id, called);
    values.set(start + period * count - 1, flow);
    const last = network.layers[start + period * count - 1]!;
    if (readersOf(last).every(({ id }) => id === last.id + 1)) return;
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

/** Whether training does anything that inference does not. */
export const usesStep = (inTraining: Objective, inInference: Objective): boolean =>
  inTraining.follows.length > 0 ||
  inTraining.calls.length !== inInference.calls.length ||
  inTraining.calls.some(({ inputs }) => inputs.some(({ kind }) => kind === "draw"));
