import type { Training } from "../network/resolve-train.ts";
import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";
import { familyOf, gainOf, readsRate } from "./optimizer-family.ts";
import { ratesOf } from "./rates.ts";
import { stepsPerEpochOf } from "./runs.ts";

/** A peak below this is lost in the rounding of float32. */
const least = 1e-7;
/** Each step of an adaptive optimizer moves a weight by the rate at most: all of them together should go this far. */
const shortest = 1e-3;
/** And of plain descent this far, were gradients 1: those of scaled features are smaller. */
const shortestPlain = 0.05;

export const lrTooLow = rule({
  name: "lr-too-low",
  severity: "warning",
  default: "on",
  on: "training",
  description: "The learning rate is so low that the weights hardly move in the whole run.",
  why: "weights begin at about 0.1 and are told apart to about 1e-8: smaller steps are lost, and a run of small ones ends where it began (Schoop et al. 2021, UMLAUT)",
  help: "raise the rate: 1e-3 for adam and its kin, 1e-2 for sgd",
  messages: {
    low: "a learning rate of {rate} at most moves no weight",
    slow: "{steps} steps of {rate} are a way of {way} along gradients of 1, and they are smaller",
    short: "{steps} steps of {rate} move a weight by {way} at most",
  },
  check({ training }, find) {
    const { declaration, arguments: args, epochs } = training;
    const family = familyOf(training);
    const { peak, mean } = ratesOf(training);
    if (!readsRate(training) || family === "other" || !(peak > 0)) return;
    const at = placeOfArgument(args["learning_rate"]!, declaration.name.span);
    if (peak < least) return find("low", { rate: round(peak) }, { at });
    const steps = (stepsPerEpochOf(training) ?? Infinity) * epochs;
    const way = steps * mean;
    if (family !== "plain" && way < shortest) find("short", { steps, rate: round(peak), way: round(way) }, { at });
    // Of large features gradients are large, and of very few steps `too-few-updates` speaks.
    const plain = way * gainOf(training, undefined);
    if (family === "plain" && steps >= 20 && plain < shortestPlain && isScaled(training))
      find("slow", { steps, rate: round(peak), way: round(plain) }, { at });
  },
});

const round = (value: number): number => Number(value.toPrecision(3));

/** Whether features and targets are known to be of a size of about 1. */
const isScaled = ({ data: { spec } }: Training): boolean =>
  spec.normalize !== "none" && (spec.target.kind !== "regression" || spec.target.normalize !== "none");
