import type { Training } from "../network/resolve-train.ts";
import { weightsOf, type NetworkView } from "./network-view.ts";
import { evaluate } from "../formula/evaluate.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { atInitial, atMean } from "../vocabulary/learned.ts";
import { byUse } from "./by-use.ts";
import { traitsOf } from "./traits.ts";
import { numberOf } from "../network/value.ts";
import { byPlace, placeOfArgument } from "./place.ts";
import { rule, type Find, type TrainingView } from "./rule.ts";
import { familyOf, gainOf, type OptimizerFamily } from "./optimizer-family.ts";
import { paceOf } from "./pace.ts";
import { hasUnusual } from "./unusual-value.ts";
import { holds, longestOf } from "./held.ts";
import { ratesOf } from "./rates.ts";
import { trainingExamplesOf } from "./runs.ts";

const multipliedText =
  "a multiplier of {multiplier} makes this layer's learning rate {rate}, too high for `{optimizer}`";

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
    multiplied: multipliedText,
  },
  check({ training, network }, find) {
    const { optimizer, declaration, arguments: args } = training;
    const { rate, effective } = highestRate(training);
    const { warning, error } = bearable[familyOf(training)](network, training);
    const isHigh = (one: number): boolean => one > warning * slack;
    if (!isHigh(effective)) return multiplied({ training, network }, rate, (times) => isHigh(times * effective), find);
    // The momentum is to blame, and told of where it stands (`unusual-value`); or a rise that never ends (`schedule-bounds`).
    const byMomentum = hasUnusual(optimizer) && !isHigh(10 * rate);
    if (byMomentum || paceOf(training)?.kind === "rises") return;
    const finding = {
      at: placeOfArgument(args["learning_rate"]!, declaration.name.span),
      ...(effective >= error && { severity: "error" as const }),
    };
    const holes = { rate: round(rate), optimizer: optimizer.word.name };
    if (effective === rate) find("high", holes, finding);
    else
      find(
        "momentum",
        { ...holes, effective: round(effective), momentum: Number((1 - rate / effective).toPrecision(6)) },
        finding,
      );
  },
});

/** Layers whose multiplier makes too much of a rate that is not too high by itself. */
function multiplied(
  { training, network: view }: TrainingView,
  rate: number,
  isHigh: (times: number) => boolean,
  find: Find<{ readonly multiplied: typeof multipliedText }>,
): void {
  const faster = view.layers.filter(({ frozen, arguments: own }) => {
    const { value } = own["learning_rate_multiplier"] ?? {};
    return !frozen && value?.kind === "number" && isHigh(value.value);
  });
  for (const { at, layers } of byPlace(faster, "learning_rate_multiplier")) {
    const multiplier = numberOf(layers[0]!.arguments["learning_rate_multiplier"]);
    const holes = { multiplier, rate: round(rate * multiplier), optimizer: training.optimizer.word.name };
    find("multiplied", holes, { at, help: "write a smaller `learning_rate_multiplier`" });
  }
}

const round = (value: number): number => Number(value.toPrecision(3));

interface Bearable {
  readonly warning: number;
  readonly error: number;
}

/**
 * From where a rate is called too high, and from where wrong; a small network bears more of an adaptive optimizer, and the mean
 * gradient of a large batch as many times the rate of 256 examples as it is larger, up to 8192 (Goyal et al. 2017). Plain descent
 * bears more where something keeps the weights or the steps from growing.
 */
const bearable: { readonly [K in OptimizerFamily]: (network: NetworkView, training: Training) => Bearable } = {
  plain: (network, training) => {
    const examples = Math.min(training.batchSize, trainingExamplesOf(training) ?? Infinity, 8192);
    const scale = Math.max(1, examples / 256) * grace(network, training);
    return { warning: scale, error: 10 * scale };
  },
  adaptive: (network) => ({
    warning: weightsOf(network) < 1000 ? 0.1 : holds(network).norm ? 0.03 : 0.01,
    error: 1,
  }),
  fading: () => ({ warning: 0.1, error: Infinity }),
  other: () => ({ warning: Infinity, error: Infinity }),
};

/** Max-norm with dropout goes with 10 to 100 times the rate (Srivastava et al. 2014, A.2); a norm takes the weights' size away. */
function grace(network: NetworkView, { clipping }: Training): number {
  const { constraint, norm } = holds(network);
  const longest = clipping === undefined ? Infinity : longestOf(clipping);
  return (
    soft(network) *
    Math.max(constraint ? 20 : 1, norm ? 5 : 1, Number.isFinite(longest) ? 10 * Math.max(1, 1 / longest) : 1)
  );
}

/** Hidden sigmoids pass on a quarter of a gradient at most; one at the output does too where the loss does not undo it. */
function soft(view: NetworkView): number {
  const hidden = view.hiddenActivations;
  const isSoft = hidden.length > 0 && hidden.every(({ use }) => slopeOf(use) <= 0.26);
  const { activation } = view.head;
  const loss = view.training?.loss.word;
  const passes = activation !== undefined && loss?.stable === undefined && slopeOf(activation.use) <= 0.26;
  return (isSoft ? 4 : 1) * (passes ? 4 : 1);
}

/** The slope at 0 of an activation that is steepest there and bounded; 1 for others. */
const slopeOf = byUse((use): number => {
  const { range, rowwise } = traitsOf(use);
  const formula =
    Number.isFinite(range.low) && Number.isFinite(range.high) && !rowwise ? formulaOf(atInitial(use)) : undefined;
  if (formula === undefined) return 1;
  const [low, high] = [-1e-3, 1e-3].map((x) => evaluate(atMean(formula), { x }) as number);
  return Math.abs(high! - low!) / 2e-3;
});

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
  effective > bearable[familyOf(training)](network, training).warning * slack;

/** What a sum of roundings may add. */
const slack = 1 + 1e-9;
