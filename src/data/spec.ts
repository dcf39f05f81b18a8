/** What a `data` declaration means after its names and values are resolved: what the readers get, and what they return. */
import type { Scaling } from "../portable/normalize.ts";
import type { Span } from "../text/source.ts";
import type { PartSize } from "./divide.ts";
import type { FittedColumn } from "./encode.ts";

export type { FittedColumn, PartSize, Scaling };

/** The parts that a data set may have, in their order. */
export const partNames = ["train", "validation", "test"] as const;
export type PartName = (typeof partNames)[number];

export interface DataSpec {
  readonly name: string;
  readonly at: Span;
  /** One source that `split` divides, or parts given apart; a `split` then divides `train` alone. */
  readonly sources: { readonly train: SourceSpec; readonly validation?: SourceSpec; readonly test?: SourceSpec };
  readonly features: FeaturesSpec;
  readonly target: TargetSpec;
  readonly categorical: readonly CategoricalSpec[];
  /** What is done with a missing value among the features; the two statistics are of the training rows. */
  readonly missing: "median" | "mean" | "drop" | "fail";
  readonly normalize: Normalization;
  readonly split: SplitSpec | undefined;
  /** What the classes weigh in the training loss: numbers in their order, of yes or no those of 0 and 1; or so that all count alike. */
  readonly classWeights?: ClassWeights | undefined;
}

export interface ClassWeights {
  readonly weights: readonly number[] | "balanced";
  readonly at: Span;
}

export type Normalization = "standardize" | "min_max" | "none";

export type SourceSpec = CsvSource | IdxSource | GeneratorSource;

export interface CsvSource {
  readonly kind: "csv";
  readonly path: string;
  readonly at: Span;
}

export interface IdxSource {
  readonly kind: "idx";
  readonly path: string;
  readonly labels: string | undefined;
  /** The types of the numbers in the two files. */
  readonly dtype: Dtype;
  readonly labelDtype: Dtype;
  readonly at: Span;
}

export const dtypes = ["uint8", "int8", "int16", "int32", "float32", "float64"] as const;
export type Dtype = (typeof dtypes)[number];

export const generatorNames = ["spirals", "moons", "circles", "blobs", "xor", "linear", "friedman"] as const;
export type GeneratorName = (typeof generatorNames)[number];

export interface GeneratorSource {
  readonly kind: "generator";
  readonly name: GeneratorName;
  readonly examples: number;
  /** The standard deviation of the noise that is added. */
  readonly noise: number;
  readonly seed: number;
  /** `spirals` and `blobs`: how many classes; `linear` and `friedman`: how many features. Undefined where the generator has no choice. */
  readonly classes?: number | undefined;
  readonly features?: number | undefined;
  readonly at: Span;
}

/** A closed interval that the values are declared to lie in, in the file's own units. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

export type FeaturesSpec =
  | { readonly kind: "all"; readonly at: Span }
  | { readonly kind: "names"; readonly names: readonly string[]; readonly at: Span }
  | { readonly kind: "columns"; readonly count: number; readonly range: Interval | undefined; readonly at: Span }
  | {
      readonly kind: "image";
      readonly height: number;
      readonly width: number;
      readonly channels: number;
      readonly range: Interval | undefined;
      readonly at: Span;
    };

/** A column read as text and given as one number 0 or 1 for each category. */
export interface CategoricalSpec {
  readonly column: string;
  /** Declared categories in their order; undefined: the sorted distinct values of the training rows. */
  readonly categories: readonly string[] | undefined;
  readonly at: Span;
}

export type TargetSpec =
  | {
      readonly kind: "class";
      /** How many, or their names in order; numbers are read as labels from 0. */
      readonly classes: number | readonly string[];
      /** The table's column; undefined: the labels that come with the source, or its last column. */
      readonly column: string | undefined;
      readonly at: Span;
    }
  | { readonly kind: "binary"; readonly column: string | undefined; readonly at: Span }
  | {
      readonly kind: "multi_label";
      readonly count: number;
      readonly columns: readonly string[] | undefined;
      readonly at: Span;
    }
  | {
      readonly kind: "regression";
      /** The table's columns; undefined: the targets that come with the source, or its last column. */
      readonly columns: readonly string[] | undefined;
      readonly normalize: Normalization;
      readonly range: Interval | undefined;
      readonly at: Span;
    }
  | { readonly kind: "none"; readonly at: Span };

export interface SplitSpec {
  readonly kind: "random" | "ordered" | "stratified";
  /** Undefined: the rows that the other two leave. */
  readonly train: PartSize;
  readonly validation: PartSize;
  readonly test: PartSize;
  readonly at: Span;
}

/** Whether a split may take fewer examples than there are: where the training part is a count too. */
export const leavesOut = ({ split }: Pick<DataSpec, "split">): boolean =>
  split?.train !== undefined && "count" in split.train;

/** One part of a data set, ready for the network. */
export interface Part {
  readonly count: number;
  /** `[count, width]`, row by row, encoded and normalized. */
  readonly features: Float32Array;
  /** `[count, outputs]`: one-hot classes, 0 or 1, or (normalized) numbers. Empty where the target is `none`. */
  readonly targets: Float32Array;
  /** `[count, 1]`: what each example weighs in the training loss; of the training part alone, where classes have weights. */
  readonly weights?: Float32Array | undefined;
}

/** Everything fitted on the training rows that new rows must go through too; plain JSON. */
export interface Fitted {
  /** The columns read from a table, in the order of the encoded features; empty for sources without names. */
  readonly columns: readonly FittedColumn[];
  /** One for each encoded feature; empty where nothing is normalized. */
  readonly features: readonly Scaling[];
  /** One for each output of a regression target that is normalized; else empty. */
  readonly targets: readonly Scaling[];
  /** The names of the classes in the order of the labels, where they have names; of a binary target the value for 0, then for 1. */
  readonly classes?: readonly string[] | undefined;
}

export interface DataSet {
  readonly train: Part;
  readonly validation: Part | undefined;
  readonly test: Part | undefined;
  /** The shape of one example's features: `[width]`, or `[28, 28]` for an image with one channel, `[28, 28, 3]` with three. */
  readonly shape: readonly number[];
  /** How many numbers the target of one example has. */
  readonly outputs: number;
  readonly fitted: Fitted;
}

/** Whether these are the columns of an autoencoder: what comes in, all of it, is what is to come out. One column alone is a slip. */
export const isReconstruction = (features: readonly string[], targets: readonly string[]): boolean =>
  features.length > 1 && features.length === targets.length && features.every((name) => targets.includes(name));
