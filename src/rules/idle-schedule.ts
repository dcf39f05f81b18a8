/** Arguments of a schedule that reach neither the rate nor anything that the optimizer has. */
import { mentions } from "../formula/formula.ts";
import { neededProgram } from "../formula/program.ts";
import type { Training } from "../network/resolve-train.ts";
import { isWritten, type WordUse } from "../network/value.ts";
import { programOf } from "../vocabulary/instantiate.ts";
import { isMonitored } from "../vocabulary/schedule.ts";
import type { IdleArgument } from "./idle-loss.ts";
import { innermost } from "./runs.ts";

export interface IdleOfSchedule extends IdleArgument {
  readonly schedule: WordUse;
}

/** A schedule that keeps a state, or watches a measure, hands its arguments on in ways that a formula does not show. */
export function idleScheduleArguments({ schedule, optimizer }: Training): readonly IdleOfSchedule[] {
  const inner = innermost(schedule);
  if (isMonitored(inner.word)) return [];
  const wanted = ["rate", ...Object.keys(optimizer.arguments)];
  return Object.entries(inner.arguments).flatMap(([name, argument]) => {
    if (!isWritten(argument) || argument.value.kind !== "number") return [];
    const program = programOf(inner, new Set([name]));
    if (program === undefined || program.states.length > 0) return [];
    const isRead = neededProgram(program, wanted).lines.some(({ value }) => mentions(value, name));
    const isMentioned = program.lines.some(({ value }) => mentions(value, name));
    return isRead || !isMentioned ? [] : [{ name, argument, schedule: inner }];
  });
}
