import { evaluate } from "../formula/evaluate.ts";
import { isReduction, some } from "../formula/formula.ts";
import type { WordUse } from "../network/value.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { byUse } from "./by-use.ts";
import { formulaPlaces, placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";

export const clippingDirection = rule({
  name: "clipping-direction",
  severity: "error",
  default: "on",
  on: "training",
  description: "What clips the gradients turns them, loses them, makes them longer or leaves them all as they are.",
  why: "a clipped gradient is shorter and points where it pointed (Pascanu et al. 2013, On the difficulty of training recurrent neural networks)",
  help: "hold it on both sides, `clamp(g, -limit, limit)`, or by its length, `g * min(1, limit / norm)`",
  messages: {
    nan: "`{word}` is no number where a gradient is {g}",
    same: "`{word}` makes {to} of every gradient",
    turned: "`{word}` turns a gradient of {g} round, into {to}",
    grows: "`{word}` makes a gradient of {g} into {to}, and shortens none",
    idle: "`{word}` leaves gradients as they are, however large",
  },
  check({ training }, find) {
    const { clipping, declaration, arguments: args } = training;
    const fault = clipping && faultOf(clipping);
    if (clipping === undefined || fault === undefined) return;
    const at = placeOfArgument(args["clip_gradients"]!, declaration.name.span);
    const holes = { word: clipping.word.name, g: fault.g, to: Number(fault.to.toPrecision(3)) };
    // One that clips nothing does no harm.
    const severity = fault.kind === "idle" ? "warning" : "error";
    find(fault.kind, holes, { at, severity, related: formulaPlaces(clipping) });
  },
});

interface Fault {
  readonly kind: "nan" | "same" | "turned" | "grows" | "idle";
  readonly g: number;
  readonly to: number;
}

/** Gradients by their size, the only ones of their weight. */
const sizes = [1e-4, 1e-2, 1, 100, 1e6];

const faultOf = byUse((use: WordUse): Fault | undefined => {
  const formula = formulaOf(use);
  // Of gradients that are taken together one of them tells nothing.
  if (formula === undefined || some(formula, isReduction)) return undefined;
  const look = (g: number): Fault => {
    const given = { g, norm: Math.abs(g), global_norm: Math.abs(g) };
    return { kind: "nan", g, to: evaluate(formula, given) as number };
  };
  const looks = sizes.flatMap((size) => [look(size), look(-size)]);
  const lost = [look(0), ...looks].find(({ to }) => !Number.isFinite(to));
  if (lost !== undefined) return lost;
  const [first] = looks;
  if (looks.every(({ to }) => to === first!.to)) return { ...first!, kind: "same" };
  const turned = looks.find(({ g, to }) => g * to < 0);
  if (turned !== undefined) return { ...turned, kind: "turned" };
  if (looks.every(({ g, to }) => g === to)) return { ...first!, kind: "idle" };
  const longer = looks.find(({ g, to }) => Math.abs(to) > 1.001 * Math.abs(g));
  return longer !== undefined && looks.every(({ g, to }) => Math.abs(to) >= Math.abs(g))
    ? { ...longer, kind: "grows" }
    : undefined;
});
