/** What an initializer draws, found from its formula: the deviation, and that of the recipes it is held against. */
import { evaluateNumber } from "../formula/evaluate.ts";
import { remembered } from "../formula/remembered.ts";
import type { Layer } from "../network/network.ts";
import { wordOf, type WordUse } from "../network/value.ts";
import { distributionOf, type Distribution } from "../vocabulary/distribution.ts";
import { byUse } from "./by-use.ts";
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

/** Which recipes a layer's kernel is drawn by; of a square layer lecun and glorot are the same. A recipe's weights lie around 0. */
export function recipesOf(view: NetworkView, dense: Layer): ReadonlySet<Recipe> {
  const found = ofLayers.get(dense) ?? findRecipes(view, dense);
  ofLayers.set(dense, found);
  return found;
}

const ofLayers = new WeakMap<Layer, ReadonlySet<Recipe>>();

function findRecipes(view: NetworkView, dense: Layer): ReadonlySet<Recipe> {
  const use = wordOf(dense.arguments["init"]);
  const fanIn = view.inputs(dense)[0]?.shape.at(-1);
  const fans: readonly [number, number] = fanIn === undefined ? sample : [fanIn, dense.shape.at(-1)!];
  const { variance, mean } = (use && momentsOf(use, ...fans)) ?? { variance: NaN, mean: 0 };
  // A diagonal is not drawn, and is no recipe however its variance comes out.
  const around0 = mean ** 2 < variance / 100 && use !== undefined && drawnBy(use)?.kind !== "identity";
  const near = (recipe: Recipe): boolean => around0 && Math.abs(variance / recipes[recipe](...fans) - 1) < 0.02;
  return new Set((Object.keys(recipes) as Recipe[]).filter(near));
}

/** How the weights of a unit lie. */
export interface Moments {
  readonly mean: number;
  /** 0 where all weights are the same. */
  readonly variance: number;
}

/** Mean and variance of what is drawn; undefined for a formula that cannot be read. */
export const momentsOf = (use: WordUse, fanIn: number, fanOut: number): Moments | undefined =>
  momentsBy(use)(fanIn, fanOut);

/** A network has many layers that are drawn alike. */
const momentsBy = byUse((use) => {
  const known = remembered<Moments | undefined>(1000);
  return (fanIn: number, fanOut: number) => known(`${fanIn} ${fanOut}`, () => findMoments(use, fanIn, fanOut));
});

function findMoments(use: WordUse, fanIn: number, fanOut: number): Moments | undefined {
  const distribution = drawnBy(use);
  if (distribution === undefined) return undefined;
  const given = { fan_in: fanIn, fan_out: fanOut };
  const [scale, mean] = [evaluateNumber(distribution.scale, given), evaluateNumber(distribution.mean, given)];
  return moments[distribution.kind](scale, mean, fanIn, fanOut);
}

/** Whether a kernel turns what comes in and keeps its lengths: drawn at right angles, or a diagonal. */
export function keepsLengths({ arguments: { init } }: Layer): boolean {
  const use = wordOf(init);
  const kind = use && drawnBy(use)?.kind;
  return kind === "orthogonal" || kind === "identity";
}

/** Whether the variance of what is drawn hangs on the number of inputs. */
export const countsInputs = (use: WordUse): boolean =>
  momentsOf(use, 64, 64)?.variance !== momentsOf(use, 1024, 1024)?.variance;

/** What an initializer draws; several rules ask for it of each layer. */
const drawnBy = byUse((use) => distributionOf(use));

const moments: {
  readonly [K in Distribution["kind"]]: (scale: number, mean: number, fanIn: number, fanOut: number) => Moments;
} = {
  constant: (value) => ({ mean: value, variance: 0 }),
  normal: (deviation, mean) => ({ mean, variance: deviation ** 2 }),
  truncated_normal: (deviation, mean) => ({ mean, variance: deviation ** 2 }),
  uniform: (limit) => ({ mean: 0, variance: limit ** 2 / 3 }),
  // The longer side's numbers make up the square of one length.
  orthogonal: (gain, _, fanIn, fanOut) => ({ mean: 0, variance: gain ** 2 / Math.max(fanIn, fanOut) }),
  // One number of a column is the gain, and the others are 0.
  identity: (gain, _, fanIn, fanOut) => {
    const [mean, square] = [gain / Math.max(fanIn, fanOut), gain ** 2 / Math.max(fanIn, fanOut)];
    return { mean, variance: square - mean ** 2 };
  },
};
