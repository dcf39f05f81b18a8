import { wordOf } from "../network/value.ts";
import { isNoisy, weightsOf } from "./network-view.ts";
import { strengthOf } from "./penalty.ts";
import { rule, type TrainingView } from "./rule.ts";
import { trainingExamplesOf } from "./runs.ts";

/** So many weights for each example. */
const most = 10;

export const noRegularization = rule({
  name: "no-regularization",
  severity: "info",
  default: "strict",
  on: "training",
  description: "A network of over 10 weights for each example has no dropout, penalty, constraint or early stopping.",
  why: "with that many weights a network learns the examples by heart (Goodfellow et al. 2016, chapter 7)",
  help: "add `dropout`, `regularization: l2(1e-4)`, `constraint: max_norm(1.0)` or `early_stopping`",
  messages: { free: "{weights} weights learn from {examples} examples, and nothing holds them" },
  check(subject, find) {
    const { training, network: view } = subject;
    const found = freeOf(subject);
    if (found === undefined || found.weights <= most * found.examples) return;
    find(
      "free",
      { weights: found.weights.toLocaleString("en"), examples: found.examples.toLocaleString("en") },
      { at: training.declaration.name.span, related: [{ at: view.network.at, label: "the network" }] },
    );
  },
});

/** The weights and the examples of a run in which nothing holds the weights. */
export function freeOf({ training, network: view }: TrainingView): { weights: number; examples: number } | undefined {
  const examples = trainingExamplesOf(training);
  if (examples === undefined || training.earlyStopping !== undefined) return undefined;
  const isHeld = view.layers.some(({ arguments: args }) => {
    const penalty = wordOf(args["regularization"]);
    return wordOf(args["constraint"]) !== undefined || (penalty !== undefined && strengthOf(penalty) !== 0);
  });
  return isHeld || view.layers.some(isNoisy) ? undefined : { weights: weightsOf(view), examples };
}
