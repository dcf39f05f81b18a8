import { evaluate } from "../formula/evaluate.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { outputOf } from "./output.ts";
import { rule } from "./rule.ts";

export const positiveOutputLoss = rule({
  name: "positive-output-loss",
  severity: "error",
  default: "on",
  on: "training",
  description: "The loss takes a logarithm or a root that the output's values can make impossible.",
  why: "the logarithm or root of a negative number is no number, and one such value spoils every weight",
  help: "end the network in `softplus` or `softmax`, as the loss needs it",
  messages: { nan: "`{loss}` is no number where the output is {value}, and {activation} lets it be" },
  check(subject, find) {
    const { loss, head, activation, at, target } = outputOf(subject);
    const formula = formulaOf(loss);
    if (formula === undefined || loss.word.stable !== undefined) return;
    const { low, high } = head.activation?.traits.range ?? { low: -Infinity, high: Infinity };
    const targets = target.kind === "regression" ? [0.5, 1] : [0, 1];
    const spoilt = (output: number): boolean =>
      targets.some((one) => Number.isNaN(evaluate(formula, { target: one, output, outputs: 1 }) as number));
    const value = samples.find((output) => output >= low && output <= high && spoilt(output));
    if (value === undefined || spoilt(0.5)) return;
    find(
      "nan",
      { loss: loss.word.name, value, activation: activation === "no activation" ? activation : `\`${activation}\`` },
      {
        at: at.loss,
        related: [
          { at: at.activation, label: head.activation === undefined ? "any number can come out" : "comes out here" },
        ],
      },
    );
  },
});

const samples = [-0.5, -1, -0.1, -2, -10, 1.5, 2, 10];
