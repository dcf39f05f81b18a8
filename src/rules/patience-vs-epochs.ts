import { isWritten } from "../network/value.ts";
import { isInside } from "./place.ts";
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
  messages: {
    waits: "early stopping waits {patience}, and the run has {epochs}",
    never: "early stopping waits {patience} and cannot end a run of {epochs}",
  },
  check({ training }, find) {
    const { earlyStopping, epochs, declaration } = training;
    const entry = stoppingEntry(training, "patience");
    if (earlyStopping === undefined || entry === undefined) return;
    const patience = earlyStopping.patience ?? Infinity;
    if (patience < epochs) return;
    if (earlyStopping.restoreBest) {
      // It still chooses the weights; a number that is written reads as if it could do more.
      const isChosen = isWritten(entry.argument) && isInside(entry.argument.at, declaration.span);
      const holes = { patience: `${patience} epochs`, epochs };
      const help = "write `patience: none` where only the best weights are to be kept, or a third of the epochs";
      if (isChosen && Number.isFinite(patience)) find("never", holes, { at: entry.at, severity: "info", help });
      return;
    }
    find(
      "waits",
      { patience: Number.isFinite(patience) ? `${patience} epochs` : "for ever", epochs },
      { at: entry.at },
    );
  },
});
