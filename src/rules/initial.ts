/** What an initializer draws, found from its formula: the deviation, and that of the recipes it is held against. */
import { evaluateNumber } from "../formula/evaluate.ts";
import type { Layer } from "../network/network.ts";
import { wordOf, type WordUse } from "../network/value.ts";
import { distributionOf } from "../vocabulary/instantiate.ts";
import type { NetworkView } from "./network-view.ts";

/** The variance that a recipe gives to weights of these fans: LeCun et al. 1998, He et al. 2015, Glorot and Bengio 2010. */
export const recipes = {
  lecun: (fanIn: number, _fanOut: number) => 1 / fanIn,
  he: (fanIn: number, _fanOut: number) => 2 / fanIn,
  glorot: (fanIn: number, fanOut: number) => 2 / (fanIn + fanOut),
} as const;

export type Recipe = keyof typeof recipes;

/** Fans that no two recipes agree on, for a layer whose inputs are not known before the data is read. */
const sample = [64, 192] as const;

/** Which recipes a layer's kernel is drawn by; of a square layer lecun and glorot are the same. */
export function recipesOf(view: NetworkView, dense: Layer): ReadonlySet<Recipe> {
  const use = wordOf(dense.arguments["init"]);
  const fanIn = view.inputs(dense)[0]?.shape.at(-1);
  const fans: readonly [number, number] = fanIn === undefined ? sample : [fanIn, dense.shape.at(-1)!];
  const variance = use && varianceOf(use, ...fans);
  const near = (recipe: Recipe): boolean =>
    variance !== undefined && Math.abs(variance / recipes[recipe](...fans) - 1) < 0.02;
  return new Set((Object.keys(recipes) as Recipe[]).filter(near));
}

/** The variance of what is drawn; 0 for a constant; undefined for a formula that cannot be read. */
export function varianceOf(use: WordUse, fanIn: number, fanOut: number): number | undefined {
  const distribution = distributionOf(use);
  if (distribution === undefined) return undefined;
  const scale = evaluateNumber(distribution.scale, { fan_in: fanIn, fan_out: fanOut });
  return variances[distribution.kind](scale);
}

const variances = {
  constant: () => 0,
  truncated_normal: (deviation: number) => deviation ** 2,
  random_uniform: (limit: number) => limit ** 2 / 3,
} as const;
