/** What the pieces of an emitted network are printed from. */
import type { Objective } from "../../graph/step.ts";
import type { Head } from "../../network/heads.ts";
import type { Layer } from "../../network/network.ts";
import type { Training } from "../../network/resolve-train.ts";
import type { NamedWeight } from "../../graph/step.ts";
import type { Span } from "../../text/source.ts";
import type { InitialPrinter } from "./initial.ts";
import { loopAround, type Loop } from "./loops.ts";
import { makeNames, type Names } from "./names.ts";
import type { RulePrinter } from "./rules.ts";

/** A function of the program that draws numbers anew for each step. */
export type DrawHelper = "mask" | "noise" | "uniformNoise";

export interface Printing {
  readonly training: Training;
  readonly inTraining: Objective;
  readonly inInference: Objective;
  /** For each call of training which of its inputs take gradients. */
  readonly needed: readonly (readonly boolean[])[];
  readonly rules: RulePrinter;
  readonly initials: InitialPrinter;
  /** The names inside `createNetwork`. */
  readonly scope: Names;
  /** The layers with weights, and what the object of each is called: in a loop those of its first time alone. */
  readonly objects: ReadonlyMap<Layer, string>;
  /** The stretches that are walked in a loop, and what the list of each is called; undefined where it has no weights. */
  readonly loops: ReadonlyMap<Loop, string | undefined>;
  /** The functions of the layers whose statistics follow the training. */
  readonly norms: ReadonlyMap<Layer, string>;
  /** A comment that says where in the spec something stands. */
  readonly place: (at: Span) => string;
  /** What comes up on the way: streams of random numbers, functions of `src/portable/`, and helpers that draw. */
  readonly streams: Map<string, number>;
  readonly portable: Set<string>;
  readonly helpers: Set<DrawHelper>;
}

/** A weight of a layer in the program. */
export const weightText = ({ objects }: Pick<Printing, "objects">, layer: Layer, name: string): string =>
  `${objects.get(layer)}.${name}`;

/** Weights as the entries of a list, in their order; those of a loop are taken out of its list. */
export function weightList(printing: Printing, weights: readonly NamedWeight[]): readonly string[] {
  const loops = [...printing.loops.keys()];
  const done = new Set<Loop>();
  return weights.flatMap((weight) => {
    const loop = loopAround(loops, weight.layer);
    if (loop === undefined) return [weightText(printing, weight.layer, weight.name)];
    if (done.has(loop)) return [];
    done.add(loop);
    const own = weights
      .filter(({ layer }) => layer.id >= loop.start && layer.id < loop.start + loop.period)
      .map(({ layer, name }) => weightText(printing, layer, name));
    const list = printing.loops.get(loop)!;
    return [
      own.length === 1 ? `...${list}.map((layer) => ${own[0]})` : `...${list}.flatMap((layer) => [${own.join(", ")}])`,
    ];
  });
}

/** What is done with each kernel of a list. */
export const forEach = (list: readonly string[], text: (kernel: string) => string, kernel = "kernel"): string =>
  list.length === 1 && !list[0]!.startsWith("...")
    ? text(list[0]!)
    : `for (const ${kernel} of ${list.length === 1 ? list[0]!.slice(3) : `[${list.join(", ")}]`}) ${text(kernel)}`;

/** How many of the first calls are those of the network itself, without the losses. */
export const bodyOf = (objective: Objective): number => {
  const loss = objective.calls.findIndex(({ inputs }) => inputs.some(({ kind }) => kind === "target"));
  return loss < 0 ? objective.calls.length : loss;
};

/** What the sum of all losses is called beside those of the outputs. */
export const totalOf = (heads: readonly Head[]): string =>
  makeNames(heads.flatMap(({ name }) => name ?? [])).fresh("total");

/** An entry of an object, in the short form where it can be. */
export const entry = (name: string, value: string): string => (name === value ? name : `${name}: ${value}`);
