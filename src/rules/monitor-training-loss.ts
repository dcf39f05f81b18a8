import { replacing } from "./edit.ts";
import { rule } from "./rule.ts";
import { hasValidation } from "./runs.ts";
import { stoppingEntry } from "./stopping.ts";

export const monitorTrainingLoss = rule({
  name: "monitor-training-loss",
  severity: "warning",
  default: "on",
  fix: "unsafe",
  on: "training",
  description: "Early stopping watches the training loss, though a validation part is held out.",
  why: "overfitting lowers the training loss and raises that of validation: watched is what goes on falling (Prechelt 1998, Early Stopping, But When?)",
  help: "write `monitor: validation_loss`, or leave `monitor` out",
  messages: { watches: "early stopping watches the loss that overfitting lowers" },
  check({ training }, find) {
    const monitor = stoppingEntry(training, "monitor");
    if (monitor === undefined || training.earlyStopping?.monitor !== "loss" || !hasValidation(training)) return;
    const isOwn = monitor.argument.from.kind === "written";
    find(
      "watches",
      {},
      {
        at: monitor.at,
        fix: isOwn ? { safe: false, edits: [replacing(monitor.argument.at, "validation_loss")] } : undefined,
      },
    );
  },
});
