import { isShare, outputOf, setLoss } from "./output.ts";
import { rule } from "./rule.ts";

export const classLossOnRegression = rule({
  name: "class-loss-on-regression",
  severity: "error",
  default: "on",
  fix: "unsafe",
  on: "training",
  description: "A cross-entropy or a hinge is trained on a target of numbers.",
  why: "a cross-entropy compares probabilities, and a hinge the sides of 0: a number is neither, and how far off it is does not count",
  help: "write `loss: mse` or `loss: mae`",
  messages: { number: "`{loss}` is for classes, but the target is a number" },
  check(subject, find) {
    const { lossKind, loss, target, at } = outputOf(subject);
    if (target.kind !== "regression" || !["classes", "yes or no", "side"].includes(lossKind)) return;
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
