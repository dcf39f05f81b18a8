import { evaluateNumber } from "../../formula/evaluate.ts";
import { argsOf } from "../../formula/formula.ts";
import { activationRule } from "../../graph/activation-rule.ts";
import type { Rule } from "../../graph/algebra.ts";
import type { Dims } from "../../network/network.ts";
import { wordOf, type WordUse } from "../../network/value.ts";
import { formulaOf } from "../instantiate.ts";
import { atMean, learnedOf, noisesOf } from "../learned.ts";
import type { LayerDefinition, Ref } from "./definition.ts";

/**
 * Any word of kind activation, as a layer of its own or as another layer's argument. A parameter that is learned is a weight of the
 * layer; noise is drawn in the shape of the value, from one stream each.
 */
export const activation: LayerDefinition = {
  draws: (args) => noisesOf(formulaOf(wordOf(args["activation"])!)).length,
  shape([x], args) {
    const use = wordOf(args["activation"])!;
    return x!.length === 0 && learnedOf(use).length > 0
      ? {
          code: "rank-mismatch",
          message: `\`${use.word.name}\` learns along the last axis, and examples here have none`,
          help: "give `input` a side",
        }
      : x!;
  },
  weights: ([x], args) =>
    learnedOf(wordOf(args["activation"])!).map(({ name, per, initial }) => ({
      name,
      kind: "scale",
      shape: [per === "unit" ? x!.at(-1) : 1],
      initial,
    })),
  lower(step, layer, [x]) {
    const use = wordOf(layer.arguments["activation"])!;
    const draws = step.noisy ? noisesOf(formulaOf(use)) : [];
    return step.call(
      ruleOf(use, layer.shape, step.noisy),
      [
        x!,
        ...learnedOf(use).map(({ name }) => step.weight(layer, name)),
        ...draws.map((noise, i): Ref => {
          const [low, high] = argsOf(noise).map((end) => evaluateNumber(end, {}));
          return { kind: "draw", draw: { kind: "uniform", stream: layer.stream + i, low, high }, like: x!, layer };
        }),
      ],
      layer,
    );
  },
};

/** What the activation computes on examples of a shape; `noisy` draws its noise, which is its mean else. */
export function ruleOf(use: WordUse, dims: Dims, noisy: boolean): Rule {
  const formula = formulaOf(use)!;
  const noises = noisesOf(formula);
  const still = noises.length > 0 && !noisy;
  const name = still ? `${use.word.name}_at_mean` : use.word.name;
  const inputs = { weights: learnedOf(use), noises: still ? [] : noises, rank: dims.length + 1 };
  return activationRule(name, still ? atMean(formula) : formula, dims.at(-1), firstSentence(use.word.doc), inputs);
}

const firstSentence = (doc: string): string =>
  (/^[^]*?[.:](?=\s|$)/.exec(doc)?.[0] ?? doc).replace(/\s+/g, " ").replace(/:$/, ".");
