/** Everything that a bench found, as it is written with `--json`. */
import type { Machine } from "./machine.ts";
import type { Roofline } from "./measure-roofline.ts";
import type { MemoryResult } from "./memory.ts";
import type { Finished, Result } from "./race.ts";
import { isFinished } from "./race.ts";
import type { CaseResult, Timing } from "./run-case.ts";
import { ratioOf } from "./statistics.ts";
import type { ToolResults } from "./tools.ts";

export interface Report {
  readonly version: 1;
  readonly date: string;
  readonly machine: Machine;
  readonly timing: Timing;
  /** Who took part or was to: the names of the contenders, and which of them are dnnc's own way to train, with how many threads. */
  readonly contenders: readonly ReportedContender[];
  readonly roofline: Roofline | undefined;
  readonly cases: readonly CaseResult[];
  /** Trainings with words of one's own beside those with the built-in ones, by the names of their cases. */
  readonly own: { readonly words: readonly WordPair[]; readonly results: readonly Result[] } | undefined;
  readonly memory: readonly MemoryResult[];
  readonly tools: ToolResults | undefined;
}

export interface WordPair {
  readonly what: string;
  readonly built: string;
  readonly own: string;
}

export interface ReportedContender {
  readonly name: string;
  readonly title: string;
  readonly isOurs: boolean;
  readonly threads: number;
}

/** The result of a contender at a case, where there is one. */
export const resultOf = (results: readonly Result[], name: string): Finished | undefined =>
  results.filter(isFinished).find((result) => result.name === name);

/** The fastest of some contenders at a case. */
export const fastestOf = (results: readonly Result[], names: readonly string[]): Finished | undefined =>
  results
    .filter(isFinished)
    .filter(({ name }) => names.includes(name))
    .toSorted((a, b) => a.time.median - b.time.median)[0];

/** How many times as long a contender takes as another; undefined where one of them did not finish. */
export const timesOf = (slower: Finished | undefined, faster: Finished | undefined): number | undefined =>
  slower && faster && ratioOf(slower.times, faster.times);

/** The names of contenders of a kind. */
export const namesOf = (
  { contenders }: Pick<Report, "contenders">,
  kind: "ours with one thread" | "ours with several threads" | "pytorch",
): readonly string[] => contenders.filter((one) => kinds[kind](one)).map(({ name }) => name);

const kinds = {
  "ours with one thread": ({ isOurs, threads }: ReportedContender) => isOurs && threads === 1,
  "ours with several threads": ({ isOurs, threads }: ReportedContender) => isOurs && threads > 1,
  pytorch: ({ name }: ReportedContender) => name.startsWith("pytorch"),
};
