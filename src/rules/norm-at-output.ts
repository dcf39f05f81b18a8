import { isStable } from "../graph/loss-form.ts";
import { isNorm } from "./network-view.ts";
import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const normAtOutput = rule({
  name: "norm-at-output",
  severity: "warning",
  default: "on",
  on: "network",
  description: "A norm stands behind the output layer.",
  why: "the output is rescaled, by whatever else is in the batch or to the same mean and deviation for every example, and the answer is lost",
  help: "take it out, or put it before the output layer",
  messages: {
    rescaled: "`batch_norm` rescales the output by the batch",
    centred: "`layer_norm` takes mean and deviation out of the output",
  },
  check(view, find) {
    const { head, network, training } = view;
    const { dense, behind, activation } = head;
    if (dense === undefined) return;
    // Between an activation and a loss that takes what goes into it there is no formula to go by.
    const isBetween =
      activation !== undefined &&
      training?.loss.word.stable !== undefined &&
      !isStable({ loss: training.loss, layer: network.output });
    for (const layer of behind)
      if (isNorm(layer))
        find(
          layer.kind === "batch_norm" ? "rescaled" : "centred",
          {},
          {
            at: placeOfLayer(view, layer),
            related: [{ at: dense.at, label: "the output layer" }],
            ...(isBetween && { severity: "error" }),
          },
        );
  },
});
