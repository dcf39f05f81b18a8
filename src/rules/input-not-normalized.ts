import type { SourceSpec } from "../data/spec.ts";
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
  description:
    "Features are declared to pass -10 or 10, and nothing scales them; or bytes are declared to stay below 1.",
  why: "large inputs make large sums and gradients, and training diverges (Schoop et al. 2021, UMLAUT)",
  help: "write `normalize: standardize` in the data",
  messages: {
    raw: "the features go from {low} to {high} and are not normalized",
    bytes: "bytes go from 0 to 255, and are declared to go from {low} to {high}",
  },
  check({ training, network: view }, find) {
    const { spec, arguments: args } = training.data;
    const range = "range" in spec.features ? spec.features.range : undefined;
    const at = spec.features.at;
    // By the mean and the deviation that are found they are scaled whatever is declared.
    if (range !== undefined && range.high <= 1 && isBytes(spec.sources.train) && spec.normalize !== "standardize")
      return find(
        "bytes",
        { low: range.low, high: range.high },
        { at, help: "write `range: 0..255` and `normalize: min_max`" },
      );
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

const isBytes = (source: SourceSpec): boolean => source.kind === "idx" && source.dtype === "uint8";
