/** The plain numbers of each step: the schedule's, the optimizer's, and what the graph is fed of them. */
import { compileFormula, type Numbers } from "../formula/compile.ts";
import { makeRunner } from "../formula/runner.ts";
import type { StepNumber } from "../graph/builder.ts";
import type { Training } from "../network/resolve-train.ts";

/** Where a step stands in a run. */
export interface Moment {
  readonly step: number;
  readonly total: number;
  readonly stepsPerEpoch: number;
}

/** The states that are plain numbers, by name, as the last step left them. */
export interface NumberStates {
  readonly schedule: Numbers;
  readonly optimizer: Numbers;
}

export interface StepNumbers {
  /** For each step in order: the rate, and everything that formulas of the optimizer may read; they hold until the next step. */
  (moment: Moment): Numbers;
  /** After each epoch, `step` being the one to come: the loss that is watched. */
  watch(monitored: number, moment: Moment): void;
  states(): NumberStates;
}

/** What the numbers of a moment are made of, by the names that formulas know. */
const givenAt = ({ step, total, stepsPerEpoch }: Moment): Numbers => ({
  step,
  epoch: Math.floor(step / stepsPerEpoch),
  total,
  steps_per_run: total,
  steps_per_epoch: stepsPerEpoch,
});

export function makeStepNumbers({ scheduleProgram, watchedProgram, optimizerProgram }: Training): StepNumbers {
  const schedule = makeRunner(scheduleProgram);
  const watched = watchedProgram && makeRunner(watchedProgram);
  const optimizer = makeRunner(optimizerProgram);
  const numbersAt = (moment: Moment): Numbers => {
    const at = givenAt(moment);
    const planned = schedule.run({ ...at, ...watched?.begin(at) });
    const results = Object.fromEntries(
      [...scheduleProgram.results].map(([written, name]) => [written, planned[name]!]),
    );
    const { step, total, stepsPerEpoch } = moment;
    return optimizer.run({ steps_per_epoch: stepsPerEpoch, steps_per_run: total, ...results, t: step + 1 });
  };
  return Object.assign(numbersAt, {
    watch: (monitored: number, moment: Moment) => void watched?.run({ ...givenAt(moment), monitored }),
    states: () => ({ schedule: { ...schedule.states(), ...watched?.states() }, optimizer: optimizer.states() }),
  });
}

/** The feeds of a graph as functions of a step's numbers. */
export const compileFeeds = (
  numbers: readonly StepNumber[],
): readonly { feed: string; f: (numbers: Numbers) => number }[] =>
  numbers.map(({ feed, formula }) => ({ feed, f: compileFormula(formula) }));
