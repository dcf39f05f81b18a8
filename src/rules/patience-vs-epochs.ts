import { rule } from "./rule.ts";
import { stoppingEntry } from "./stopping.ts";

export const patienceVsEpochs = rule({
  name: "patience-vs-epochs",
  severity: "warning",
  default: "on",
  on: "training",
  description: "Early stopping waits as long as the run, and does not go back to the best weights.",
  why: "it can neither stop the run nor choose its weights, so it has no effect",
  help: "wait a third of the epochs, or write `restore_best: true`",
  messages: { waits: "early stopping waits {patience}, and the run has {epochs}" },
  check({ training }, find) {
    const { earlyStopping, epochs } = training;
    const entry = stoppingEntry(training, "patience");
    if (earlyStopping === undefined || entry === undefined || earlyStopping.restoreBest) return;
    const patience = earlyStopping.patience ?? Infinity;
    if (patience < epochs) return;
    find(
      "waits",
      { patience: Number.isFinite(patience) ? `${patience} epochs` : "for ever", epochs },
      { at: entry.at },
    );
  },
});
