import { isWritten } from "../network/value.ts";
import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";
import { stepsPerEpochOf } from "./runs.ts";

const fewest = 100;
/** After fewer a network is not trained at all. */
const none = 20;

export const tooFewUpdates = rule({
  name: "too-few-updates",
  severity: "info",
  default: "on",
  on: "training",
  description: "The whole run makes fewer than 100 steps.",
  why: "each step moves the weights a little: after so few of them a network is hardly trained (Goodfellow et al. 2016, chapter 8)",
  help: "train for more epochs, or make `batch_size` smaller",
  messages: { few: "{epochs} of {batches} make {steps} in all" },
  check({ training }, find) {
    const { epochs, declaration, arguments: args } = training;
    const batches = stepsPerEpochOf(training);
    if (batches === undefined || batches * epochs >= fewest) return;
    const entry = ["epochs", "batch_size"].map((name) => args[name]!).find(isWritten) ?? args["epochs"]!;
    const holes = {
      epochs: counted(epochs, "epoch"),
      batches: batches === 1 ? "1 batch" : `${batches} batches`,
      steps: counted(batches * epochs, "step"),
    };
    const severity = batches * epochs < none ? "warning" : "info";
    find("few", holes, { at: placeOfArgument(entry, declaration.name.span), severity });
  },
});

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
