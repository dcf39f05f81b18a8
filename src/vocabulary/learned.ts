/** What a use of an activation has beside its formula: parameters that are learned, and noise that is drawn. */
import { evaluateNumber } from "../formula/evaluate.ts";
import { apply, argsOf, number, some, variablesOf, type Formula } from "../formula/formula.ts";
import { printFormula } from "../formula/print-formula.ts";
import { simplify } from "../formula/simplify.ts";
import type { Value, WordUse } from "../network/value.ts";
import { formulaOf } from "./instantiate.ts";

export interface Learned {
  readonly name: string;
  readonly initial: number;
  readonly per: "unit" | "layer";
}

/** The parameters that are weights here, in the order of the signature. */
export const learnedOf = ({ arguments: given }: WordUse): readonly Learned[] =>
  Object.entries(given).flatMap(([name, { value }]) =>
    value.kind === "trainable" ? [{ name, initial: value.initial, per: value.per }] : [],
  );

/** The use as it is before training: what is learned is the number that it begins with, or has moved from it `by` so much. */
export const atInitial = (use: WordUse, by = 0): WordUse => ({
  ...use,
  arguments: Object.fromEntries(
    Object.entries(use.arguments).map(([name, argument]) => {
      const { value } = argument;
      const fixed: Value = value.kind === "trainable" ? { kind: "number", value: value.initial + by } : value;
      return [name, { ...argument, value: fixed }];
    }),
  ),
});

/** The noises of a formula, each once: two calls with the same ends are one draw, as `x` is one value wherever it stands. */
export function noisesOf(formula: Formula | undefined): readonly Formula[] {
  const found = new Map<string, Formula>();
  const visit = (part: Formula): void => {
    if (part.op === "noise") found.set(printFormula(part), part);
    argsOf(part).forEach(visit);
  };
  if (formula !== undefined) visit(formula);
  return [...found.values()];
}

/** The formula where nothing is drawn. */
export const atMean = (formula: Formula): Formula => simplify(withoutNoise(formula));

const withoutNoise = (formula: Formula): Formula =>
  formula.op === "noise"
    ? number(evaluateNumber(formula, {}))
    : "args" in formula
      ? apply(formula.op, ...formula.args.map(withoutNoise))
      : formula;

/** Why the noise of an activation with these arguments cannot be drawn. */
export function noiseProblem(use: WordUse): string | undefined {
  for (const noise of noisesOf(formulaOf(use))) {
    const ends = argsOf(noise);
    if (ends.some((end) => variablesOf(end).size > 0 || some(end, ({ op }) => op === "noise")))
      return "`noise` is drawn between two numbers, and this is known in the step alone";
    const [low, high] = ends.map((end) => evaluateNumber(end, {}));
    if (!(low! <= high! && Number.isFinite(low) && Number.isFinite(high)))
      return `\`noise\` goes from the smaller number to the larger, not from ${low} to ${high}`;
  }
  return undefined;
}
