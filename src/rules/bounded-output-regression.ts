import { outputOf, setActivation } from "./output.ts";
import { rule } from "./rule.ts";
import { wantedRange } from "./target-range.ts";

export const boundedOutputRegression = rule({
  name: "bounded-output-regression",
  severity: "error",
  default: "on",
  fix: "safe",
  on: "training",
  description: "The output's activation cannot reach the values that the target is declared to have.",
  why: "what lies outside the activation's range is never predicted, however long the training",
  help: "take the activation away, or scale the target into its range",
  messages: { beyond: "`{activation}` gives {low} to {high}, but the target goes from {from} to {to}" },
  check(subject, find) {
    const output = outputOf(subject);
    const { target, head, at } = output;
    if (target.kind !== "regression" || head.activation === undefined || output.kind === "none") return;
    const wanted = wantedRange(target, subject.training.data.spec.sources.train);
    const { low, high } = head.activation.traits.range;
    if (wanted === undefined || (wanted.low >= low - 1e-9 && wanted.high <= high + 1e-9)) return;
    find(
      "beyond",
      { activation: output.activation, low: end(low), high: end(high), from: wanted.low, to: wanted.high },
      {
        at: at.activation,
        related: [
          { at: at.target, label: target.normalize === "none" ? "its range" : "its range once it is normalized" },
        ],
        fix: setActivation(output, "none"),
      },
    );
  },
});

const end = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(3))) : value < 0 ? "-infinity" : "infinity";
