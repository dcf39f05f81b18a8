/** What an argument may be: written behind `in` in a signature, read once into a value, asked by the checks and told in messages. */
import type * as ast from "../syntax/ast.ts";
import { builtInKinds, formulaKinds, type WordKind } from "../syntax/ast.ts";
import { numberText } from "../formula/print-code.ts";

export type Limits =
  | {
      readonly kind: "number";
      readonly integer: boolean;
      readonly low: number;
      readonly high: number;
      readonly openLow: boolean;
      readonly openHigh: boolean;
    }
  | { readonly kind: "word"; readonly of: WordKind }
  | { readonly kind: "choice"; readonly name: string }
  | { readonly kind: "list"; readonly of: Limits }
  /** A block with such a value under each of several names: one for each output. */
  | { readonly kind: "each"; readonly of: Limits }
  | { readonly kind: "either"; readonly of: readonly Limits[] }
  | { readonly kind: Primitive };

/** The kinds of value that are no words; `planned` takes nothing yet. */
export const primitives = [
  ...([
    "truth",
    "text",
    "column",
    "duration",
    "range",
    "places",
    "sides",
    "size",
    "values",
    "kept",
    "section",
    "none",
    "any",
    "planned",
  ] as const),
] as const;
export type Primitive = (typeof primitives)[number];

const wordKinds: ReadonlySet<string> = new Set([...formulaKinds, ...builtInKinds].filter((kind) => kind !== "section"));
const primitive: ReadonlySet<string> = new Set(primitives);

export const anyNumber: Limits & { kind: "number" } = {
  kind: "number",
  integer: false,
  low: -Infinity,
  high: Infinity,
  openLow: false,
  openHigh: false,
};

/** The number that a literal in a signature stands for; `undefined` where it is none. */
export function literalNumber(expression: ast.Expression): number | undefined {
  if (expression.kind === "number") return expression.value;
  if (expression.kind === "name" && expression.name === "infinity") return Infinity;
  if (expression.kind !== "unary" || expression.operator !== "-") return undefined;
  const value = literalNumber(expression.operand);
  return value === undefined ? undefined : -value;
}

/** Reads what stands behind `in`; `undefined` where it is no set of values. */
export function readLimits(expression: ast.Expression): Limits | undefined {
  switch (expression.kind) {
    case "range": {
      const low = literalNumber(expression.low);
      const high = literalNumber(expression.high);
      if (low === undefined || high === undefined) return undefined;
      const { openLow, openHigh } = expression;
      return { kind: "number", integer: false, low, high, openLow, openHigh };
    }
    case "none":
      return { kind: "none" };
    case "name":
      if (wordKinds.has(expression.name)) return { kind: "word", of: expression.name as WordKind };
      if (primitive.has(expression.name)) return { kind: expression.name as Primitive };
      return { kind: "choice", name: expression.name };
    case "list": {
      // A choice may have the name of a kind where another in the list has not: `[validation_loss, loss]`.
      const names = expression.items.flatMap((item) => (item.kind === "name" ? [item.name] : []));
      const choices =
        names.length === expression.items.length && !names.every((name) => wordKinds.has(name) || primitive.has(name));
      if (choices) return { kind: "either", of: names.map((name) => ({ kind: "choice", name })) };
      const of = expression.items.map(readLimits);
      return of.every((item) => item !== undefined) ? { kind: "either", of } : undefined;
    }
    case "call": {
      const inside = expression.arguments[0] && readLimits(expression.arguments[0].value);
      if (inside === undefined) return undefined;
      if (expression.name.name === "list" || expression.name.name === "each")
        return { kind: expression.name.name, of: inside };
      if (inside.kind !== "number") return undefined;
      if (expression.name.name === "integer") return { ...inside, integer: true };
      return expression.name.name === "number" ? inside : undefined;
    }
    default:
      return undefined;
  }
}

const sample: { readonly [K in Primitive]: string } = {
  truth: "true or false",
  text: 'a text such as "name"',
  column: "a column's name",
  duration: "a length such as `10 epochs`, `500 steps` or `20%` of the run",
  range: "a range such as `0..255`",
  places: "places from 0 on such as `0..4`",
  sides: "whole numbers from 1",
  size: "a share such as `80%` or a count such as `55_000`",
  values: "names of kept values",
  kept: "the name of a kept value",
  section: "a block of entries",
  none: "none",
  any: "a value",
  planned: "nothing yet",
};

/** The limits in words, for "expected …". */
export function describeLimits(limits: Limits): string {
  switch (limits.kind) {
    case "number":
      return `${limits.integer ? "a whole number" : "a number"}${boundsText(limits)}`;
    case "word":
      return limits.of === "features"
        ? "a form of features"
        : `${/^[aeiou]/.test(limits.of) ? "an" : "a"} ${limits.of}`;
    case "choice":
      return `\`${limits.name}\``;
    case "list":
      return `a list, each item ${describeLimits(limits.of)}`;
    case "each":
      return `a block with ${describeLimits(limits.of)} for each output`;
    case "either": {
      // A block is for several outputs, and would be no help to anybody else.
      const others = limits.of.filter(({ kind }) => kind !== "each");
      const of = others.some(({ kind }) => kind !== "none") ? others : limits.of;
      return of.map(describeLimits).join(of.length > 2 ? ", or " : " or ");
    }
    default:
      return sample[limits.kind];
  }
}

function boundsText({ low, high, openLow, openHigh }: Limits & { kind: "number" }): string {
  const from = openLow ? `above ${numberText(low)}` : `from ${numberText(low)}`;
  const to = openHigh ? `below ${numberText(high)}` : `up to ${numberText(high)}`;
  if (low === -Infinity) return high === Infinity ? "" : ` ${to}`;
  return high === Infinity ? ` ${from}` : ` ${from} ${to}`;
}

/** Whether the number lies inside; NaN never does. */
export const withinBounds = (
  value: number,
  { integer, low, high, openLow, openHigh }: Limits & { kind: "number" },
): boolean =>
  (openLow ? value > low : value >= low) &&
  (openHigh ? value < high : value <= high) &&
  Number.isFinite(value) &&
  (!integer || Number.isInteger(value));
