/** What an initializer draws, for a kernel of a usual size: the exact distribution, not a sample. */
import { evaluateNumber } from "../formula/evaluate.ts";
import type { WordUse } from "../network/value.ts";
import { distributionOf } from "../vocabulary/instantiate.ts";

/** The kernel that is told of. */
export const fans = { fan_in: 300, fan_out: 100 } as const;

export interface Draws {
  readonly deviation: number;
  /** All weights lie from `-limit` to `limit`. */
  readonly limit: number;
  readonly density: (weight: number) => number;
}

/** The deviation of a standard normal distribution that is cut off at two deviations, and the share of it that is left. */
const [cutDeviation, cutShare] = [0.8796256610342398, 0.9544997361036416];

const drawsOf: Readonly<Record<string, (scale: number) => Draws>> = {
  truncated_normal(stddev) {
    const sigma = stddev / cutDeviation;
    const density = (w: number): number =>
      Math.exp(-((w / sigma) ** 2) / 2) / (sigma * Math.sqrt(2 * Math.PI) * cutShare);
    return { deviation: stddev, limit: 2 * sigma, density: (w) => (Math.abs(w) <= 2 * sigma ? density(w) : 0) };
  },
  random_uniform: (limit) => ({
    deviation: limit / Math.sqrt(3),
    limit,
    density: (w) => (Math.abs(w) <= limit ? 1 / (2 * limit) : 0),
  }),
};

/** `undefined` for what is not drawn from a density: a constant. */
export function initialDraws(use: WordUse): Draws | undefined {
  const distribution = use.word.kind === "initializer" ? distributionOf(use) : undefined;
  const scale = distribution && evaluateNumber(distribution.scale, fans);
  return scale !== undefined && scale > 0 ? drawsOf[distribution!.kind]?.(scale) : undefined;
}

const rounded = (value: number): string => String(Number(value.toPrecision(3)));

export function drawnText(use: WordUse): string | undefined {
  const draws = initialDraws(use);
  if (draws === undefined) return undefined;
  const { deviation, limit } = draws;
  return `mean 0, deviation ${rounded(deviation)}, from ${rounded(-limit)} to ${rounded(limit)}, for a kernel of ${fans.fan_in} inputs and ${fans.fan_out} units`;
}
