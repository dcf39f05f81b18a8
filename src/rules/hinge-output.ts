import { outputOf, setActivation } from "./output.ts";
import { rule } from "./rule.ts";

export const hingeOutput = rule({
  name: "hinge-output",
  severity: "warning",
  default: "on",
  fix: "safe",
  on: "training",
  description: "A loss that goes by the side of 0 is trained on outputs that are never negative.",
  why: "a no stands at -1 or below for it; an output that cannot go there is always wrong about it, and its gradient fades at the ends",
  help: "let the output have no activation, or tanh",
  messages: { positive: "`{loss}` wants a no to be negative, and `{activation}` never is" },
  check(subject, find) {
    const output = outputOf(subject);
    const { lossKind, loss, target, head, activation, at } = output;
    if (lossKind !== "side" || target.kind === "regression" || head.activation === undefined) return;
    if (head.activation.traits.range.low < 0) return;
    find(
      "positive",
      { loss: loss.word.name, activation },
      {
        at: at.activation,
        related: [{ at: at.loss, label: "the side of 0 counts here" }],
        fix: setActivation(output, "none"),
      },
    );
  },
});
