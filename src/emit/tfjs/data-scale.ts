/** Normalization of features in a program. */
import type { DataSpec, Interval } from "../../data/spec.ts";
import { numberLiteral } from "./data-literal.ts";

/** How a value is normalized: as it is, by a declared range, or by what is fitted on the training rows. */
export type Scaled = { readonly by: "nothing" | "fit" } | { readonly by: "range"; readonly range: Interval };

export function scaledBy({ normalize, features }: DataSpec): Scaled {
  const range = "range" in features ? features.range : undefined;
  if (normalize === "none") return { by: "nothing" };
  return normalize === "min_max" && range !== undefined ? { by: "range", range } : { by: "fit" };
}

/** A value of a declared range brought to 0..1. */
export function fromRange(value: string, { low, high }: Interval): string {
  const scale = high - low || 1;
  const shifted = Object.is(low, 0)
    ? value
    : low > 0
      ? `${value} - ${numberLiteral(low)}`
      : `${value} + ${numberLiteral(-low)}`;
  if (scale === 1) return shifted;
  return `${shifted === value ? value : `(${shifted})`} / ${numberLiteral(scale)}`;
}
