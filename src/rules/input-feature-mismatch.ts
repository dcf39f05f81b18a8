import type { Fix } from "../diagnostics/diagnostic.ts";
import { dimsText, elementsOf } from "../network/network.ts";
import { isOwnStep, replacing } from "./edit.ts";
import { rule } from "./rule.ts";

export const inputFeatureMismatch = rule({
  name: "input-feature-mismatch",
  severity: "error",
  default: "on",
  on: "training",
  description: "The sides of `input` are not those of the data's features.",
  why: "the network cannot be fed with these examples; sides are those of one example, without a batch",
  help: "write `input` alone: it takes the shape of the data",
  messages: { shape: "`input` takes {input}, but an example of `{data}` has {features}" },
  check({ training, network: view }, find) {
    const input = view.layers.find(({ kind }) => kind === "input");
    const { shape, spec } = training.data;
    if (input === undefined || [...shape, ...input.shape].includes(undefined)) return;
    if (dimsText(input.shape) === dimsText(shape)) return;
    const flat = input.shape.length === 1 && elementsOf(shape) === input.shape[0];
    const text = flat ? "input -> flatten" : "input";
    const fix: Fix | undefined = isOwnStep(view, input)
      ? { safe: true, edits: [replacing(input.at, text)] }
      : undefined;
    find(
      "shape",
      { input: dimsText(input.shape), data: spec.name, features: dimsText(shape) },
      {
        at: input.at,
        related: [{ at: spec.features.at, label: "what an example has" }],
        ...(flat && { help: "write `input -> flatten`: it takes the shape of the data, all in one row" }),
        fix,
      },
    );
  },
});
