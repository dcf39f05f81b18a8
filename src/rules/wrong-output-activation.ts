import { outputOf, probabilities, setActivation, takesProbabilities, targetText } from "./output.ts";
import { rule } from "./rule.ts";

export const wrongOutputActivation = rule({
  name: "wrong-output-activation",
  severity: "error",
  default: "on",
  fix: "safe",
  on: "training",
  description: "A cross-entropy is taken of an activation whose values are no probabilities.",
  why: "the logarithm of 0 or less is no number, and values beyond 1 are no probabilities",
  help: "give the output the activation that fits the target",
  messages: { none: "`{loss}` takes probabilities, and `{activation}` gives none" },
  check(subject, find) {
    const output = outputOf(subject);
    const { kind, target, loss, at } = output;
    if (kind !== "other" || !takesProbabilities(output)) return;
    const activation = probabilities(output);
    find(
      "none",
      { loss: loss.word.name, activation: output.activation },
      {
        at: at.activation,
        related: [{ at: at.target, label: `the target is ${targetText(target)}` }],
        help: `write \`${activation}\``,
        fix: setActivation(output, activation),
      },
    );
  },
});
