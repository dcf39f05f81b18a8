import { placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const normAtOutput = rule({
  name: "norm-at-output",
  severity: "warning",
  default: "on",
  on: "network",
  description: "A norm stands behind the output layer.",
  why: "the output is rescaled by whatever else is in the batch, so that an answer depends on the other examples",
  help: "take it out, or put it before the output layer",
  messages: { rescaled: "`batch_norm` rescales the output by the batch" },
  check(view, find) {
    const { dense, behind } = view.head;
    if (dense === undefined) return;
    for (const layer of behind)
      if (layer.kind === "batch_norm")
        find("rescaled", {}, { at: placeOfLayer(view, layer), related: [{ at: dense.at, label: "the output layer" }] });
  },
});
