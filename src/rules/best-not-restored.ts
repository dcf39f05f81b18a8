import { replacing } from "./edit.ts";
import { rule } from "./rule.ts";
import { stoppingEntry } from "./stopping.ts";

export const bestNotRestored = rule({
  name: "best-not-restored",
  severity: "info",
  default: "on",
  fix: "safe",
  on: "training",
  description: "Early stopping does not go back to the best weights.",
  why: "the run ends `patience` epochs past its best, and keeps the weights of that later moment",
  help: "write `restore_best: true`",
  messages: { later: "the weights are kept {patience} epochs past the best" },
  check({ training }, find) {
    const { earlyStopping, epochs } = training;
    const entry = stoppingEntry(training, "restore_best");
    if (earlyStopping === undefined || entry === undefined || earlyStopping.restoreBest) return;
    // Where it cannot stop the run at all, `patience-vs-epochs` says so.
    const patience = earlyStopping.patience ?? Infinity;
    if (patience >= epochs) return;
    const written =
      entry.argument.from.kind === "written" && entry.argument.at.start >= training.declaration.span.start;
    find(
      "later",
      { patience },
      {
        at: entry.at,
        fix: written ? { safe: true, edits: [replacing(entry.argument.at, "true")] } : undefined,
      },
    );
  },
});
