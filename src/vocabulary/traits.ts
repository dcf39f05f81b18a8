/** What an activation does to signals, found from its formula: so a user's own word is judged like a built-in one. */
import { compileFormula } from "../formula/compile.ts";
import { evaluate } from "../formula/evaluate.ts";
import { some, variablesOf, type Formula } from "../formula/formula.ts";
import { printFormula } from "../formula/print-formula.ts";
import { remembered } from "../formula/remembered.ts";
import type { WordUse } from "../network/value.ts";
import { formulaOf } from "./instantiate.ts";
import { atInitial, learnedOf } from "./learned.ts";

export interface ActivationTraits {
  /** Takes mean 0 and variance 1 to mean 0 and variance 1 (Klambauer et al. 2017): selu, whatever its name. */
  readonly selfNormalizing: boolean;
  /** Passes one side and holds the other back: relu and its kin. */
  readonly rectifier: boolean;
  /** The formula is the value itself, times a number perhaps. */
  readonly linear: boolean;
  /** Where its values lie, as seen from -1000 to 1000; an end beyond 100 counts as infinite. */
  readonly range: { readonly low: number; readonly high: number };
  /** One example's values hang together, as in softmax. */
  readonly rowwise: boolean;
}

/** By the formula's text: a layer that is repeated asks again and again. */
const known = remembered<ActivationTraits>(1000);

/**
 * The traits of an activation with its arguments, before training where some are learned, its noise at its mean; a formula with
 * errors has none.
 */
export function activationTraits(use: WordUse): ActivationTraits {
  const traits = traitsBy(formulaOf(atInitial(use)));
  // A slope that begins as a straight line's, and is learned, need not stay so.
  if (!traits.linear || learnedOf(use).length === 0) return traits;
  return { ...traits, linear: traitsBy(formulaOf(atInitial(use, 0.1))).linear };
}

function traitsBy(formula: Formula | undefined): ActivationTraits {
  if (formula === undefined) return none;
  return known(printFormula(formula), () => find(formula));
}

/** The initializer that keeps the variance through the activation, and why. */
export function fittingRecipe(activation: WordUse | undefined): readonly [initializer: string, why: string] {
  if (activation === undefined) return ["glorot_uniform", "there is no activation"];
  const { selfNormalizing, rectifier } = activationTraits(activation);
  if (selfNormalizing) return ["lecun_normal", "the activation normalizes itself"];
  if (rectifier) return ["he_normal", "the activation passes one side"];
  return ["glorot_uniform", "the activation is neither a rectifier nor self-normalizing"];
}

const none: ActivationTraits = {
  selfNormalizing: false,
  rectifier: false,
  linear: false,
  range: { low: -Infinity, high: Infinity },
  rowwise: false,
};

function find(formula: Formula): ActivationTraits {
  if ([...variablesOf(formula)].some((name) => name !== "x")) return none;
  if (some(formula, ({ op }) => ["sum", "mean", "largest", "log_sum_exp", "norm", "width"].includes(op)))
    return { ...none, rowwise: true, range: rowRange(formula) };
  const compiled = compileFormula(formula);
  const f = (x: number): number => compiled({ x });
  const { mean, square } = underNormal(f);
  const passesOneSide = (a: number): boolean => f(a) > a / 2 && f(a) < 2 * a && Math.abs(f(-a)) < a / 2;
  const samples = Array.from({ length: 4001 }, (_, i) => f((i - 2000) / 2)).filter((y) => !Number.isNaN(y));
  const low = samples.reduce((least, y) => Math.min(least, y), Infinity);
  const high = samples.reduce((most, y) => Math.max(most, y), -Infinity);
  const slope = f(1) - f(0);
  // Sums do not go farther than this: what bends beyond is a straight line to them.
  const linear = [-10, -6, -3, -1, 0.5, 2, 4, 7, 10].every(
    (x) => Math.abs(f(x) - f(0) - slope * x) < 1e-9 * (1 + Math.abs(slope * x)),
  );
  return {
    selfNormalizing: !linear && Math.abs(mean) < 1e-3 && Math.abs(square - 1) < 1e-3 && Math.abs(f(-20)) < 5,
    // relu6 passes its side up to 6.
    rectifier: passesOneSide(20) || (passesOneSide(1) && passesOneSide(5)),
    linear,
    range: { low: low < -100 ? -Infinity : low, high: high > 100 ? Infinity : high },
    rowwise: false,
  };
}

/** Mean of f(z) and f(z)^2 for z standard normal: Simpson's rule from -10 to 10. */
function underNormal(f: (x: number) => number): { mean: number; square: number } {
  const steps = 2000;
  let mean = 0;
  let square = 0;
  for (let i = 0; i <= steps; i++) {
    const z = -10 + (20 * i) / steps;
    const weight = ((i === 0 || i === steps ? 1 : i % 2 === 0 ? 2 : 4) * (20 / steps)) / 3;
    const density = Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);
    mean += weight * density * f(z);
    square += weight * density * f(z) ** 2;
  }
  return { mean, square };
}

/** A row formula whose values are shares of 1 in every row is a distribution; of others nothing is known. */
function rowRange(formula: Formula): ActivationTraits["range"] {
  const isShared = rows.every((x) => {
    const y = evaluate(formula, { x }, x.length);
    if (typeof y === "number" || !y.every((one) => one >= 0 && one <= 1)) return false;
    return Math.abs(y.reduce((sum, one) => sum + one, 0) - 1) < 1e-3;
  });
  return isShared ? { low: 0, high: 1 } : none.range;
}

const rows = [
  [0.3, -1, 2],
  [-20, 5, 4, 3],
];
