import type { SourceSpec } from "../data/spec.ts";
import { decayOf } from "./optimizer-family.ts";
import { freeOf } from "./no-regularization.ts";
import { ratesOf } from "./rates.ts";
import { rule } from "./rule.ts";
import { stepsPerEpochOf } from "./runs.ts";

/** So many weights for each example. */
const most = 1000;
/** So many epochs, and steps, over examples that the weights could hold. */
const longest = { epochs: 2000, steps: 50_000 };

export const capacityVsData = rule({
  name: "capacity-vs-data",
  severity: "warning",
  default: "on",
  on: "training",
  description:
    "A network with over 1,000 weights for each example, or one trained over them thousands of times, is held by nothing.",
  why: "a network that large learns any labels by heart, right ones and wrong ones alike (Zhang et al. 2017), and nothing here keeps it from that",
  help: "take a smaller network, or add `dropout`, `regularization: l2(1e-4)` or `early_stopping`",
  messages: {
    large: "{weights} weights learn from {examples} examples, and nothing holds them",
    long: "{weights} weights see {examples} examples {epochs} times, and nothing holds or stops them",
  },
  check(subject, find) {
    const { training, network: view } = subject;
    const found = freeOf(subject);
    if (found === undefined || decayOf(training, ratesOf(training).peak) > 0) return;
    const { weights, examples } = found;
    const { epochs } = training;
    const steps = (stepsPerEpochOf(training) ?? 0) * epochs;
    const [many, few, times] = [weights, examples, epochs].map((count) => count.toLocaleString("en"));
    const finding = { at: training.declaration.name.span, related: [{ at: view.network.at, label: "the network" }] };
    if (weights > most * examples) find("large", { weights: many!, examples: few! }, finding);
    else if (
      epochs >= longest.epochs &&
      steps >= longest.steps &&
      weights > examples &&
      !isMade(training.data.spec.sources.train)
    )
      find("long", { weights: many!, examples: few!, epochs: times! }, finding);
  },
});

/** Data that a formula makes has no mistakes to learn by heart. */
const isMade = ({ kind }: SourceSpec): boolean => kind === "generator";
