import { evaluate } from "../formula/evaluate.ts";
import { wordOf, type WordUse } from "../network/value.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { byUse } from "./by-use.ts";
import { byPlace, formulaPlaces } from "./place.ts";
import { rule } from "./rule.ts";

export const constraintDirection = rule({
  name: "constraint-direction",
  severity: "error",
  default: "on",
  on: "network",
  description: "A constraint does not bound the weights: it changes none, makes them longer, or wipes them out.",
  why: "a constraint is put on the weights after every update: what it makes of them is all that is left (Srivastava et al. 2014, Dropout, appendix A.2)",
  help: "let it shorten what is too long, as `w * min(1, r / norm(w))` does",
  messages: {
    nan: "`{word}` turns a neuron's weights of length {from} into what is no number",
    idle: "`{word}` leaves the weights as they are, however large",
    stretches: "`{word}` stretches weights of length {from} to a length of {to} and shortens none: it bounds nothing",
    wipes: "`{word}` makes every weight {to}",
  },
  check(view, find) {
    const held = view.layers.filter(({ arguments: args }) => wordOf(args["constraint"]) !== undefined);
    for (const { at, layers } of byPlace(held, "constraint")) {
      const use = wordOf(layers[0]!.arguments["constraint"])!;
      const fault = faultOf(use);
      if (fault === undefined) continue;
      const { kind, from, to } = fault;
      // One that changes nothing does no harm.
      const severity = kind === "idle" ? "warning" : "error";
      const holes = { word: use.word.name, from: short(from), to: short(to) };
      find(kind, holes, { at, severity, related: formulaPlaces(use) });
    }
  },
});

const short = (value: number): number => Number(value.toPrecision(3));

interface Fault {
  readonly kind: "nan" | "idle" | "stretches" | "wipes";
  readonly from: number;
  readonly to: number;
}

/** A neuron's weights, of both signs, and how long they are looked at. */
const shape = [0.36, -0.48, 0.6, -0.53];
const lengths = [1e-3, 0.1, 1, 10, 1e3, 1e6];
const lengthOf = (row: readonly number[]): number => Math.hypot(...row);

const faultOf = byUse((use: WordUse): Fault | undefined => {
  const formula = formulaOf(use);
  if (formula === undefined) return undefined;
  const looks = lengths.map((length) => {
    const before = shape.map((x) => (x * length) / lengthOf(shape));
    const value = evaluate(formula, { w: before }, before.length);
    return { from: length, before, after: typeof value === "number" ? before.map(() => value) : value };
  });
  const lost = looks.find(({ after }) => !after.every(Number.isFinite));
  if (lost !== undefined) return { kind: "nan", from: lost.from, to: NaN };
  const one = looks[0]!.after[0]!;
  if (looks.every(({ after }) => after.every((x) => x === one))) return { kind: "wipes", from: 1, to: one };
  if (looks.every(({ before, after }) => after.every((x, i) => x === before[i])))
    return { kind: "idle", from: 1, to: 1 };
  // One element that is smaller, as where negative weights become 0, is bound to something.
  const grows = looks.every(({ before, after }) =>
    after.every((x, i) => Math.abs(x) >= (1 - 1e-9) * Math.abs(before[i]!)),
  );
  const longer = looks.findLast(({ from, after }) => lengthOf(after) > 1.001 * from);
  return grows && longer !== undefined
    ? { kind: "stretches", from: longer.from, to: lengthOf(longer.after) }
    : undefined;
});
