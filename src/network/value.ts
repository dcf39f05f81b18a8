import type { Span } from "../text/source.ts";
import type { Word } from "../vocabulary/word.ts";

/** What an argument or an entry turned out to be. */
export type Value =
  | { readonly kind: "number"; readonly value: number; readonly unit?: Unit | undefined }
  /** A number that training goes on with, one for each unit or one for the layer: a weight of the activation's layer. */
  | { readonly kind: "trainable"; readonly initial: number; readonly per: "unit" | "layer" }
  | { readonly kind: "truth"; readonly value: boolean }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "none" }
  /** Not written, and filled in from what surrounds it. */
  | { readonly kind: "fitting" }
  /** One of the names that a signature lists: `standardize`. */
  | { readonly kind: "choice"; readonly name: string }
  | {
      readonly kind: "column";
      readonly name: string;
      readonly categories: readonly string[] | undefined;
      readonly at: Span;
    }
  /** A name that a line of the network keeps. */
  | { readonly kind: "kept"; readonly name: string; readonly at: Span }
  | { readonly kind: "range"; readonly low: number; readonly high: number }
  | { readonly kind: "list"; readonly items: readonly Value[] }
  | { readonly kind: "each"; readonly values: Arguments }
  | { readonly kind: "word"; readonly use: WordUse }
  | { readonly kind: "section"; readonly use: WordUse };

/** `run`: a share of the run's steps, written in per cent where a length of time stands. */
export type Unit = "percent" | "epochs" | "steps" | "samples" | "run";

/** A word with all its parameters filled in. */
export interface WordUse {
  readonly word: Word;
  readonly arguments: Arguments;
  readonly at: Span;
}

/** By parameter name, in the order of the signature. */
export type Arguments = Readonly<Record<string, Argument>>;

export interface Argument {
  readonly value: Value;
  /** Where it is written; what it belongs to, where it is not. */
  readonly at: Span;
  readonly from: Provenance;
}

/** Where a value came from: nothing has an effect that `explain` cannot name. */
export type Provenance =
  | { readonly kind: "written"; readonly at: Span }
  | { readonly kind: "defaults"; readonly at: Span }
  | { readonly kind: "preset"; readonly name: string; readonly at: Span }
  | { readonly kind: "standard" }
  | { readonly kind: "fitting"; readonly why: string };

export const isWritten = (argument: Argument | undefined): boolean => argument?.from.kind === "written";

/** The number of an argument that its limits make one. */
export function numberOf(argument: Argument | undefined): number {
  if (argument?.value.kind !== "number")
    throw new Error("not a number: the limits of its parameter should have seen to that");
  return argument.value.value;
}

export const truthOf = (argument: Argument | undefined): boolean =>
  argument?.value.kind === "truth" && argument.value.value;

export const wordOf = (argument: Argument | undefined): WordUse | undefined =>
  argument?.value.kind === "word" ? argument.value.use : undefined;

export const listOf = (argument: Argument | undefined): readonly Value[] =>
  argument?.value.kind === "list" ? argument.value.items : [];

/** The value as it would be written. */
export function printValue(value: Value): string {
  switch (value.kind) {
    case "number": {
      if (value.unit === "percent" || value.unit === "run") return `${Number((value.value * 100).toPrecision(12))}%`;
      const text =
        Math.abs(value.value) >= 10_000 && Number.isInteger(value.value) ? grouped(value.value) : String(value.value);
      return value.unit === undefined ? text : `${text} ${value.value === 1 ? value.unit.slice(0, -1) : value.unit}`;
    }
    case "trainable":
      return `trainable(${value.initial}, per: ${value.per})`;
    case "truth":
      return String(value.value);
    case "text":
      return JSON.stringify(value.value);
    case "none":
      return "none";
    case "fitting":
      return "what fits";
    case "choice":
    case "kept":
      return value.name;
    case "column": {
      const name = /^[A-Za-z_]\w*$/.test(value.name) ? value.name : JSON.stringify(value.name);
      return value.categories === undefined
        ? name
        : `${name}([${value.categories.map((text) => JSON.stringify(text)).join(", ")}])`;
    }
    case "range":
      return `${value.low}..${value.high}`;
    case "list":
      return `[${value.items.map(printValue).join(", ")}]`;
    case "word":
      return printUse(value.use);
    case "each":
      return printBlock(value.values);
    case "section":
      return printBlock(value.use.arguments);
  }
}

const printBlock = (given: Arguments): string =>
  `{ ${Object.entries(given)
    .map(([name, argument]) => `${name}: ${printValue(argument.value)}`)
    .join("  ")} }`;

const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, "_");

/** `elu(alpha: 1)`; a word without arguments is its name. */
export function printUse({ word, arguments: given }: WordUse): string {
  const args = Object.entries(given).map(([name, argument]) => `${name}: ${printValue(argument.value)}`);
  return args.length === 0 ? word.name : `${word.name}(${args.join(", ")})`;
}
