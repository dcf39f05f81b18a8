import { setNormalize } from "./data-edit.ts";
import { hasNormOnInput, hiddenSelu } from "./network-view.ts";
import { placeOfArgument, placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const seluInputs = rule({
  name: "selu-inputs",
  severity: "error",
  default: "on",
  fix: "safe",
  on: "training",
  description: "A self-normalizing network is trained on features that are not standardized.",
  why: "the stack keeps mean 0 and variance 1 only if its inputs have them (Klambauer et al. 2017)",
  help: "write `normalize: standardize` in the data",
  messages: { raw: "`{activation}` needs standardized inputs, but `{data}` says `normalize: {normalize}`" },
  check({ training, network: view }, find) {
    const { spec, arguments: args } = training.data;
    const [selu] = hiddenSelu(view);
    if (selu === undefined || spec.normalize === "standardize" || hasNormOnInput(view)) return;
    find(
      "raw",
      { activation: selu.use.word.name, data: spec.name, normalize: spec.normalize },
      {
        at: placeOfArgument(args["normalize"]!, spec.at),
        related: [{ at: placeOfLayer(view, selu.layer), label: "self-normalization is claimed here" }],
        fix: setNormalize(training.data, "standardize"),
      },
    );
  },
});
