import { evaluate } from "../formula/evaluate.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { nameOf } from "./activation-signal.ts";
import { outputOf } from "./output.ts";
import { formulaPlaces } from "./place.ts";
import { rule } from "./rule.ts";
import { saturatedLoss } from "./saturated-loss.ts";

export const positiveOutputLoss = rule({
  name: "positive-output-loss",
  severity: "error",
  default: "on",
  on: "training",
  description: "The loss takes a logarithm or a root of outputs that have none, or does not feel them.",
  why: "the logarithm or root of a negative number is no number, and one such value spoils every weight; where the loss is held there instead, nothing is learned",
  help: "end the network in `softplus` or `softmax`, as the loss needs it",
  messages: {
    nan: "`{loss}` is no number where the output is {value}, and {cause}",
    end: "`{loss}` is {lost} where the output is {output}, and `{activation}` gives that from a sum of {sum} on",
    flat: "`{loss}` does not feel an output of {value}, and {cause}",
  },
  check(subject, find) {
    const output = outputOf(subject);
    const { loss, head, activation, at, target } = output;
    const formula = formulaOf(loss);
    if (formula === undefined || loss.word.stable !== undefined) return;
    const { low, high } = head.activation?.traits.range ?? { low: -Infinity, high: Infinity };
    const targets = target.kind === "regression" ? [0.5, 1] : [0, 1];
    const lossAt = (one: number, output: number): number =>
      evaluate(formula, { target: one, output, outputs: 1 }) as number;
    const spoilt = (output: number): boolean => targets.some((one) => Number.isNaN(lossAt(one, output)));
    const flat = (output: number): boolean =>
      targets.every(
        (one) =>
          lossAt(one, output - 1e-3) === lossAt(one, output) && lossAt(one, output) === lossAt(one, output + 1e-3),
      );
    if (spoilt(0.5) || flat(0.5)) return;
    const possible = samples.filter((output) => output >= low && output <= high);
    const nan = possible.find(spoilt);
    // One that knows the distance alone may let go of what is far off, as robust losses do.
    const isOfDistance = targets.every((one) => Math.abs(lossAt(one, one + 0.3) - lossAt(one + 7, one + 7.3)) < 1e-9);
    const value = nan ?? (isOfDistance ? undefined : possible.find(flat));
    if (value === undefined) {
      const end = saturatedLoss(output);
      if (end === undefined) return;
      return find(
        "end",
        { loss: loss.word.name, activation, output: end.output, sum: end.sum, lost: nameOf(end.loss) },
        {
          at: at.loss,
          ...(Math.abs(end.sum) > near && { severity: "warning" }),
          related: [{ at: at.activation, label: "comes out here" }, ...formulaPlaces(loss)],
          help: "add a small number inside, `log(output + 1e-7)`, or begin with what goes into the activation, `output = sigmoid(z)`",
        },
      );
    }
    const cause = head.activation === undefined ? "nothing keeps the output from it" : `\`${activation}\` gives that`;
    find(
      nan === undefined ? "flat" : "nan",
      { loss: loss.word.name, value, cause },
      {
        at: at.loss,
        related: [
          { at: at.activation, label: head.activation === undefined ? "any number can come out" : "comes out here" },
        ],
      },
    );
  },
});

/** Sums of this size are usual where training has gone on for a while. */
const near = 20;

const samples = [-0.5, -1, -0.1, -2, -10, 1.5, 2, 10];
