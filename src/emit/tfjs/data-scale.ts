/** Normalization of features in a program, and what is said of it. */
import type { CategoricalSpec, DataSpec, Interval } from "../../data/spec.ts";
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

/** The categorical columns that are among the features. */
export const categoricalOf = ({ features, categorical }: DataSpec): readonly CategoricalSpec[] =>
  categorical.filter(({ column }) => features.kind !== "names" || features.names.includes(column));

/** Whether each feature is a number of the data and normalized by what is fitted, which `loadData` then gives. */
export const givesFeatureScalings = (spec: DataSpec): boolean =>
  scaledBy(spec).by === "fit" && categoricalOf(spec).length === 0;

/** What features have gone through before the network takes them, in lines; none where they are numbers of the data as they stand. */
export function preparation(spec: DataSpec): readonly string[] {
  if (categoricalOf(spec).length > 0)
    return [
      "Features are columns encoded as `loadData` does it. To encode rows that come later, have it give back what it takes from the training rows.",
    ];
  const scaled = scaledBy(spec);
  const value = scaled.by === "range" ? fromRange("value", scaled.range) : "value";
  const isFilled = spec.missing === "median" || spec.missing === "mean";
  return [
    ...(scaled.by === "fit"
      ? ["Each feature is normalized as `loadData` does it: (value - shift) / scale by `data.featureScalings`."]
      : value === "value"
        ? []
        : [`Each feature is normalized as \`loadData\` does it: ${value}.`]),
    ...(isFilled ? [`A missing value is the ${spec.missing} of its column over the training rows.`] : []),
  ];
}
