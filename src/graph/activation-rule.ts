import { differentiate } from "../formula/differentiate.ts";
import { apply, number, variable, type Formula } from "../formula/formula.ts";
import { printFormula } from "../formula/print-formula.ts";
import { rankOf, type Rank } from "../formula/rank.ts";
import { simplify } from "../formula/simplify.ts";
import type { Algebra, Rule } from "./algebra.ts";
import { asName, isRowwise, wide } from "./formula-rule.ts";
import { lowerFormula } from "./lower-formula.ts";

/** A parameter that is learned: a variable of the formula, `[side of the last axis]` or `[1]`. */
export interface LearnedParameter {
  readonly name: string;
  readonly per: "unit" | "layer";
}

/** What an activation's formula reads beside `x`. */
export interface ActivationInputs {
  readonly weights: readonly LearnedParameter[];
  /** `noise(low, high)` as it stands in the formula, each drawn in the shape of `x`. */
  readonly noises: readonly Formula[];
  /** How many axes `x` has, the batch's among them. */
  readonly rank: number;
}

/** No name of a spec holds an apostrophe, so that these are like no parameter. */
const upstream = "g'";
const noiseName = (place: number): string => (place === 0 ? "noise'" : `noise'${place + 1}`);

/**
 * A word's formula of `x`, element by element or over the last axis of side `width`, with the derivative that follows from it: by
 * `x`, and by each learned parameter, whose gradient is summed over all that share it.
 */
export function activationRule(
  word: string,
  written: Formula,
  width: number | undefined,
  doc: string,
  { weights, noises, rank }: ActivationInputs = { weights: [], noises: [], rank: 2 },
): Rule {
  const formula = withNoises(written, noises);
  const drawn = noises.map((_, i) => noiseName(i));
  const ranks = new Map<string, Rank>([
    ["x", "tensor"],
    [upstream, "tensor"],
    // One number for the layer goes to every example of a row alike.
    ...weights.map(({ name, per }) => [name, per === "unit" ? "tensor" : "row"] as const),
    ...drawn.map((name) => [name, "tensor"] as const),
  ]);
  const g = variable(upstream);
  // Where an example's values hang together, the gradient goes through the formula; element by element, slope times gradient.
  const rowwise = isRowwise(formula);
  const pulled = rowwise
    ? differentiate(formula, "x", ranks, g)
    : simplify(apply("mul", g, differentiate(formula, "x", ranks)));
  const inputs = ["x", ...weights.map(({ name }) => name), ...drawn];
  const shared =
    weights.map(({ name, per }) => ` ${name} per ${per}`).join("") + (weights.length > 0 ? ` ${rank}` : "");
  const name = asName(word);
  return {
    name,
    key: `${name} ${printFormula(formula)}${shared} ${rowwise ? width : ""}`,
    doc,
    inputs,
    differentiable: 1 + weights.length,
    value(algebra, given) {
      const values = new Map(inputs.map((input, i) => [input, given[i]!]));
      // A weight alone has no examples.
      const whole = wide(
        formula,
        "x",
        new Map([...ranks].filter(([name]) => weights.every((one) => one.name !== name))),
      );
      return {
        value: lowerFormula(whole, { algebra, ranks, values, axis: -1, width }),
        keep: Object.fromEntries(values),
      };
    },
    pull(algebra, gradient, kept) {
      const values = new Map([...Object.entries(kept), [upstream, gradient] as const]);
      const lower = (part: Formula) => lowerFormula(part, { algebra, ranks, values, axis: -1, width });
      return [
        () => lower(wide(pulled, "x", ranks)),
        ...weights.map((weight) => () => {
          const slope = differentiate(formula, weight.name, ranks, g);
          return summed(algebra, weight, rankOf(slope, ranks), () => lower(slope), kept[weight.name]!, rank);
        }),
      ];
    },
  };
}

const withNoises = (formula: Formula, noises: readonly Formula[]): Formula => {
  const place = noises.findIndex((noise) => printFormula(noise) === printFormula(formula));
  if (formula.op === "noise" && place >= 0) return variable(noiseName(place));
  return "args" in formula ? apply(formula.op, ...formula.args.map((arg) => withNoises(arg, noises))) : formula;
};

/** The gradient of a learned parameter in its own shape: the sum over the examples, and over what else shares it. */
function summed<T>(to: Algebra<T>, { per }: LearnedParameter, slope: Rank, lower: () => T, weight: T, rank: number): T {
  const nothing = (): T => to.elementwise("mul", weight, to.scalar(number(0)));
  // The formula does not depend on it.
  if (slope === "number") return nothing();
  const axes = Array.from({ length: rank - 1 }, (_, axis) => axis);
  const sum = to.reduce("sum", lower(), axes, false);
  // What comes through a reduction is one number for the row, and the same for each unit.
  return per === "unit" && slope === "row" ? to.elementwise("add", sum, nothing()) : sum;
}
