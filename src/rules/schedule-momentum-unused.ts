import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";

export const scheduleMomentumUnused = rule({
  name: "schedule-momentum-unused",
  severity: "info",
  default: "strict",
  on: "training",
  description: "The schedule drives the momentum, and the optimizer has none.",
  why: "a rate that goes up while the momentum goes down is half of what the schedule is made of (Smith 2018)",
  help: "write `optimizer: nesterov`, which has a momentum",
  messages: { unused: "`{schedule}` sets a `momentum` that `{optimizer}` does not read" },
  check({ training }, find) {
    const { schedule, scheduleProgram, optimizer, declaration, arguments: args } = training;
    if (!scheduleProgram.results.has("momentum") || Object.hasOwn(optimizer.arguments, "momentum")) return;
    find(
      "unused",
      { schedule: schedule.word.name, optimizer: optimizer.word.name },
      {
        at: placeOfArgument(args["learning_rate"]!, declaration.name.span),
        related: [{ at: placeOfArgument(args["optimizer"]!, declaration.name.span), label: "without a momentum" }],
      },
    );
  },
});
