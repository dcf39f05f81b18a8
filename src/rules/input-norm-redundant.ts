import { isOnInput } from "./network-view.ts";
import { placeOfArgument, placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";

export const inputNormRedundant = rule({
  name: "input-norm-redundant",
  severity: "info",
  default: "strict",
  on: "training",
  description: "The features are standardized, and a batch norm stands right on the input.",
  why: "both bring each feature to mean 0 and deviation 1; the layer goes by single batches and is the noisier of the two (Ioffe and Szegedy 2015)",
  help: "drop one",
  messages: { twice: "`batch_norm` norms features that are standardized already" },
  check({ training, network: view }, find) {
    const { spec, arguments: args } = training.data;
    const norm = view.layers.find((layer) => layer.kind === "batch_norm" && isOnInput(view, layer));
    if (spec.normalize !== "standardize" || norm === undefined) return;
    const related = [{ at: placeOfArgument(args["normalize"]!, spec.at), label: "standardized here" }];
    find("twice", {}, { at: placeOfLayer(view, norm), related });
  },
});
