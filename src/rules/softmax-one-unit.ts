import { activationOf, type NetworkView } from "./network-view.ts";
import { fittingFor, outputOf, setActivation, setLoss, together } from "./output.ts";
import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const softmaxOneUnit = rule({
  name: "softmax-one-unit",
  severity: "error",
  default: "on",
  fix: "safe",
  on: "network",
  description: "Softmax stands over a single unit.",
  why: "probabilities are 1 in sum, so a single one is always 1, and its gradient always 0",
  help: "use `sigmoid` for yes or no, and no activation for a number",
  messages: { constant: "`{activation}` over one unit is always 1" },
  check(view, find) {
    const { fix, units } = asked(view);
    for (const { layer, use, traits } of view.layers.flatMap(activationOf)) {
      const last = layer === view.head.activation?.layer;
      // Where the target asks for more units, those are at fault: `units-vs-target`.
      if (!traits.rowwise || traits.range.high !== 1 || layer.shape.at(-1) !== 1 || (last && units > 1)) continue;
      find("constant", { activation: use.word.name }, { at: placeOfLayer(view, layer), fix: last ? fix : undefined });
    }
  },
});

/** How many units the target asks for, and the output that fits it. */
function asked(view: NetworkView) {
  if (view.training === undefined) return { units: 1, fix: undefined };
  const output = outputOf({ training: view.training, network: view });
  const { units, activation, loss } = fittingFor(output);
  const lossFits = output.lossKind !== "classes";
  const fix = setActivation(output, activation);
  return { units, fix: lossFits ? fix : together(fix, setLoss(view.training, loss)) };
}
