import type { Training } from "../network/resolve-train.ts";
import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";
import { momentsAlong, momentsAt, ratesOf } from "./rates.ts";
import { hasValidation } from "./runs.ts";
import { stoppingEntry } from "./stopping.ts";

export const scheduleConflict = rule({
  name: "schedule-conflict",
  severity: "warning",
  default: "on",
  on: "training",
  description: "Early stopping can end a run before its schedule has brought the learning rate down.",
  why: "a schedule over the whole run does its best work at the end, when the rate is low (Smith 2018)",
  help: "write `patience: none`, which keeps the best weights and stops nothing",
  messages: {
    early: "early stopping can cut `{schedule}` short",
    waits: "early stopping ends the run before `{schedule}` lowers the rate",
  },
  check({ training }, find) {
    const { schedule, earlyStopping, epochs, declaration, arguments: args, watchedProgram } = training;
    const entry = stoppingEntry(training, "patience");
    const patience = earlyStopping?.patience ?? Infinity;
    if (entry === undefined || patience >= epochs) return;
    const place = placeOfArgument(args["learning_rate"]!, declaration.name.span);
    const name = schedule.word.name;
    if (watchedProgram === undefined && annealsLate(training))
      find("early", { schedule: name }, { at: entry.at, related: [{ at: place, label: "runs over all epochs" }] });
    // Only what is judged by the same loss can be compared.
    const both = earlyStopping?.monitor === "validation_loss" || !hasValidation(training);
    if (watchedProgram !== undefined && both && patience + 1 <= waitOf(training))
      find(
        "waits",
        { schedule: name },
        {
          at: entry.at,
          related: [{ at: place, label: "waits for the same loss" }],
          help: "let early stopping wait longer than the schedule",
        },
      );
  },
});

const close = (one: number, other: number): boolean => Math.abs(one - other) <= 1e-9 * Math.abs(one);

/** Whether the schedule is stretched over the run, is still high in its middle, and comes down at its end. */
function annealsLate(training: Training): boolean {
  const { middle, last: end, peak } = ratesOf(training);
  if (middle === undefined || end === undefined || end.step === 0) return false;
  const twice = { epochs: 2 * training.epochs };
  const free = training.scheduleProgram.states.length === 0;
  const longer = free ? momentsAt(training, [middle.step, end.step], twice) : momentsAlong(training, twice);
  const stretched = [middle, end].some(
    ({ step, rate }) => !close(rate, longer.find((one) => one.step === step)?.rate ?? rate),
  );
  return stretched && middle.rate >= 0.4 * peak && end.rate <= 0.2 * peak;
}

/** After how many epochs without a change in the loss the schedule lowers the rate; 0 for one that does not. */
function waitOf(training: Training): number {
  const moments = momentsAlong(training, { course: "level" });
  const alone = momentsAlong(training);
  const first = moments.findIndex(({ rate }, i) => rate < alone[i]!.rate);
  const last = moments.at(-1);
  return first < 0 || last === undefined ? 0 : Math.floor((moments[first]!.step * training.epochs) / (last.step + 1));
}
