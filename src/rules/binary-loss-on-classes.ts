import { checkLossForm } from "../graph/loss-form.ts";
import { classesOf, outputOf, setActivation, setLoss, targetText, together } from "./output.ts";
import { rule } from "./rule.ts";

export const binaryLossOnClasses = rule({
  name: "binary-loss-on-classes",
  severity: "warning",
  default: "on",
  fix: "safe",
  on: "training",
  description: "A cross-entropy of yes and no is trained on one of several classes.",
  why: "most of its terms are easy no's, so loss and accuracy look better than the network is",
  help: "use `softmax` and `cross_entropy`",
  messages: { apart: "`{loss}` judges each class apart, but the target is {target}" },
  check(subject, find) {
    const output = outputOf(subject);
    const { kind, lossKind, loss, target, at, units } = output;
    const several =
      (classesOf(target) ?? 0) > 2 || (target.kind !== "multi_label" && kind === "softmax" && units === 2);
    if (!several || lossKind !== "yes or no" || target.kind === "regression") return;
    const set = setLoss(subject.training, "cross_entropy");
    find(
      "apart",
      { loss: loss.word.name, target: targetText(target) },
      {
        at: at.loss,
        // A loss that is told from sigmoid's sums has no form behind softmax: there is nothing to train.
        ...(checkLossForm(subject.training).length > 0 && { severity: "error" as const }),
        related: [{ at: at.target, label: "one class an example" }],
        fix: kind === "sigmoid" ? together(set, setActivation(output, "softmax")) : set,
      },
    );
  },
});
