/** A program of plain numbers that is run thousands of times: its variables lie in places, and not by their names. */
import { compileReading } from "../formula/compile.ts";
import type { Program } from "../formula/program.ts";
import { makeSlots, type Slots } from "./slots.ts";

export interface Machine extends Pick<Slots, "numbers" | "slotOf"> {
  /** Runs the lines with some of what was given at the beginning given anew; then the states move on. */
  run(this: void, given: Given): void;
}

/** What changes from one run to the next. */
interface Given {
  readonly step: number;
  readonly epoch: number;
  readonly monitored?: number;
}

/** `first` is what is given to the first values of states, and to the lines unless it is given anew. */
export function makeMachine(program: Program, first: Readonly<Record<string, number>>): Machine {
  const { numbers, slotOf, read } = makeSlots();
  for (const [name, value] of Object.entries(first)) numbers[slotOf(name)] = value;
  const begin = program.states.map(({ name, initial }) => [slotOf(name), compileReading(initial, read)] as const);
  for (const [slot, initial] of begin) numbers[slot] = initial(numbers);
  const lines = program.lines.map(({ name, value }) => [slotOf(name), compileReading(value, read)] as const);
  const moves = program.states.map(({ name }) => [slotOf(name), slotOf(program.results.get(name) ?? name)] as const);
  const [stepSlot, epochSlot, monitoredSlot] = [slotOf("step"), slotOf("epoch"), slotOf("monitored")];
  return {
    numbers,
    slotOf,
    run({ step, epoch, monitored = NaN }) {
      numbers[stepSlot] = step;
      numbers[epochSlot] = epoch;
      numbers[monitoredSlot] = monitored;
      for (const [slot, formula] of lines) numbers[slot] = formula(numbers);
      for (const [state, from] of moves) numbers[state] = numbers[from]!;
    },
  };
}
