import type { Training } from "../network/resolve-train.ts";
import { listOf, numberOf, type Value } from "../network/value.ts";
import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";
import { stepsPerEpochOf } from "./runs.ts";

export const scheduleBounds = rule({
  name: "schedule-bounds",
  severity: "warning",
  default: "on",
  on: "training",
  description:
    "A part of the schedule never acts: its moments are out of order or past the end, or an end is above the peak.",
  why: "what the schedule promises does not happen in this run",
  help: "fit the schedule to the run",
  messages: {
    unsorted: "the moments of `{schedule}` are not in order",
    past: "`{schedule}` changes the rate after {moment}, when the run is over",
    above: "`{schedule}` has a {end} of {rate}, above its peak of {peak}",
  },
  check({ training }, find) {
    const { schedule, declaration, arguments: args } = training;
    const { word, arguments: own } = schedule;
    const at = placeOfArgument(args["learning_rate"]!, declaration.name.span);
    if (word.standard && word.name === "piecewise") {
      const moments = listOf(own["at"]).map((value) => ({ value, epoch: epochOf(value, training) }));
      const sorted = moments.every(
        ({ epoch }, i) => i === 0 || epoch === undefined || !(epoch <= (moments[i - 1]!.epoch ?? -Infinity)),
      );
      const past = moments.find(({ epoch }) => epoch !== undefined && epoch >= training.epochs);
      if (!sorted) find("unsorted", { schedule: word.name }, { at });
      else if (past !== undefined) find("past", { schedule: word.name, moment: momentText(past.value) }, { at });
    }
    const peak = own["peak"];
    if (!word.standard || peak?.value.kind !== "number") return;
    for (const end of ["start", "end"]) {
      const rate = own[end];
      if (rate?.value.kind !== "number" || rate.value.value <= numberOf(peak)) continue;
      find(
        "above",
        { schedule: word.name, end, rate: rate.value.value, peak: numberOf(peak) },
        { at: placeOfArgument(rate, at) },
      );
    }
  },
});

/** When it is, in epochs; undefined where that hangs on the number of examples, which is not declared. */
function epochOf(value: Value, training: Training): number | undefined {
  if (value.kind !== "number") return undefined;
  if (value.unit === "epochs") return value.value;
  const steps = stepsPerEpochOf(training);
  return steps === undefined ? undefined : value.value / steps;
}

const momentText = (value: Value): string => (value.kind === "number" ? `${value.value} ${value.unit ?? "steps"}` : "");
