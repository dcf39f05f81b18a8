import { isForNumbers } from "../vocabulary/loss-reading.ts";
import { fittingFor, outputOf, setActivation, setLoss, targetText, together } from "./output.ts";
import { rule } from "./rule.ts";

export const regressionLossOnClass = rule({
  name: "regression-loss-on-class",
  severity: "warning",
  default: "on",
  fix: "safe",
  on: "training",
  description: "A loss for numbers is trained on classes or labels.",
  why: "behind softmax or sigmoid its gradient dies where the network is most wrong (Golik et al. 2013)",
  help: "use the cross-entropy that fits the target",
  messages: { class: "`{loss}` is for numbers, but the target is {target}" },
  check(subject, find) {
    const output = outputOf(subject);
    const { lossKind, loss, target, at, kind } = output;
    if (
      (lossKind !== "distance" && (lossKind !== "other" || !isForNumbers(loss))) ||
      target.kind === "regression" ||
      target.kind === "none"
    )
      return;
    const fits = fittingFor(output);
    const set = setLoss(subject.training, fits.loss);
    find(
      "class",
      { loss: loss.word.name, target: targetText(target) },
      {
        at: at.loss,
        related: [{ at: at.target, label: `the target is ${targetText(target)}` }],
        help: `write \`loss: ${fits.loss}\`, with \`${fits.activation}\` at the output`,
        fix: kind === fits.activation ? set : together(set, setActivation(output, fits.activation)),
      },
    );
  },
});
