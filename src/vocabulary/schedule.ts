/** From a schedule and its arguments to what it computes. */
import type { Report } from "../diagnostics/diagnostic.ts";
import { number } from "../formula/formula.ts";
import { lineProgram, type Program } from "../formula/program.ts";
import type { Value, WordUse } from "../network/value.ts";
import { programOf } from "./instantiate.ts";
import { warmup } from "./warmup.ts";
import type { Word } from "./word.ts";

/** The numbers of each step, and those that are set once an epoch by what was measured. */
export interface Plan {
  /** Runs at each step; sets `rate`, and what else it drives. It may read the states of `watched`. */
  readonly program: Program;
  /** Runs after each epoch, given `monitored`: its states hold until the next time. */
  readonly watched: Program | undefined;
  /** Lines of `watched` that are no states: nothing is known of them before the first epoch. */
  readonly unset: ReadonlySet<string>;
}

/** Whether a word runs once an epoch, by what was measured. */
export const isMonitored = ({ given }: Word): boolean => given.some(({ name }) => name === "monitored");

/** Schedules of the library that are made of other schedules, and so are no formulas. */
const combinators: Readonly<
  Record<string, (use: WordUse, planOf: (value: Value) => Plan | undefined) => Plan | undefined>
> = { warmup };

/** Each is a program around the one inside it. */
const deepest = 20;

/** What a schedule computes, `deep` others being around it; what its arguments make wrong is reported, and `undefined` then. */
export function planOf(use: WordUse, report: Report, deep = 0): Plan | undefined {
  const { word } = use;
  if (word.standard && Object.hasOwn(combinators, word.name)) {
    if (deep < deepest) return combinators[word.name]!(use, (value) => planOfValue(value, report, deep + 1));
    const message = `schedules are made of schedules more than ${deepest} deep`;
    report({ code: "too-large", severity: "error", message, at: use.at, help: "one warm-up is enough" });
    return undefined;
  }
  const program = programOf(use, new Set(), report);
  if (program === undefined) return undefined;
  if (!isMonitored(word)) return { program, watched: undefined, unset: new Set() };
  const states = program.states.map(({ name }) => name);
  return {
    program: { states: [], lines: [], results: new Map(states.map((name) => [name, name])) },
    watched: program,
    unset: new Set([...program.results.keys()].filter((name) => !states.includes(name))),
  };
}

/** A schedule, or a number: the rate throughout. */
function planOfValue(value: Value, report: Report, deep: number): Plan | undefined {
  if (value.kind === "word") return planOf(value.use, report, deep);
  if (value.kind !== "number") return undefined;
  return { program: lineProgram("rate", number(value.value), new Map()), watched: undefined, unset: new Set() };
}
