/** The sides that layers are written with. */
import type { Diagnostic, Report } from "../diagnostics/diagnostic.ts";
import type { RawLayer } from "./flow.ts";
import { textOf } from "../text/source.ts";
import type { Dims } from "./network.ts";
import { resolveNumber } from "./resolve-value.ts";
import type { Argument, Arguments, Provenance, Value } from "./value.ts";

/** Several inputs share the data's features, and so each says how many it takes. */
export function sidesNeeded(layers: readonly RawLayer[]): readonly Diagnostic[] {
  const inputs = layers.filter(({ word }) => word.name === "input");
  const bare = inputs.length > 1 ? inputs.filter(({ given }) => given.length === 0) : [];
  return bare.map(({ at }) => ({
    code: "missing-argument",
    severity: "error",
    message: "one of several inputs says how many features it takes",
    at,
    help: "write `input(5)`; the inputs take the features in the order in which they are written",
  }));
}

/** The sides of an `input`: those that are written, or those of the data's features. */
export function inputSides(raw: RawLayer, data: Dims | undefined, report: Report): Argument | undefined {
  const sides = raw.given.map(({ value }) => (value.kind === "number" && value.unit === undefined ? value.value : NaN));
  const wrong = sides.findIndex((side) => !Number.isInteger(side) || side < 1 || side > 100_000_000);
  if (wrong >= 0) {
    const at = raw.given[wrong]!.span;
    const message = "the sides of `input` are whole numbers from 1";
    return void report({
      code: "value-out-of-range",
      severity: "error",
      message,
      at,
      help: "write `input(28, 28)`, or `input` alone for the data's shape",
    });
  }
  const shape: Dims = raw.given.length > 0 ? sides : (data ?? [undefined]);
  const items = shape.map((side): Value => (side === undefined ? { kind: "none" } : { kind: "number", value: side }));
  const from: Provenance =
    raw.given.length > 0
      ? { kind: "written", at: raw.at }
      : { kind: "fitting", why: "the shape of the data's features" };
  return { value: { kind: "list", items }, at: raw.at, from };
}

/** The sides of `reshape`, one of which may be -1: what is left. */
export function reshapedSides({ given, at, context }: RawLayer, report: Report): Arguments | undefined {
  const list = given.length === 1 && given[0]!.value.kind === "list" ? given[0]!.value : undefined;
  if (list !== undefined) {
    const { start, end } = list.span;
    const text = list.items.map((item) => textOf(item.span)).join(", ");
    return void report({
      code: "argument",
      severity: "error",
      message: "the sides of `reshape` stand one after the other, and not in a list",
      at: list.span,
      help: `write \`reshape(${text})\``,
      fix: { safe: true, edits: [{ start, end, text }] },
    });
  }
  const sides = given.map(({ value }) => resolveNumber(value, context));
  if (sides.includes(undefined)) return undefined;
  const isSide = (side: number): boolean => Number.isInteger(side) && side >= 1 && side <= 100_000_000;
  const wrong = sides.findIndex((side) => !isSide(side!) && side !== -1);
  const rests = sides.filter((side) => side === -1).length;
  if (wrong >= 0 || rests > 1 || sides.length === 0) {
    const message =
      wrong >= 0
        ? "the sides of `reshape` are whole numbers from 1, or -1 for what is left"
        : rests > 1
          ? "only one side of `reshape` can be what is left"
          : "`reshape` needs the sides of the new shape";
    const place = wrong >= 0 ? given[wrong]!.span : at;
    return void report({
      code: sides.length === 0 ? "missing-argument" : "value-out-of-range",
      severity: "error",
      message,
      at: place,
      help: "write `reshape(7, 4)`",
    });
  }
  const items = sides.map((side): Value => ({ kind: "number", value: side! }));
  return { sides: { value: { kind: "list", items }, at, from: { kind: "written", at } } };
}
