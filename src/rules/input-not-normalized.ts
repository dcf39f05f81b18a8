import { setNormalize } from "./data-edit.ts";
import { hasNormOnInput, hiddenSelu } from "./network-view.ts";
import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";

/** Beyond this a first layer's sums leave what initializers are made for. */
const most = 10;

export const inputNotNormalized = rule({
  name: "input-not-normalized",
  severity: "warning",
  default: "on",
  fix: "safe",
  on: "training",
  description: "Features are declared to pass -10 or 10, and nothing scales them.",
  why: "large inputs make large sums and gradients, and training diverges (Schoop et al. 2021, UMLAUT)",
  help: "write `normalize: standardize` in the data",
  messages: { raw: "the features go from {low} to {high} and are not normalized" },
  check({ training, network: view }, find) {
    const { spec, arguments: args } = training.data;
    const range = "range" in spec.features ? spec.features.range : undefined;
    if (range === undefined || (range.low >= -most && range.high <= most)) return;
    // A self-normalizing network breaks on it: `selu-inputs` says so.
    if (spec.normalize !== "none" || hasNormOnInput(view) || hiddenSelu(view).length > 0) return;
    find(
      "raw",
      { low: range.low, high: range.high },
      {
        at: placeOfArgument(args["normalize"]!, spec.features.at),
        related: [{ at: view.network.at, label: "takes them as they are" }],
        fix: setNormalize(training.data, "standardize"),
      },
    );
  },
});
