import { partNames, type PartName, type DataSpec, type FeaturesSpec, type SourceSpec } from "../../data/spec.ts";
import type { Piece } from "./code.ts";
import type { Section } from "./section.ts";

/** How a program comes by the numbers of its sources: the texts that `loadData` is put together from. */
export interface Reading {
  /** Types and functions above `loadData`. */
  readonly helpers: readonly Section[];
  /** Reads the sources. */
  readonly opening: readonly Section[];
  /** How many rows the training source has, and their targets: of several columns of a table a list. */
  readonly count: number | string;
  readonly labels: Piece;
  readonly isTable: boolean;
  /** What is fitted on the training rows, which are known as `train`. */
  readonly fitted: readonly Section[];
  /** How many numbers an example has. */
  readonly inputs: string | number;
  /** With several sources: what `part` takes besides rows as a parameter, what it is called with, and how many rows that has. */
  readonly parameter: Piece;
  readonly given: (part: PartName) => Piece;
  readonly rows: (part: PartName) => number | string;
  /** What `part` does before it goes through the rows, and what it puts into `features` at place `i` for a `row`. */
  readonly before: readonly Section[];
  readonly features: Section;
  /** The number at a row among the targets, or at a column of it; a class as its label. */
  readonly target: (column: string) => Piece;
}

/** The sources by the parts that they are for. */
export const sourcesOf = ({ sources }: DataSpec): readonly (readonly [PartName, SourceSpec])[] =>
  partNames.flatMap((part) => (sources[part] === undefined ? [] : [[part, sources[part]] as const]));

/** Whether each part may have a source of its own, so that `part` takes one. */
export const isSeveral = (spec: DataSpec): boolean => sourcesOf(spec).length > 1;

/** What a source is called while it is read: `trainTable`, `testTable`; a single one has no part in its name. */
export const sourceName = (spec: DataSpec, part: PartName, what: string): string =>
  isSeveral(spec) ? part + what[0]!.toUpperCase() + what.slice(1) : what;

/** What the targets of a source are called. */
export const targetName = ({ target }: DataSpec): string => (target.kind === "regression" ? "outcomes" : "labels");

/** How many numbers, or columns of a table, are declared to make an example; undefined where that is left to the data. */
export function declaredWidth(features: FeaturesSpec): number | undefined {
  if (features.kind === "columns") return features.count;
  return features.kind === "image" ? features.height * features.width * features.channels : undefined;
}

/** Whether rows are taken out of their order, or something is fitted on those to train on, so that rows are lists and not stretches. */
export function takesRows(spec: DataSpec): boolean {
  const { split, normalize, features, target, missing, categorical } = spec;
  const isFitted = (how: string, range: unknown) => how === "standardize" || (how === "min_max" && range === undefined);
  return (
    (split !== undefined && split.kind !== "ordered") ||
    isFitted(normalize, "range" in features ? features.range : undefined) ||
    (target.kind === "regression" && isFitted(target.normalize, target.range)) ||
    (spec.sources.train.kind === "csv" &&
      (missing === "median" || missing === "mean" || categorical.some(({ categories }) => categories === undefined)))
  );
}
