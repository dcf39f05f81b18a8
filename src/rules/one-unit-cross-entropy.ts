import { needsRivals } from "../vocabulary/loss-reading.ts";
import { outputOf, setActivation, setLoss, fittingFor, together } from "./output.ts";
import { rule } from "./rule.ts";
import { isReduction, some } from "../formula/formula.ts";
import type { WordUse } from "../network/value.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";

/** Whether a loss runs over an example's outputs. */
function isOfRows(loss: WordUse): boolean {
  const formula = formulaOf(loss);
  return formula !== undefined && some(formula, isReduction);
}

export const oneUnitCrossEntropy = rule({
  name: "one-unit-cross-entropy",
  severity: "error",
  default: "on",
  fix: "safe",
  on: "training",
  description: "A cross-entropy over classes is trained on a single unit.",
  why: "the probabilities of one class are 1 in sum, so its loss is always 0 and nothing is learnt",
  help: "write `loss: binary_cross_entropy`",
  messages: {
    zero: "`{loss}` over one unit is always 0",
    rivals: "`{loss}` compares the units of a distribution, and one unit is only pushed up",
  },
  check(subject, find) {
    const output = outputOf(subject);
    const { units, lossKind, loss, kind, at, target } = output;
    const fits = fittingFor(output);
    if (units === 1 && target.kind === "regression" && needsRivals(loss) && isOfRows(loss)) {
      const related = [{ at: at.units, label: "one unit" }];
      return find(
        "rivals",
        { loss: loss.word.name },
        { at: at.loss, related, help: "write `loss: mse` or `loss: mae`" },
      );
    }
    // Over softmax it is `softmax-one-unit` that speaks, and of several classes `units-vs-target`.
    if (units !== 1 || lossKind !== "classes" || kind === "softmax" || fits.loss !== "binary_cross_entropy") return;
    if (fits.units !== 1) return;
    const set = setLoss(subject.training, fits.loss);
    find(
      "zero",
      { loss: loss.word.name },
      {
        at: at.loss,
        related: [{ at: at.units, label: "one unit" }],
        fix: kind === "sigmoid" || kind === "none" ? set : together(set, setActivation(output, "sigmoid")),
      },
    );
  },
});
