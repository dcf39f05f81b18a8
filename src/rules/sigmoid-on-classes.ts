import { needsRivals } from "../vocabulary/loss-reading.ts";
import { outputOf, setActivation } from "./output.ts";
import { rule } from "./rule.ts";

export const sigmoidOnClasses = rule({
  name: "sigmoid-on-classes",
  severity: "error",
  default: "on",
  fix: "safe",
  on: "training",
  description: "Several sigmoid units meet a target of one class and the cross-entropy over classes.",
  why: "each sigmoid stands for itself; the cross-entropy needs one distribution over the classes",
  help: "use `softmax`",
  messages: { apart: "`{activation}` gives no distribution over the classes, and `{loss}` needs one" },
  check(subject, find) {
    const output = outputOf(subject);
    const { units, kind, lossKind, loss, target, at } = output;
    const oneClass = target.kind === "class" || target.kind === "binary";
    if (!oneClass || kind !== "sigmoid" || units === 1) return;
    if (lossKind !== "classes" && !needsRivals(loss)) return;
    find(
      "apart",
      { activation: output.activation, loss: loss.word.name },
      {
        at: at.activation,
        related: [{ at: at.target, label: "one class an example" }],
        fix: setActivation(output, "softmax"),
      },
    );
  },
});
