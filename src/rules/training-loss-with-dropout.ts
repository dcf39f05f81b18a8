import type { Fix } from "../diagnostics/diagnostic.ts";
import { addToTrain, replacing } from "./edit.ts";
import { isNoisy } from "./network-view.ts";
import { placeOfArgument, placeOfLayer } from "./place.ts";
import { rule } from "./rule.ts";
import { hasValidation } from "./runs.ts";

export const trainingLossWithDropout = rule({
  name: "training-loss-with-dropout",
  severity: "info",
  default: "strict",
  fix: "safe",
  on: "training",
  description: "The training loss is told with dropout on, beside a validation loss with dropout off.",
  why: "the two losses are of different networks, so that their distance says nothing of overfitting",
  help: "write `evaluate_training_loss: true`",
  messages: { unlike: "the training loss is measured with `{layer}` on, and the validation loss without" },
  check({ training, network: view }, find) {
    const dropout = view.layers.find(isNoisy);
    if (dropout === undefined || training.evaluateTrainingLoss || !hasValidation(training)) return;
    const { declaration } = training;
    const argument = training.arguments["evaluate_training_loss"]!;
    const fix: Fix | undefined =
      argument.from.kind === "written"
        ? { safe: true, edits: [replacing(argument.at, "true")] }
        : addToTrain(declaration, "evaluate_training_loss: true");
    find(
      "unlike",
      { layer: dropout.kind },
      {
        at: placeOfArgument(argument, declaration.name.span),
        related: [{ at: placeOfLayer(view, dropout), label: "acts in training alone" }],
        fix,
      },
    );
  },
});
