import { isReconstruction, type DataSpec } from "../data/spec.ts";
import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";
import { hasValidation } from "./runs.ts";

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
  check({ training }, find) {
    const { spec, examples, arguments: args } = training.data;
    const { sources, split } = spec;
    if (hasValidation(training) || sources.train.kind === "generator" || (examples ?? fewest) < fewest) return;
    // What must watch it is in vain: `monitor-without-validation` says so.
    if (training.earlyStopping?.monitor === "validation_loss" || reconstructs(spec)) return;
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

/** Whether an autoencoder is to give the features back. */
const reconstructs = ({ features, target }: DataSpec): boolean =>
  features.kind === "names" && target.kind === "regression" && isReconstruction(features.names, target.columns ?? []);
