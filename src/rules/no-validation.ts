import { isReconstruction, type DataSpec } from "../data/spec.ts";
import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";
import { hasValidation } from "./runs.ts";
import { elementsOf } from "../network/network.ts";
import type { Training } from "../network/resolve-train.ts";
import type { NetworkView } from "./network-view.ts";
import { isWave } from "./waves.ts";

/** A table this small has no rows to spare. */
const fewest = 50;

export const noValidation = rule({
  name: "no-validation",
  severity: "warning",
  default: "on",
  on: "training",
  description: "A run has no validation data.",
  why: "without examples that are not trained on, overfitting goes unseen",
  help: "write `split: random(validation: 10%)` in the data, or name a `validation` source",
  messages: { unseen: "`{data}` has no validation part" },
  check({ training, network: view }, find) {
    const { spec, examples, arguments: args } = training.data;
    const { sources, split } = spec;
    if (hasValidation(training) || sources.train.kind === "generator" || (examples ?? fewest) < fewest) return;
    // What must watch it is in vain: `monitor-without-validation` says so.
    if (training.earlyStopping?.monitor === "validation_loss" || reconstructs(spec) || stores(training, view)) return;
    const isTested = sources.test !== undefined || split?.test !== undefined;
    find(
      "unseen",
      { data: spec.name },
      {
        at: split === undefined ? spec.at : placeOfArgument(args["split"]!, split.at),
        related: [{ at: training.declaration.data.span, label: "trained on here" }],
        // What is tested at the end shows that it overfitted, if not when.
        ...(isTested ? { severity: "info" } : {}),
      },
    );
  },
});

/** Whether waves over a few coordinates store a picture, a sound or a field, and all of it is trained on (Sitzmann et al. 2020). */
const stores = ({ data }: Training, view: NetworkView): boolean =>
  data.spec.target.kind === "regression" &&
  (elementsOf(data.shape) ?? Infinity) <= 3 &&
  view.hiddenActivations.some(({ use }) => isWave(use));

/** Whether an autoencoder is to give the features back. */
const reconstructs = ({ features, target }: DataSpec): boolean =>
  features.kind === "names" && target.kind === "regression" && isReconstruction(features.names, target.columns ?? []);
