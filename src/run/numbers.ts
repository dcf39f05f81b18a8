/** The plain numbers of each step: the schedule's, the optimizer's, and what the graph is fed of them. */
import { compileFormula, type Numbers } from "../formula/compile.ts";
import type { Program } from "../formula/program.ts";
import type { StepNumber } from "../graph/builder.ts";
import type { Training } from "../network/resolve-train.ts";

/** Where a step stands in a run. */
export interface Moment {
  readonly step: number;
  readonly total: number;
  readonly stepsPerEpoch: number;
}

/** Numbers by names of any kind, `__proto__` too. */
const named = (entries: readonly (readonly [string, number])[]): Numbers => {
  const numbers = Object.create(null) as Numbers;
  for (const [name, value] of entries) numbers[name] = value;
  return numbers;
};

/** Runs a program's lines of numbers, step after step; states are kept between steps. */
function makeRunner(program: Program): (given: Numbers) => Numbers {
  const lines = program.lines
    .filter(({ rank }) => rank === "number")
    .map(({ name, value }) => ({ name, f: compileFormula(value) }));
  const states = program.states.filter(({ rank }) => rank === "number");
  const initial = states.map(({ name, initial: first }) => ({ name, f: compileFormula(first) }));
  let kept: Numbers | undefined;
  return (given) => {
    kept ??= named(initial.map(({ name, f }) => [name, f(given)]));
    const numbers = named([...Object.entries(given), ...Object.entries(kept)]);
    for (const { name, f } of lines) numbers[name] = f(numbers);
    for (const { name } of states) kept[name] = numbers[program.results.get(name) ?? name]!;
    return numbers;
  };
}

/** For each step in order: the rate, and everything that formulas of the optimizer may read. */
export function makeStepNumbers({ scheduleProgram, optimizerProgram }: Training): (moment: Moment) => Numbers {
  const schedule = makeRunner(scheduleProgram);
  const optimizer = makeRunner(optimizerProgram);
  return ({ step, total, stepsPerEpoch }) => {
    const at: Numbers = { step, epoch: Math.floor(step / stepsPerEpoch), total, steps_per_epoch: stepsPerEpoch };
    const planned = schedule(at);
    const results = Object.fromEntries(
      [...scheduleProgram.results].map(([written, name]) => [written, planned[name]!]),
    );
    return optimizer({ steps_per_epoch: stepsPerEpoch, ...results, t: step + 1 });
  };
}

/** The feeds of a graph as functions of a step's numbers. */
export const compileFeeds = (
  numbers: readonly StepNumber[],
): readonly { feed: string; f: (numbers: Numbers) => number }[] =>
  numbers.map(({ feed, formula }) => ({ feed, f: compileFormula(formula) }));
