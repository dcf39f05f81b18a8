import { addArgument, addEntry } from "./edit.ts";
import { rule } from "./rule.ts";
import { hasValidation } from "./runs.ts";
import { stoppingEntry } from "./stopping.ts";

export const monitorWithoutValidation = rule({
  name: "monitor-without-validation",
  severity: "error",
  default: "on",
  fix: "unsafe",
  on: "training",
  description: "Early stopping watches the validation loss, and there is no validation data.",
  why: "there is nothing to watch, so that it never stops and no weights are the best",
  help: "write `split: random(validation: 10%)` in the data, or `monitor: loss`",
  messages: { nothing: "`{data}` has no validation part to watch" },
  check({ training }, find) {
    const { spec, declaration } = training.data;
    const monitor = stoppingEntry(training, "monitor");
    if (monitor === undefined || training.earlyStopping?.monitor !== "validation_loss" || hasValidation(training))
      return;
    const last = declaration.entries.at(-1);
    const edit =
      spec.split !== undefined
        ? addArgument(spec.split.at, "validation", "10%")
        : last && addEntry(last, "split: random(validation: 10%)");
    // Another split may be meant; where a share for training is written too, they would be more than the whole.
    const isSure = spec.split?.train === undefined;
    find(
      "nothing",
      { data: spec.name },
      {
        at: monitor.at,
        related: [{ at: spec.split?.at ?? spec.at, label: "no validation part here" }],
        fix: edit && isSure ? { safe: false, edits: [edit] } : undefined,
      },
    );
  },
});
