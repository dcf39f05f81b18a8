import type { Fix } from "../diagnostics/diagnostic.ts";
import { dimsText, elementsOf, featureDims, inputLayers } from "../network/network.ts";
import { isOwnStep, replacing } from "./edit.ts";
import { rule } from "./rule.ts";

export const inputFeatureMismatch = rule({
  name: "input-feature-mismatch",
  severity: "error",
  default: "on",
  fix: "safe",
  on: "training",
  description: "The sides of `input` are not those of the data's features.",
  why: "the network cannot be fed with these examples; sides are those of one example, without a batch",
  help: "write `input` alone: it takes the shape of the data",
  messages: {
    shape: "`input` takes {input}, but an example of `{data}` has {features}",
    several: "the inputs take {taken} features together, but an example of `{data}` has {features}",
  },
  check({ training, network: view }, find) {
    const inputs = inputLayers(view.network);
    const [input] = inputs;
    const { shape, spec } = training.data;
    if (inputs.length > 1) {
      const [taken, had] = [featureDims(view.network)[0], elementsOf(shape)];
      if (taken === undefined || had === undefined || taken === had) return;
      const related = [{ at: spec.features.at, label: "what an example has" }];
      const help = "the inputs take the features in the order in which they are written, each as many as it says";
      find("several", { taken, data: spec.name, features: had }, { at: inputs.at(-1)!.at, related, help });
      return;
    }
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
