/** Whether each loss has a form for what its output ends in: what no rule may be silenced about, for there is no formula to go by. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Head } from "../network/heads.ts";
import type { Training } from "../network/resolve-train.ts";
import { wordOf } from "../network/value.ts";

/** A loss that is told from what goes into an activation has no other form: `loss cross_entropy(target, output = softmax(z))`. */
export const checkLossForm = ({ heads }: Training): readonly Diagnostic[] =>
  heads.flatMap(({ loss, layer }): readonly Diagnostic[] => {
    const { stable } = loss.word;
    if (stable === undefined || isStable({ loss, layer })) return [];
    return [
      {
        code: "wrong-output-activation",
        severity: "error",
        message: `\`${loss.word.name}\` is computed from what goes into \`${stable.activation}\`, and the network does not end in that`,
        at: layer.at,
        related: [{ at: loss.at, label: "the loss" }],
        help: `give the last layer \`activation: ${stable.activation}\`, the library's own, or choose another loss`,
      },
    ];
  });

/** Whether the loss takes the output layer's activation apart: `loss cross_entropy(target, output = softmax(z))` on a softmax. */
export function isStable({ loss, layer }: Pick<Head, "loss" | "layer">): boolean {
  const { stable } = loss.word;
  const activation = layer.kind === "activation" ? wordOf(layer.arguments["activation"]) : undefined;
  return stable !== undefined && activation?.word.name === stable.activation && activation.word.standard;
}
