/** What stands behind a norm: a learned scale `gamma` and a learned shift `beta`, each only where it is asked for. */
import type { Algebra } from "../../graph/algebra.ts";
import type { Layer } from "../../network/network.ts";
import { truthOf, type Arguments } from "../../network/value.ts";
import type { Ref, StepBuilder, Weight } from "./definition.ts";

export interface Affine {
  /** Tells rules of other inputs apart: nothing where both are there. */
  readonly suffix: string;
  /** The end of a rule's sentence. */
  readonly doc: string;
  /** Those of `gamma` and `beta` that are there, in this order. */
  readonly inputs: readonly ("gamma" | "beta")[];
  take<T>(learned: readonly T[]): { readonly gamma: T | undefined; readonly beta: T | undefined };
  /** `normal · gamma + beta` */
  apply<T>(to: Algebra<T>, normal: T, learned: readonly T[]): T;
}

export function affineOf(args: Arguments): Affine {
  const [center, scale] = [truthOf(args["center"]), truthOf(args["scale"])];
  const inputs = [...(scale ? (["gamma"] as const) : []), ...(center ? (["beta"] as const) : [])];
  const without = [...(scale ? [] : ["Gamma"]), ...(center ? [] : ["Beta"])];
  const take = <T>(learned: readonly T[]) => ({
    gamma: scale ? learned[0] : undefined,
    beta: center ? learned[inputs.length - 1] : undefined,
  });
  return {
    suffix: without.length === 0 ? "" : `Without${without.join("And")}`,
    doc: inputs.length === 0 ? "" : `, then by ${[...inputs].reverse().join(" and ")}`,
    inputs,
    take,
    apply(to, normal, learned) {
      const { gamma, beta } = take(learned);
      const scaled = gamma === undefined ? normal : to.elementwise("mul", normal, gamma);
      return beta === undefined ? scaled : to.elementwise("add", scaled, beta);
    },
  };
}

/** The weights behind a norm, one for each of the last axis. */
export const affineWeights = (args: Arguments, shape: Weight["shape"]): readonly Weight[] =>
  affineOf(args).inputs.map((name) =>
    name === "gamma" ? { name, kind: "scale", shape, initial: 1 } : { name, kind: "bias", shape, initial: 0 },
  );

export const affineRefs = (step: StepBuilder, layer: Layer): readonly Ref[] =>
  affineOf(layer.arguments).inputs.map((name) => step.weight(layer, name));
