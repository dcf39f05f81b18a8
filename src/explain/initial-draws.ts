/** What an initializer draws, for a kernel of a usual size: the exact distribution, not a sample. */
import { evaluateNumber } from "../formula/evaluate.ts";
import type { WordUse } from "../network/value.ts";
import { distributionOf, type Distribution } from "../vocabulary/distribution.ts";

/** The kernel that is told of. */
export const fans = { fan_in: 300, fan_out: 100 } as const;

export interface Draws {
  readonly mean: number;
  readonly deviation: number;
  /** All weights lie from `mean - limit` to `mean + limit`; where nothing bounds them, nearly all. */
  readonly limit: number;
  readonly bounded: boolean;
  /** By the distance from the mean. */
  readonly density: (distance: number) => number;
}

/** The deviation of a standard normal distribution that is cut off at two deviations, and the share of it that is left. */
const [cutDeviation, cutShare] = [0.8796256610342398, 0.9544997361036416];

const bell = (w: number, sigma: number): number => Math.exp(-((w / sigma) ** 2) / 2) / (sigma * Math.sqrt(2 * Math.PI));

const drawsOf: { readonly [K in Distribution["kind"]]?: (scale: number) => Omit<Draws, "mean"> } = {
  normal: (stddev) => ({ deviation: stddev, limit: 4 * stddev, bounded: false, density: (w) => bell(w, stddev) }),
  truncated_normal(stddev) {
    const sigma = stddev / cutDeviation;
    const density = (w: number): number => (Math.abs(w) <= 2 * sigma ? bell(w, sigma) / cutShare : 0);
    return { deviation: stddev, limit: 2 * sigma, bounded: true, density };
  },
  uniform: (limit) => ({
    deviation: limit / Math.sqrt(3),
    limit,
    bounded: true,
    density: (w) => (Math.abs(w) <= limit ? 1 / (2 * limit) : 0),
  }),
};

/** `undefined` for what is not drawn from a density: a constant, a matrix as a whole. */
export function initialDraws(use: WordUse): Draws | undefined {
  const distribution = use.word.kind === "initializer" ? distributionOf(use) : undefined;
  if (distribution === undefined) return undefined;
  const [scale, mean] = [evaluateNumber(distribution.scale, fans), evaluateNumber(distribution.mean, fans)];
  const draws = scale > 0 ? drawsOf[distribution.kind]?.(scale) : undefined;
  return draws && { mean, ...draws };
}

const rounded = (value: number): string => String(Number(value.toPrecision(3)));

export function drawnText(use: WordUse): string | undefined {
  const draws = initialDraws(use);
  if (draws === undefined) return undefined;
  const { mean, deviation, limit, bounded } = draws;
  const ends = bounded ? `from ${rounded(mean - limit)} to ${rounded(mean + limit)}, ` : "";
  return `mean ${rounded(mean)}, deviation ${rounded(deviation)}, ${ends}for a kernel of ${fans.fan_in} inputs and ${fans.fan_out} units`;
}
