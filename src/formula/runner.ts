/** A program of plain numbers, run time after time. */
import { compileFormula, type Numbers } from "./compile.ts";
import type { Program } from "./program.ts";

export interface Runner {
  /**
   * Runs the lines of numbers with what is given and the states, which move on; gives every number by name. All runs fill one object:
   * it holds until the next.
   */
  run(given: Numbers): Numbers;
  /** The states before the first run, unless they stand already. */
  begin(given: Numbers): Numbers;
  /** The states as the last run left them; none before the first. */
  states(): Numbers;
}

/** Numbers by names of any kind, `__proto__` too. */
const named = (entries: readonly (readonly [string, number])[]): Numbers => {
  const numbers = Object.create(null) as Numbers;
  for (const [name, value] of entries) numbers[name] = value;
  return numbers;
};

/** A runner of the lines and states of a program that are plain numbers. */
export function makeRunner(program: Program): Runner {
  const lines = program.lines
    .filter(({ rank }) => rank === "number")
    .map(({ name, value }) => ({ name, f: compileFormula(value) }));
  const states = program.states.filter(({ rank }) => rank === "number");
  const initial = states.map(({ name, initial: first }) => ({ name, f: compileFormula(first) }));
  let kept: Numbers | undefined;
  const begin = (given: Numbers): Numbers => (kept ??= named(initial.map(({ name, f }) => [name, f(given)])));
  // A new object for each step would be most of a small lint's time, which looks at thousands of them.
  const numbers = named([]);
  return {
    begin,
    run(given) {
      const before = begin(given);
      Object.assign(numbers, given, before);
      for (const { name, f } of lines) numbers[name] = f(numbers);
      for (const { name } of states) before[name] = numbers[program.results.get(name) ?? name]!;
      return numbers;
    },
    states: () => named(Object.entries(kept ?? {})),
  };
}
