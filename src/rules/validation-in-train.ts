import type { SourceSpec } from "../data/spec.ts";
import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";

const parts = ["train", "validation", "test"] as const;

export const validationInTrain = rule({
  name: "validation-in-train",
  severity: "error",
  default: "on",
  on: "data",
  description: "One source is two of training, validation and test data.",
  why: "a network is judged on what it has learnt by heart, and the score is inflated (Schoop et al. 2021, UMLAUT)",
  help: "hold rows out with `split`, or name another file",
  messages: { same: "`{part}` is the same source as `{first}`" },
  check({ spec, arguments: args }, find) {
    parts.forEach((part, i) => {
      const source = spec.sources[part];
      const first = parts
        .slice(0, i)
        .find((one) => spec.sources[one] && source && contentOf(spec.sources[one]) === contentOf(source));
      if (first === undefined || source === undefined) return;
      find(
        "same",
        { part, first },
        {
          at: placeOfArgument(args[part]!, source.at),
          related: [{ at: spec.sources[first]!.at, label: "first here" }],
        },
      );
    });
  },
});

/** What is read: sources of equal content hold the same examples. */
function contentOf({ at: _, ...source }: SourceSpec): string {
  return JSON.stringify("path" in source ? { kind: source.kind, path: source.path.replace(/^(\.\/)+/, "") } : source);
}
