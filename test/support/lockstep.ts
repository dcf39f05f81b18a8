/**
 * Several workers in one thread. A run cannot pause where it waits for the others, so that it is begun again: each time it gets one exchange
 * further, to the first that not all have come to.
 */
import type { Combine } from "../../src/graph/ir.ts";
import type { Backend } from "../../src/run/backend.ts";
import { createSession, type Program, type Session } from "../../src/run/session.ts";

class Waits extends Error {}

interface Exchange {
  readonly combine: Combine;
  readonly parts: readonly Float32Array[];
}

/** Makes sessions whose programs are run together by `step`. */
export function lockstep(backend: Backend, workers: number, plain: boolean) {
  /** What all have together, of the exchanges that are done in this step. */
  let done: Float32Array[][] = [];
  let place = 0;
  let told: Exchange | undefined;
  let exchanges = 0;
  const allReduce = (values: readonly Float32Array[], combine: Combine): void => {
    const known = done[place++];
    if (known === undefined) {
      told = { combine, parts: values.map((part) => part.slice()) };
      throw new Waits();
    }
    values.forEach((part, i) => part.set(known[i]!));
  };
  const sessions = Array.from({ length: workers }, () => createSession(backend, { plain, allReduce }));
  const variables = new Set<string>();

  /** Runs to the end, or to the first exchange that is not done, where everything is put back. */
  function tryRun(session: Session, program: Program, step: number): Exchange | undefined {
    const before = [...variables].map((name) => [name, session.read(name)] as const);
    place = 0;
    told = undefined;
    try {
      program.run(step);
    } catch (error) {
      if (!(error instanceof Waits)) throw error;
      for (const [name, values] of before) session.write(name, values);
    }
    return told;
  }

  const combined = (all: readonly Exchange[]): Float32Array[] =>
    all[0]!.parts.map((first, i) =>
      all.slice(1).reduce((so, { combine, parts }) => {
        const next = parts[i]!;
        return so.map((x, at) => (combine === "sum" ? x + next[at]! : Math.max(x, next[at]!)));
      }, first),
    );

  return {
    sessions,
    /** Makes a variable that is the same for all. */
    variable(name: string, shape: readonly number[], initial: Float32Array): void {
      variables.add(name);
      for (const session of sessions) session.variable(name, shape, initial);
    },
    /** One program of each worker. */
    step(programs: readonly Program[], step: number): void {
      done = [];
      for (;;) {
        const waiting = programs.map((program, rank) => tryRun(sessions[rank]!, program, step));
        exchanges = done.length;
        if (waiting.every((one) => one === undefined)) return;
        done.push(combined(waiting.map((one) => one!)));
      }
    },
    /** How often values were exchanged in the last step. */
    exchanges: () => exchanges,
  };
}
