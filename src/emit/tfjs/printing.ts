/** What the pieces of an emitted network are printed from. */
import type { Objective } from "../../graph/step.ts";
import type { Head } from "../../network/heads.ts";
import type { Layer } from "../../network/network.ts";
import type { Training } from "../../network/resolve-train.ts";
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
  /** The names inside `createNetwork`. */
  readonly scope: Names;
  /** The layers with weights, and what the object of each is called. */
  readonly objects: ReadonlyMap<Layer, string>;
  /** What comes up on the way: streams of random numbers, functions of `src/portable/`, and helpers that draw. */
  readonly streams: Map<string, number>;
  readonly portable: Set<string>;
  readonly helpers: Set<DrawHelper>;
}

/** A weight of a layer in the program. */
export const weightText = ({ objects }: Printing, layer: Layer, name: string): string =>
  `${objects.get(layer)}.${name}`;

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
