import type { SourceSpec } from "../data/spec.ts";
import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";

const parts = ["train", "validation", "test"] as const;

export const validationInTrain = rule({
  name: "validation-in-train",
  severity: "error",
  default: "on",
  on: "data",
  description: "One source, or one file of labels, is two of training, validation and test data.",
  why: "a network is judged on what it has learnt by heart, and the score is inflated (Schoop et al. 2021, UMLAUT)",
  help: "hold rows out with `split`, or name another file",
  messages: {
    same: "`{part}` is the same source as `{first}`",
    labels: "`{part}` has the labels of `{first}`, and other examples",
  },
  check({ spec, arguments: args }, find) {
    parts.forEach((part, i) => {
      const source = spec.sources[part];
      const first = parts
        .slice(0, i)
        .find((one) => spec.sources[one] && source && contentOf(spec.sources[one]) === contentOf(source));
      if (source === undefined) return;
      const labelled = parts.slice(0, i).find((one) => haveSameLabels(spec.sources[one], source));
      if (first === undefined && labelled === undefined) return;
      if (first === undefined)
        return find(
          "labels",
          { part, first: labelled! },
          {
            at: placeOfArgument(args[part]!, source.at),
            related: [{ at: spec.sources[labelled!]!.at, label: "labelled here" }],
            help: "name the file of its own labels",
          },
        );
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

const haveSameLabels = (one: SourceSpec | undefined, other: SourceSpec): boolean =>
  one?.kind === "idx" &&
  other.kind === "idx" &&
  one.labels !== undefined &&
  other.labels !== undefined &&
  one.path !== other.path &&
  samePath(one.labels) === samePath(other.labels);

const samePath = (path: string): string => path.replace(/^(\.\/)+/, "");

/**
 * What is read: sources of equal content hold the same examples. Each example that is made depends on the seed and its place alone, so
 * that of more examples the first are the same, with more noise or with less.
 */
function contentOf(source: SourceSpec): string {
  if (source.kind !== "generator") return JSON.stringify({ kind: source.kind, path: samePath(source.path) });
  const { at: _, ...made } = source;
  return JSON.stringify({ ...made, examples: 0, noise: 0 });
}
