import { isShare, outputOf, setLoss } from "./output.ts";
import { rule } from "./rule.ts";

export const classLossOnRegression = rule({
  name: "class-loss-on-regression",
  severity: "error",
  default: "on",
  on: "training",
  description: "A cross-entropy is trained on a target of numbers.",
  why: "a cross-entropy compares probabilities; a number that is none has no logarithm to be compared by",
  help: "write `loss: mse` or `loss: mae`",
  messages: { number: "`{loss}` is for classes, but the target is a number" },
  check(subject, find) {
    const { lossKind, loss, target, at } = outputOf(subject);
    if (target.kind !== "regression" || (lossKind !== "classes" && lossKind !== "yes or no")) return;
    if (lossKind === "yes or no" && isShare(target)) return;
    const fix = setLoss(subject.training, "mse");
    find(
      "number",
      { loss: loss.word.name },
      {
        at: at.loss,
        related: [{ at: at.target, label: "the target is a number" }],
        fix: fix && { ...fix, safe: false },
      },
    );
  },
});
