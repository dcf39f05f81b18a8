/** A schedule over a whole run. */
import { compileFormula, type Numbers } from "../formula/compile.ts";
import type { WordUse } from "../network/value.ts";
import { programOf } from "../vocabulary/instantiate.ts";
import { standardWords } from "../vocabulary/standard.ts";

export const stepsPerEpoch = 100;

export interface ScheduleRun {
  readonly epochs: number;
  /** The rate and what else the schedule drives, at each step. */
  readonly results: Readonly<Record<string, readonly number[]>>;
}

/** What a body names for itself is no result unless an optimizer has a parameter of that name. */
const isDriven = (name: string): boolean =>
  name === "rate" ||
  standardWords().some(({ kind, parameters }) => kind === "optimizer" && parameters.some((one) => one.name === name));

/** Ten epochs, or as many more as it takes until something is to be seen of a schedule that is slow. */
export function scheduleRun(use: WordUse): ScheduleRun | undefined {
  const runs = [10, 100, 1000].map((epochs) => () => runOf(use, epochs));
  const first = runs[0]!();
  if (first === undefined || isConstant(use)) return first;
  for (const run of runs) {
    const found = run()!;
    const rates = found.results["rate"]!;
    if (Math.min(...rates) < 0.6 * Math.max(...rates)) return found;
  }
  return first;
}

/** Nothing that changes from step to step. */
const isConstant = ({ word }: WordUse): boolean => word.given.length === 0;

function runOf(use: WordUse, epochs: number): ScheduleRun | undefined {
  const program = programOf(use);
  if (program === undefined || use.word.given.some(({ name }) => name === "monitored")) return undefined;
  const total = epochs * stepsPerEpoch;
  const lines = program.lines.map(({ name, value }) => ({ name, value: compileFormula(value) }));
  const given = (step: number): Numbers => ({
    ...{ step, total, steps_per_run: total, epoch: Math.floor(step / stepsPerEpoch), steps_per_epoch: stepsPerEpoch },
  });
  let states: Numbers = Object.fromEntries(
    program.states.map(({ name, initial }) => [name, compileFormula(initial)(given(0))]),
  );
  const names = [...program.results].filter(([written]) => isDriven(written));
  const results: Record<string, number[]> = Object.fromEntries(names.map(([written]) => [written, []]));
  for (let step = 0; step < total; step++) {
    const numbers: Numbers = { ...given(step), ...states };
    for (const { name, value } of lines) numbers[name] = value(numbers);
    for (const [written, name] of names) results[written]!.push(numbers[name]!);
    states = Object.fromEntries(Object.keys(states).map((name) => [name, numbers[program.results.get(name) ?? name]!]));
  }
  return { epochs, results };
}
