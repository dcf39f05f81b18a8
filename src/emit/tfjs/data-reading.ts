import { partNames, type PartName, type DataSpec, type FeaturesSpec, type SourceSpec } from "../../data/spec.ts";
import type { Piece } from "./code.ts";
import type { Section } from "./section.ts";

/** How a program comes by the numbers of its sources: the texts that `loadData` is put together from. */
export interface Reading {
  /** What stands above `loadData`. */
  readonly helpers: readonly Section[];
  /** Reads the sources. */
  readonly opening: readonly Section[];
  /** How many rows the training source has, and their labels, for a split. */
  readonly count: Piece;
  readonly labels: Piece;
  /** Encodes what was read; the rows that train are known as `train`. */
  readonly encoding: readonly Section[];
  /** The numbers of the training source, `[count, inputs]` and `[count, outputs]`. */
  readonly features: Piece;
  readonly targets: Piece;
  /** For each feature whether it is the 0 or 1 of a category; undefined where none is. */
  readonly left: Piece | undefined;
  /** What `part` takes besides rows, where there are several sources, and how many rows that has. */
  readonly examples: (part: PartName) => Piece;
  readonly rows: (part: PartName) => Piece;
}

/** The sources by the parts that they are for. */
export const sourcesOf = ({ sources }: DataSpec): readonly (readonly [PartName, SourceSpec])[] =>
  partNames.flatMap((part) => (sources[part] === undefined ? [] : [[part, sources[part]] as const]));

/** What several sources are called while they are read: `trainTable`, `testTable`; a single one has no part in its name. */
export const sourceName = (spec: DataSpec, part: PartName, what: string): string =>
  sourcesOf(spec).length === 1 ? what : part + what[0]!.toUpperCase() + what.slice(1);

/** What the targets of a data set are called. */
export const targetName = ({ target, sources }: DataSpec): string =>
  target.kind === "regression" || sourcesOf({ sources } as DataSpec).some(([, { kind }]) => kind === "generator")
    ? "targets"
    : "labels";

/** How many numbers, or columns of a table, are declared to make an example; undefined where that is left to the data. */
export function declaredWidth(features: FeaturesSpec): number | undefined {
  if (features.kind === "columns") return features.count;
  return features.kind === "image" ? features.height * features.width * features.channels : undefined;
}
