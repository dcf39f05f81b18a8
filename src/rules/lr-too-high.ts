import type { Training } from "../network/resolve-train.ts";
import { weightsOf, type NetworkView } from "./network-view.ts";
import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";
import { familyOf, gainOf, type OptimizerFamily } from "./optimizer-family.ts";
import { ratesOf } from "./rates.ts";
import { trainingExamplesOf } from "./runs.ts";

export const lrTooHigh = rule({
  name: "lr-too-high",
  severity: "warning",
  default: "on",
  on: "training",
  description: "The learning rate, at its highest, is beyond what the optimizer bears.",
  why: "steps that overshoot the minimum grow from one to the next, until the weights are no numbers (Schoop et al. 2021, UMLAUT)",
  help: "lower the rate, or the schedule's peak",
  messages: {
    high: "a learning rate of {rate} is too high for `{optimizer}`",
    momentum:
      "a learning rate of {rate} acts like {effective} under a momentum of {momentum}, too high for `{optimizer}`",
  },
  check({ training, network }, find) {
    const { optimizer, declaration, arguments: args } = training;
    const { rate, effective } = highestRate(training);
    if (!isTooHigh(training, network, { rate, effective })) return;
    const finding = {
      at: placeOfArgument(args["learning_rate"]!, declaration.name.span),
      ...(effective >= bearable[familyOf(training)](network, training).error && { severity: "error" as const }),
    };
    const round = (value: number): number => Number(value.toPrecision(3));
    const holes = { rate: round(rate), optimizer: optimizer.word.name };
    if (effective === rate) find("high", holes, finding);
    else find("momentum", { ...holes, effective: round(effective), momentum: round(1 - rate / effective) }, finding);
  },
});

interface Bearable {
  readonly warning: number;
  readonly error: number;
}

/**
 * From where a rate is called too high, and from where wrong; a small network bears more of an adaptive optimizer, and the mean
 * gradient of a large batch as many times the rate of 256 examples as it is larger, up to 8192 (Goyal et al. 2017).
 */
const bearable: { readonly [K in OptimizerFamily]: (network: NetworkView, training: Training) => Bearable } = {
  plain: (_, training) => {
    const examples = Math.min(training.batchSize, trainingExamplesOf(training) ?? Infinity, 8192);
    const scale = Math.max(1, examples / 256);
    return { warning: scale, error: 10 * scale };
  },
  adaptive: (network) => ({ warning: weightsOf(network) < 1000 ? 0.1 : 0.01, error: 1 }),
  fading: () => ({ warning: 0.1, error: Infinity }),
  other: () => ({ warning: Infinity, error: Infinity }),
};

interface Rate {
  readonly rate: number;
  /** What it acts like without momentum. */
  readonly effective: number;
}

/** The rate at the step where it acts like the largest. */
export function highestRate(training: Training): Rate {
  const { highest, strongest } = ratesOf(training);
  const moment = Object.hasOwn(training.optimizer.arguments, "momentum") ? strongest : highest;
  if (moment === undefined) return { rate: 0, effective: 0 };
  return { rate: moment.rate, effective: moment.rate * gainOf(training, moment.momentum) };
}

export const isTooHigh = (training: Training, network: NetworkView, { effective }: Rate): boolean =>
  effective > bearable[familyOf(training)](network, training).warning * (1 + 1e-9);
