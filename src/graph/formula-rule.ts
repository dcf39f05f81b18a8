import { differentiate } from "../formula/differentiate.ts";
import { apply, isReduction, number, some, variable, type Formula } from "../formula/formula.ts";
import { printFormula } from "../formula/print-formula.ts";
import { rankOf, type Rank, type Ranks } from "../formula/rank.ts";
import type { Algebra, Rule } from "./algebra.ts";
import { lowerFormula } from "./lower-formula.ts";

export const asName = (word: string): string =>
  word.replace(/_+([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase());

/** Whether the values of a row hang together. */
export const isRowwise = (formula: Formula): boolean =>
  some(formula, (part) => isReduction(part) || part.op === "width");

/** The formula at every element of `like`, also where it gives one number for the row or for everything. */
export const wide = (formula: Formula, like: string, ranks: Ranks): Formula =>
  rankOf(formula, ranks) === "tensor" ? formula : apply("add", formula, apply("mul", number(0), variable(like)));

/**
 * The mean over the batch of a loss: `prediction` is the output, or what goes into its activation where the loss has that form.
 * What a formula gives element by element is averaged over the outputs too. `weighted`: each example's loss is multiplied by its
 * weight, `[batch, 1]`, before the mean, which is still taken over the size of the batch.
 */
export function lossRule(
  word: string,
  formula: Formula,
  by: string,
  width: number,
  doc: string,
  weighted = false,
): Rule {
  const ranks = new Map<string, Rank>([
    ["target", "tensor"],
    [by, "tensor"],
  ]);
  const each = rankOf(formula, ranks) === "tensor";
  const slope = differentiate(formula, by, ranks);
  const prediction = by === "output" ? "output" : "logits";
  return {
    name: weighted ? asName(`weighted_${word}`) : asName(word),
    key: `${weighted ? "weighted " : ""}${asName(word)} ${printFormula(formula)}`,
    doc: weighted ? `${doc} Each example's loss is multiplied by its weight.` : doc,
    inputs: [prediction, "target", ...(weighted ? ["weight"] : [])],
    differentiable: 1,
    value: (algebra, [output, target, weight]) => {
      const values = new Map([
        [by, output!],
        ["target", target!],
      ]);
      const losses = lowerFormula(formula, { algebra, ranks, values, axis: -1, width });
      return {
        value: algebra.reduce("mean", weigh(algebra, losses, weight), "all", false),
        keep: { [prediction]: output!, target: target!, ...(weight === undefined ? {} : { weight }) },
      };
    },
    pull: (algebra, g, { [prediction]: output, target, weight }) => [
      () => {
        const values = new Map([
          [by, output!],
          ["target", target!],
        ]);
        const gradient = lowerFormula(wide(slope, by, ranks), { algebra, ranks, values, axis: -1, width });
        const count = each ? algebra.elements(output!) : algebra.examples(output!);
        return algebra.elementwise("mul", g, algebra.elementwise("div", weigh(algebra, gradient, weight), count));
      },
    ],
  };
}

const weigh = <T>(algebra: Algebra<T>, x: T, weight: T | undefined): T =>
  weight === undefined ? x : algebra.elementwise("mul", x, weight);

/** The sum over all weights of a regularizer's formula; its reductions run over the last axis, of side `width`. */
export function penaltyRule(word: string, formula: Formula, width: number | undefined, doc: string): Rule {
  const ranks = new Map<string, Rank>([["w", "tensor"]]);
  const slope = wide(differentiate(formula, "w", ranks), "w", ranks);
  return {
    name: asName(word),
    key: `${asName(word)} ${printFormula(formula)} ${isRowwise(formula) ? width : ""}`,
    doc,
    inputs: ["w"],
    differentiable: 1,
    value: (algebra, [w]) => {
      const penalties = lowerFormula(formula, {
        algebra,
        ranks,
        values: new Map([["w", w!]]),
        axis: -1,
        width,
      });
      return { value: algebra.reduce("sum", penalties, "all", false), keep: { w: w! } };
    },
    pull: (algebra, g, { w }) => [
      () =>
        algebra.elementwise(
          "mul",
          g,
          lowerFormula(slope, { algebra, ranks, values: new Map([["w", w!]]), axis: -1, width }),
        ),
    ],
  };
}

/** A loss times what it weighs among several. */
export const times = (weight: number): Rule => ({
  name: "weighted",
  key: `weighted ${weight}`,
  doc: `${weight} times a loss: what it weighs beside the others.`,
  inputs: ["loss"],
  differentiable: 1,
  value: (algebra, [loss]) => ({ value: algebra.elementwise("mul", loss!, algebra.scalar(number(weight))), keep: {} }),
  pull: (algebra, g) => [() => algebra.elementwise("mul", g, algebra.scalar(number(weight)))],
});

/** The sum of two numbers: a loss, and a penalty or another loss. */
export const plus: Rule = {
  name: "plus",
  key: "plus",
  doc: "The sum of a loss and what is added to it.",
  inputs: ["loss", "added"],
  differentiable: 2,
  value: (algebra, [loss, added]) => ({ value: algebra.elementwise("add", loss!, added!), keep: {} }),
  pull: (_, g) => [() => g, () => g],
};
