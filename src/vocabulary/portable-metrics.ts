import type { WordUse } from "../network/value.ts";

/** Metrics that no formula says, for they look at all outputs of a part at once: each is a function of `src/portable/`. */
const portableMetrics = { auc: "areaUnderRoc" } as const;

export type PortableMetric = (typeof portableMetrics)[keyof typeof portableMetrics];

/** The function that a metric of the library is, where it has no formula. */
export const portableMetricOf = ({ word }: WordUse): PortableMetric | undefined =>
  word.standard && word.declaration.body === undefined
    ? portableMetrics[word.name as keyof typeof portableMetrics]
    : undefined;
