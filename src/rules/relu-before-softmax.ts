import type { Fix } from "../diagnostics/diagnostic.ts";
import { isOwnStep, removingStep, replacing } from "./edit.ts";
import { activationOf, type ActivationLayer, type NetworkView } from "./network-view.ts";
import { isInside, placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const reluBeforeSoftmax = rule({
  name: "relu-before-softmax",
  severity: "warning",
  default: "on",
  fix: "safe",
  on: "network",
  description: "A rectifier stands between the output layer and its softmax or sigmoid.",
  why: "evidence against a class is a negative sum, and the rectifier cuts it off: no probability can fall below that of no evidence",
  help: "take it out",
  messages: { cut: "`{relu}` cuts off what `{activation}` needs" },
  check(view, find) {
    const activations = view.head.dense === undefined ? [] : view.head.behind.flatMap(activationOf);
    activations.forEach((relu, i) => {
      const next = activations[i + 1];
      if (next === undefined || !relu.traits.rectifier || relu.traits.range.low < 0 || next.traits.range.high !== 1)
        return;
      find(
        "cut",
        { relu: relu.use.word.name, activation: next.use.word.name },
        {
          at: placeOfLayer(view, relu.layer),
          related: [{ at: placeOfLayer(view, next.layer), label: "needs negative sums too" }],
          fix: without(view, relu),
        },
      );
    });
  },
});

/** The activation taken out: the argument that asks for it set to `none`, or the step removed. */
function without(view: NetworkView, { layer, use }: ActivationLayer): Fix | undefined {
  if (layer.kept !== undefined || layer.from.kind !== "written" || !isInside(layer.at, view.network.declaration.span))
    return undefined;
  if (!isOwnStep(view, layer)) return { safe: true, edits: [replacing(use.at, "none")] };
  const removed = removingStep(layer.at);
  return removed && { safe: true, edits: [removed] };
}
