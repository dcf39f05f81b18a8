/** A schedule over a whole run. */
import type { Numbers } from "../formula/compile.ts";
import { makeRunner } from "../formula/runner.ts";
import type { WordUse } from "../network/value.ts";
import { planOf } from "../vocabulary/schedule.ts";
import { standardWords } from "../vocabulary/standard.ts";

export const stepsPerEpoch = 100;

/** How long the loss gets better that a schedule watches; then it stays. */
export const betterEpochs = 10;

export interface ScheduleRun {
  readonly epochs: number;
  /** Whether it watches the loss. */
  readonly watches: boolean;
  /** The rate and what else the schedule drives, at each step. */
  readonly results: Readonly<Record<string, readonly number[]>>;
}

/** What a body names for itself is no result unless an optimizer has a parameter of that name. */
const isDriven = (name: string): boolean =>
  name === "rate" ||
  standardWords().some(({ kind, parameters }) => kind === "optimizer" && parameters.some((one) => one.name === name));

/** Ten epochs, or as many more as it takes until something is to be seen of a schedule that is slow. */
export function scheduleRun(use: WordUse): ScheduleRun | undefined {
  const runs = [10, 40, 100, 1000].map((epochs) => () => runOf(use, epochs));
  const first = runs[0]!();
  if (first === undefined || isConstant(use)) return first;
  for (const run of runs) {
    const found = run()!;
    const rates = found.results["rate"]!;
    if (Math.min(...rates.slice(rates.length / 2)) < 0.6 * Math.max(...rates)) return found;
  }
  return first;
}

/** Nothing that changes from step to step. */
const isConstant = ({ word }: WordUse): boolean => word.declaration.body !== undefined && word.given.length === 0;

function runOf(use: WordUse, epochs: number): ScheduleRun | undefined {
  const plan = planOf(use, () => {});
  if (plan === undefined) return undefined;
  const total = epochs * stepsPerEpoch;
  const schedule = makeRunner(plan.program);
  const watched = plan.watched && makeRunner(plan.watched);
  const given = (step: number): Numbers => ({
    ...{ step, total, steps_per_run: total, epoch: Math.floor(step / stepsPerEpoch), steps_per_epoch: stepsPerEpoch },
  });
  const names = [...plan.program.results].filter(([written]) => isDriven(written));
  const results: Record<string, number[]> = Object.fromEntries(names.map(([written]) => [written, []]));
  for (let step = 0; step < total; step++) {
    const epoch = step / stepsPerEpoch;
    if (step > 0 && Number.isInteger(epoch))
      watched?.run({ ...given(step), monitored: 1 / Math.min(epoch, betterEpochs) });
    const numbers = schedule.run({ ...given(step), ...watched?.begin(given(0)) });
    for (const [written, name] of names) results[written]!.push(numbers[name]!);
  }
  return { epochs, watches: watched !== undefined, results };
}
