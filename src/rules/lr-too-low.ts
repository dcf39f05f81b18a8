import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";
import { familyOf, readsRate } from "./optimizer-family.ts";
import { ratesOf } from "./rates.ts";
import { stepsPerEpochOf } from "./runs.ts";

/** A peak below this is lost in the rounding of float32. */
const least = 1e-7;
/** Each step of an adaptive optimizer moves a weight by the rate at most: all of them together should go this far. */
const shortest = 1e-3;

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
  },
});

const round = (value: number): number => Number(value.toPrecision(3));
