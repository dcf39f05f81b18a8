/** A network as a spec that means the same: blocks and repeats unrolled, every argument written out. */
import type { Layer, Network } from "../network/network.ts";
import { learns } from "../network/freeze.ts";
import { listOf, wordOf } from "../network/value.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import { explainCall } from "./explain-arguments.ts";
import { indented, line, type NotedLine } from "./lines.ts";
import { argumentNote, provenanceText } from "./provenance.ts";

/** One line of the network: a layer, with what its arguments ask for behind it. */
interface Step {
  readonly layer: Layer;
  /** The steps that it reads. */
  readonly inputs: readonly number[];
  readonly kept: string | undefined;
}

/** An output of the network: the name it is listed under where there are several, and the step that gives it. */
interface OutputStep {
  readonly name: string | undefined;
  readonly step: number;
}

/** `held` are the layers that some run of the network freezes: each of their lines has a name. */
export function explainNetwork(
  network: Network,
  vocabulary: Vocabulary,
  held: ReadonlySet<number> = new Set(),
): readonly NotedLine[] {
  const { steps, outputs } = stepsOf(network);
  const names = namesOf(steps, outputs, held);
  const output = outputs[0]!.step;
  let flow: number | undefined;
  const body = steps.flatMap((step, id): readonly NotedLine[] => {
    const name = names.get(id);
    const [input] = step.inputs;
    const merges = step.inputs.length > 1;
    const branches = !merges && input !== undefined && input !== flow;
    // Behind a value, a step that is kept stands beside the flow.
    if (!branches || name === undefined) flow = id;
    const before = `${name === undefined ? "" : `${name} = `}${branches ? `${names.get(input)!} -> ` : ""}`;
    if (merges) {
      const values = step.inputs.map((from) => names.get(from)!).join(", ");
      return [line(`${before}${step.layer.kind}(${values})`, provenanceText(step.layer.from))];
    }
    return explainStep(step, before, vocabulary);
  });
  const end =
    outputs.length > 1
      ? [line(`outputs: [${outputs.map(({ name }) => name).join(", ")}]`)]
      : flow === output
        ? []
        : [line(names.get(output)!, "the network's value")];
  return [line(`network ${network.name} {`), ...indented([...body, ...end]), line("}")];
}

function explainStep({ layer }: Step, before: string, vocabulary: Vocabulary): readonly NotedLine[] {
  const note = provenanceText(layer.from);
  if (layer.kind === "activation") return explainCall(wordOf(layer.arguments["activation"])!, before, note);
  if (layer.kind === "input" || layer.kind === "reshape") {
    const sides = listOf(layer.arguments["sides"]).flatMap((side) => (side.kind === "number" ? [side.value] : []));
    const text = sides.length === 0 ? layer.kind : `${layer.kind}(${sides.join(", ")})`;
    return [line(`${before}${text}`, argumentNote(layer.arguments["sides"]!))];
  }
  const word = vocabulary.find("layer", layer.kind)!;
  return explainCall({ word, arguments: layer.arguments, at: layer.at }, before, note);
}

/** The names of the lines whose layers with weights this run freezes, where all that are `held` have one. */
export function frozenNames(network: Network, held: ReadonlySet<number>): readonly string[] {
  const { steps, outputs } = stepsOf(network);
  const names = namesOf(steps, outputs, held);
  return steps.flatMap(({ layer }, id) => (layer.frozen && held.has(layer.id) ? [names.get(id)!] : []));
}

/** The layers with weights that one of the runs freezes. */
export const heldLayers = (networks: readonly Network[]): ReadonlySet<number> =>
  new Set(
    networks.flatMap((network) =>
      network.layers.filter((layer) => layer.frozen && learns(network, layer)).map(({ id }) => id),
    ),
  );

/** The lines of a network: what `dense` brings with it (its norm, its activation, its dropout) is told by its arguments. */
function stepsOf({ layers, outputs }: Network): {
  readonly steps: readonly Step[];
  readonly outputs: readonly OutputStep[];
} {
  const steps: Step[] = [];
  const stepOf: number[] = [];
  for (const layer of layers) {
    const owner = layer.inputs.length === 1 ? stepOf[layer.inputs[0]!] : undefined;
    const dense = owner === undefined ? undefined : steps[owner]!.layer;
    if (owner !== undefined && dense?.kind === "dense" && layer.kind !== "dense" && dense.at === layer.at) {
      stepOf.push(owner);
      if (layer.kept !== undefined) steps[owner] = { ...steps[owner]!, kept: layer.kept };
      continue;
    }
    steps.push({ layer, inputs: layer.inputs.map((id) => stepOf[id]!), kept: layer.kept });
    stepOf.push(steps.length - 1);
  }
  return { steps, outputs: outputs.map(({ name, layer }) => ({ name, step: stepOf[layer.id]! })) };
}

/** The steps that need a name, because something else than the next line reads them. */
function namesOf(
  steps: readonly Step[],
  outputs: readonly OutputStep[],
  held: ReadonlySet<number>,
): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  const taken = new Set<string>();
  for (const [id, { layer, kept }] of steps.entries()) {
    const readers = steps.flatMap(({ inputs }, reader) => (inputs.includes(id) ? [reader] : []));
    const listed = outputs.find(({ name, step }) => name !== undefined && step === id)?.name;
    const isNext =
      listed === undefined && readers.length === 1 && readers[0] === id + 1 && steps[id + 1]!.inputs.length === 1;
    const ends = listed === undefined && (id !== outputs[0]!.step || id === steps.length - 1);
    if ((isNext || (ends && readers.length === 0)) && !held.has(layer.id)) continue;
    const name = listed ?? nameOf(layer, kept, taken);
    taken.add(name);
    names.set(id, name);
  }
  return names;
}

const nameOf = (layer: Layer, kept: string | undefined, taken: ReadonlySet<string>): string =>
  kept !== undefined && !taken.has(kept) ? kept : layer.name;
