import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";
import { stoppingEntry } from "./stopping.ts";

export const scheduleConflict = rule({
  name: "schedule-conflict",
  severity: "warning",
  default: "on",
  on: "training",
  description: "Early stopping can end a run before its schedule has brought the learning rate down.",
  why: "a schedule over the whole run does its best work at the end, when the rate is low (Smith 2018)",
  help: "write `patience: none`, which keeps the best weights and stops nothing",
  messages: { early: "early stopping can cut `{schedule}` short" },
  check({ training }, find) {
    const { schedule, earlyStopping, epochs, declaration, arguments: args } = training;
    const patience = stoppingEntry(training, "patience");
    const whole = schedule.word.given.some(({ name }) => name === "total");
    if (patience === undefined || !whole || (earlyStopping?.patience ?? Infinity) >= epochs) return;
    const related = [
      { at: placeOfArgument(args["learning_rate"]!, declaration.name.span), label: "runs over all epochs" },
    ];
    find("early", { schedule: schedule.word.name }, { at: patience.at, related });
  },
});
