import { evaluate } from "../formula/evaluate.ts";
import { isReduction, some } from "../formula/formula.ts";
import type { Layer } from "../network/network.ts";
import { printUse, type WordUse } from "../network/value.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { atInitial, learnedOf } from "../vocabulary/learned.ts";
import { byUse } from "./by-use.ts";
import { activationOf, type NetworkView } from "./network-view.ts";
import { formulaPlaces, placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const activationSignal = rule({
  name: "activation-signal",
  severity: "error",
  default: "on",
  on: "network",
  description: "An activation is no number for some sums, or passes no gradient back.",
  why: "one value that is no number spoils every weight, and weights before an activation without a slope never learn (Goodfellow et al. 2016, chapters 4 and 6)",
  help: "let the activation be a number for every sum, and rise or fall where the sums lie",
  messages: {
    nan: "`{activation}` is {value} where the sum is {x}",
    constant: "`{activation}` is {value} whatever the sum is, and passes no gradient back",
    step: "`{activation}` is flat wherever it does not jump, and passes no gradient back",
    overflow: "`{activation}` is no number where a sum is {x}: what it exponentiates is beyond float32",
  },
  check(view, find) {
    const learns = learnersOf(view);
    const told = new Set<string>();
    for (const { layer, use } of view.layers.flatMap(activationOf)) {
      const fault = faultOf(use);
      const isHarmless = fault?.kind === "step" || fault?.kind === "constant" ? !learns.has(layer.id) : false;
      // The fault is the word's, and told where it is used first.
      if (fault === undefined || isHarmless || told.has(printUse(use))) continue;
      told.add(printUse(use));
      const activation = use.word.name;
      const finding = { at: placeOfLayer(view, layer), related: formulaPlaces(use) };
      if (fault.kind === "nan") find("nan", { activation, value: nameOf(fault.value), x: fault.x }, finding);
      else if (fault.kind === "overflow") find("overflow", { activation, x: fault.x }, { ...finding, ...stable });
      else if (fault.kind === "step") find("step", { activation }, finding);
      else find("constant", { activation, value: Number(fault.value.toPrecision(6)) }, finding);
    }
  },
});

const stable = {
  severity: "warning",
  help: "use what is stable: `softplus(x)`, `sigmoid(x)`, `tanh(x)`, `exp(x - log_sum_exp(x))` for a softmax",
} as const;

/** A number that is none, in words. */
export const nameOf = (value: number): string =>
  Number.isNaN(value) ? "no number" : value > 0 ? "infinite" : "infinite and negative";

type Fault =
  | { readonly kind: "nan"; readonly x: number; readonly value: number }
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "step" }
  | { readonly kind: "overflow"; readonly x: number };

/** Sums as they come in every run, those of a bias at 0 among them; and where they may lie when weights have grown. */
const usual = [-0.5, 0, -1, -0.1, 0.1, 0.5, 1, -3, 3];
const far = [100, -100];
const rows = [
  [100, 0, -3],
  [-100, -97, -103],
];

const faultOf = byUse((use: WordUse): Fault | undefined => {
  const [formula, moved] = [atInitial(use), atInitial(use, 0.1)].map((one) => formulaOf(one));
  if (formula === undefined) return undefined;
  if (some(formula, (part) => isReduction(part) || part.op === "width")) {
    const bad = rows.find((x) => {
      const y = evaluate(formula, { x }, x.length, Math.fround);
      return (typeof y === "number" ? [y] : y).some(Number.isNaN);
    });
    return bad && { kind: "overflow", x: bad[0]! };
  }
  const at = (x: number, of = formula): number => evaluate(of, { x }) as number;
  const x = usual.find((sum) => !Number.isFinite(at(sum)));
  if (x !== undefined) return { kind: "nan", x, value: at(x) };
  const isFlat = (of = formula): boolean => looks.every((sum) => at(sum, of) === at(sum + Math.abs(sum) * 1e-4, of));
  const isLearned = learnedOf(use).length > 0;
  if (isFlat() && (!isLearned || isFlat(moved))) {
    const value = at(looks[0]!);
    if (looks.some((sum) => at(sum) !== value)) return { kind: "step" };
    // A number that is learned is a value of its own, which needs no sum.
    return isLearned ? undefined : { kind: "constant", value };
  }
  const lost = far.find((sum) => {
    const value = evaluate(formula, { x: sum }, 1, Math.fround) as number;
    // What grows beyond float32 is infinite there; what is small and is made of that need not be.
    return Number.isNaN(value) || (!Number.isFinite(value) && Math.abs(at(sum)) < 1e6);
  });
  return lost === undefined ? undefined : { kind: "overflow", x: lost };
});

/** No round numbers, for there a step has its jumps. */
const looks = [-1, 1].flatMap((sign) =>
  [0.0123, 0.0571, 0.137, 0.291, 0.413, 0.617, 0.871, 1.137, 1.713, 2.571, 4.137, 9.57, 31.3].map((x) => sign * x),
);

/** The layers behind weights that learn. */
function learnersOf(view: NetworkView): ReadonlySet<number> {
  const found = new Set<number>();
  const hasWeights = ({ kind, frozen }: Layer): boolean => !frozen && kind === "dense";
  for (const layer of view.layers)
    if (hasWeights(layer) || layer.inputs.some((id) => found.has(id))) found.add(layer.id);
  return found;
}
