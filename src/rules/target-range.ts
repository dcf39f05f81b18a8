/** Where a target's numbers lie, as far as it is known without reading them. */
import type { Interval, SourceSpec, TargetSpec } from "../data/spec.ts";

/** What made data has for a target: a linear law of normal numbers goes to both sides of 0, Friedman's from about 0 to 30. */
export function madeRange(source: SourceSpec): Interval | undefined {
  if (source.kind !== "generator") return undefined;
  return source.name === "linear"
    ? { low: -1.5, high: 1.5 }
    : source.name === "friedman"
      ? { low: 2, high: 25 }
      : undefined;
}

/** Where the values lie that the network must give; a standardized target passes one and a half deviations on both sides. */
export function wantedRange(
  { normalize, range }: Extract<TargetSpec, { kind: "regression" }>,
  source: SourceSpec,
): Interval | undefined {
  if (normalize === "standardize") return { low: -1.5, high: 1.5 };
  return normalize === "min_max" ? { low: 0, high: 1 } : (range ?? madeRange(source));
}
