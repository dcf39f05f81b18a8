import type { Training } from "../network/resolve-train.ts";
import { isWritten, listOf, numberOf, printValue, wordOf, type Value, type WordUse } from "../network/value.ts";
import type { Span } from "../text/source.ts";
import { placeOfArgument } from "./place.ts";
import { rule, type Find } from "./rule.ts";
import { paceOf } from "./pace.ts";
import { courseNames, momentsAlong } from "./rates.ts";
import { innermost, someSteps, stepsPerEpochOf } from "./runs.ts";

const messages = {
  unsorted: "the moments of `{schedule}` are not in order",
  past: "`{schedule}` changes the rate after {moment}, when the run is over",
  above: "`{schedule}` has {a} `{end}` of {rate}, above its `{top}` of {peak}",
  warm: "the run is over before the warm-up of {length} is",
  long: "`{schedule}` comes down over {length}, longer than the run",
  most: "the warm-up of {length} is {share} of the run",
  short: "the warm-up of {length} is over at once: the run has {steps} steps",
  spent: "`{schedule}` has brought the rate down to {rate} in the first tenth of the run, and the rest learns nothing",
  settled: "`{schedule}` has brought the rate down to {rate} by step {step} of {steps}, and leaves it there",
  rises: "`{schedule}` raises the rate to {rate} towards the end of the run, and never lowers it",
  restarts: "`{schedule}` restarts {count} times in {epochs}",
  level: "`{schedule}` changes the rate by less than 1% in the whole run",
  dead: "`{schedule}` makes the rate {rate} from {share} of the run on, and the rest learns nothing",
  cut: "the run ends soon after `{schedule}` has restarted, at a rate of {rate}",
  idle: "`{schedule}` does not change the rate in {epochs}, however the loss goes",
} as const;

export const scheduleBounds = rule({
  name: "schedule-bounds",
  severity: "warning",
  default: "on",
  on: "training",
  description:
    "A schedule does not fit its run: a part of it never acts, its rate is spent long before the end or highest there, or an end is above the peak.",
  why: "what the schedule promises does not happen in this run",
  help: "fit the schedule to the run",
  messages,
  check({ training }, say) {
    let count = 0;
    const find: typeof say = (...found) => {
      count++;
      say(...found);
    };
    const { schedule, declaration, arguments: args, epochs, watchedProgram } = training;
    const at = placeOfArgument(args["learning_rate"]!, declaration.name.span);
    judge(schedule, at, epochs, { training, find });
    if (count === 0) judgePace(training, at, find);
    if (watchedProgram === undefined) return;
    const alone = momentsAlong(training);
    const acts = courseNames.some((course) =>
      momentsAlong(training, { course }).some(({ rate }, i) => rate !== alone[i]!.rate),
    );
    const run = `${epochs} epoch${epochs === 1 ? "" : "s"}`;
    if (!acts) find("idle", { schedule: innermost(schedule).word.name, epochs: run }, { at });
  },
});

/** The rate along the run. */
function judgePace(training: Training, at: Span, find: Find<typeof messages>): void {
  const name = { schedule: innermost(training.schedule).word.name };
  const steps = training.epochs * (stepsPerEpochOf(training) ?? Infinity);
  const found = paceOf(training);
  const unit = inSteps(training.schedule);
  const help = unit === undefined ? {} : { help: `count in epochs: \`${unit.replace("step", "epoch")}\`` };
  const rate = Number((found?.at.rate ?? 0).toPrecision(3));
  if (found?.kind === "spent") find("spent", { ...name, rate }, { at, ...help });
  else if (found?.kind === "settled") find("settled", { ...name, rate, step: found.at.step, steps }, { at, ...help });
  else if (found?.kind === "rises")
    find("rises", { ...name, rate }, { at, help: "let the rate fall: what is learned settles at a low rate" });
  else if (found?.kind === "level") find("level", name, { at });
  else if (found?.kind === "dead")
    find("dead", { ...name, rate, share: `${Math.floor((100 * found.at.step) / steps)}%` }, { at, ...help });
  else if (found?.kind === "cut") {
    const end = Math.round(found.from / (stepsPerEpochOf(training) ?? someSteps));
    const fits = end > 0 ? `: \`epochs: ${end}\`` : "";
    find("cut", { ...name, rate }, { at, help: `let the run end with a period, at the lowest rate${fits}` });
  } else if (found?.kind === "restarts")
    find("restarts", { ...name, count: found.count, epochs: `${training.epochs} epochs` }, { at, ...help });
}

/** The first length of time in a schedule that is counted in steps, as it is written. */
function inSteps({ arguments: own }: WordUse): string | undefined {
  for (const argument of Object.values(own)) {
    const into = wordOf(argument);
    if (into !== undefined) return inSteps(into);
    if (!isWritten(argument)) continue;
    for (const value of [argument.value, ...listOf(argument)])
      if (value.kind === "number" && value.unit === "steps") return printValue(value);
  }
  return undefined;
}

interface Around {
  readonly training: Training;
  readonly find: Find<typeof messages>;
}

/** Holds a schedule against the epochs that it has, then the one that a warm-up leads into against what is left of them. */
function judge(use: WordUse, at: Span, epochs: number, around: Around): void {
  const { word, arguments: own } = use;
  const { training, find } = around;
  const schedule = word.name;
  const epochOf = (value: Value): number | undefined => lengthOf(value, epochs, training);
  for (const { name, limits } of word.parameters) {
    if (limits.kind !== "list" || limits.of.kind !== "duration") continue;
    const moments = listOf(own[name]).map((value) => ({ value, epoch: epochOf(value) }));
    const isLate = ({ epoch }: (typeof moments)[number]): boolean => epoch !== undefined && epoch >= epochs;
    const sorted = moments.every(({ epoch }, i) => i === 0 || !(epoch! <= (moments[i - 1]!.epoch ?? -Infinity)));
    const past = moments.find(isLate);
    if (!sorted) find("unsorted", { schedule }, { at });
    else if (past !== undefined) find("past", { schedule, moment: printValue(past.value) }, { at });
  }
  if (!word.standard) return;
  const top = tops[schedule];
  for (const end of top === undefined ? [] : ["start", "end"]) {
    const rate = own[end];
    if (rate?.value.kind !== "number" || rate.value.value <= numberOf(own[top!])) continue;
    const holes = { schedule, a: end === "end" ? "an" : "a", end, rate: rate.value.value };
    find("above", { ...holes, top: top!, peak: numberOf(own[top!]) }, { at: placeOfArgument(rate, at) });
  }
  const every = own["every"];
  if (schedule === "cosine" && (epochOf(every!.value) ?? 0) > epochs)
    find("long", { schedule, length: printValue(every!.value) }, { at: placeOfArgument(every!, at) });
  if (schedule !== "warmup") return;
  const over = own["over"]!;
  const warm = epochOf(over.value);
  if (warm !== undefined && warm >= epochs)
    find("warm", { length: printValue(over.value) }, { at: placeOfArgument(over, at), help: shortWarmup });
  else if (warm !== undefined && warm > 0.5 * epochs && epochs >= 3)
    find(
      "most",
      { length: printValue(over.value), share: `${Math.round((100 * warm) / epochs)}%` },
      { at: placeOfArgument(over, at), help: shortWarmup },
    );
  const steps = epochs * (stepsPerEpochOf(training) ?? 0);
  if (warm !== undefined && steps >= 1000 && (warm / epochs) * steps <= 10)
    find(
      "short",
      { length: printValue(over.value), steps },
      { at: placeOfArgument(over, at), help: "warm up for some hundred steps, or a few epochs" },
    );
  const into = wordOf(own["into"]);
  if (into !== undefined && warm !== undefined && warm < epochs)
    judge(into, placeOfArgument(own["into"]!, at), epochs - warm, around);
}

const shortWarmup = "warm up for 5% to 10% of the run";

/** The argument that the library's schedules stay below. */
const tops: Readonly<Record<string, string>> = { one_cycle: "peak", cosine: "initial" };

/** A length in epochs; undefined where that hangs on the number of examples, which is not declared. */
function lengthOf(value: Value, epochs: number, training: Training): number | undefined {
  if (value.kind !== "number") return undefined;
  if (value.unit === "epochs") return value.value;
  if (value.unit === "run") return value.value * epochs;
  const steps = stepsPerEpochOf(training);
  return steps === undefined ? undefined : value.value / steps;
}
