import { placeOfArgument } from "./place.ts";
import { rule } from "./rule.ts";
import { momentsAlong, ratesOf } from "./rates.ts";
import { someSteps, stepsPerEpochOf } from "./runs.ts";

export const lrNonpositive = rule({
  name: "lr-nonpositive",
  severity: "error",
  default: "on",
  on: "training",
  description: "The learning rate is 0 at the start, or negative or no finite number at a step.",
  why: "at 0 the weights stand still, below 0 they climb away from the minimum, and what is no number ends the run",
  help: "hold the schedule above 0: `max(…, 1e-6)`",
  messages: {
    still: "`{schedule}` begins with a learning rate of {rate}",
    climbs: "`{schedule}` makes the learning rate negative, {rate} at step {step}",
    under: "`{schedule}` makes the learning rate negative, {rate} in epoch {epoch}",
    lost: "`{schedule}` makes the learning rate {rate} at step {step}",
  },
  check({ training }, find) {
    const { schedule, declaration, arguments: args } = training;
    const { first, lost, negative: below } = ratesOf(training);
    const at = placeOfArgument(args["learning_rate"]!, declaration.name.span);
    // How far a schedule falls can hang on the length of the run.
    const known = stepsPerEpochOf(training) !== undefined;
    const isSure = (): boolean =>
      [someSteps / 10, 10 * someSteps].every((perEpoch) =>
        momentsAlong(training, { perEpoch }).some(({ rate }) => rate < 0),
      );
    const negative = below === undefined || known || isSure() ? below : undefined;
    const round = (rate: number): number => Number(rate.toPrecision(3));
    if (lost !== undefined)
      find(
        "lost",
        {
          schedule: schedule.word.name,
          rate: lost.rate === -Infinity ? "-infinity" : lost.rate > 0 ? "infinity" : "no number",
          step: lost.step,
        },
        { at, help: "look for a division by 0, or the logarithm or root of what is not above 0" },
      );
    else if (first !== undefined && first.rate <= 0)
      find("still", { schedule: schedule.word.name, rate: round(first.rate) }, { at });
    else if (negative !== undefined && !known) {
      const epoch = Math.floor(negative.step / someSteps) + 1;
      find("under", { schedule: schedule.word.name, rate: round(negative.rate), epoch }, { at });
    } else if (negative !== undefined)
      find("climbs", { schedule: schedule.word.name, rate: round(negative.rate), step: negative.step }, { at });
  },
});
