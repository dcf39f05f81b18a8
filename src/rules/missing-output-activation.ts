import { outputOf, probabilities, setActivation, takesProbabilities, targetText } from "./output.ts";
import { rule } from "./rule.ts";

export const missingOutputActivation = rule({
  name: "missing-output-activation",
  severity: "error",
  default: "on",
  fix: "safe",
  on: "training",
  description: "A cross-entropy needs probabilities, so the output needs softmax or sigmoid.",
  why: "a cross-entropy takes the logarithm of a probability, and weighted sums can be any number",
  help: "give the output the activation that fits the target",
  messages: { linear: "`{loss}` takes probabilities, but the output has no activation" },
  check(subject, find) {
    const output = outputOf(subject);
    const { kind, target } = output;
    if (kind !== "none" || !takesProbabilities(output)) return;
    const activation = probabilities(output);
    find(
      "linear",
      { loss: output.loss.word.name },
      {
        at: output.at.activation,
        related: [{ at: output.at.target, label: `the target is ${targetText(target)}` }],
        help: `write \`activation: ${activation}\``,
        fix: setActivation(output, activation),
      },
    );
  },
});
