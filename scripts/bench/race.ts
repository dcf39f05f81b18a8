/** A race: contenders that train the same case, each in its process, take turns; one computes at a time. */
import type { Contestant } from "./contestant.ts";
import type { Answer } from "./rounds.ts";
import { spreadOf, type Spread } from "./statistics.ts";

/** Someone who takes part: what is started, and how its time is read. */
export interface Runner {
  readonly name: string;
  readonly threads: number;
  start(): Promise<Contestant>;
}

export interface Pace {
  readonly rounds: number;
  /** Milliseconds that a round takes at least. */
  readonly roundTime: number;
  /** The steps that go once through the data; a longer round has a multiple of them. */
  readonly stepsOfData: number;
}

/** What came of it for one of them; times are milliseconds a step. */
export type Result = Finished | { readonly name: string; readonly failed: string };

export interface Finished {
  readonly name: string;
  readonly notes: readonly string[];
  /** In each round. */
  readonly steps: number;
  /** Round by round: by the clock for several threads, for one thread the smaller of that and the processor's time. */
  readonly times: readonly number[];
  readonly time: Spread;
  /** The share of the time by the clock in which a contender of one thread had no processor. */
  readonly kept: number;
  readonly firstStep: number;
  /** Bytes that the process held at most. */
  readonly peak: number;
  readonly loss: number;
}

export const isFinished = (result: Result): result is Finished => "time" in result;

const leastSteps = 5;
/** A contender is warm when a longer time makes it faster by less than this share, or after so many milliseconds. */
const settled = 0.03;
const longestWarmUp = 3000;

/** Lets all runners race; those that fail are told with their reason and stop the others in nothing. */
export async function race(
  runners: readonly Runner[],
  pace: Pace,
  progress: (text: string) => void,
): Promise<readonly Result[]> {
  const failed = new Map<string, string>();
  const trying = async <T>({ name }: Runner, act: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await act();
    } catch (error) {
      failed.set(name, (error as Error).message);
      return undefined;
    }
  };
  const ready: {
    readonly runner: Runner;
    readonly contestant: Contestant;
    readonly steps: number;
    answers: Answer[];
  }[] = [];
  for (const runner of runners) {
    progress(`${runner.name} warms up`);
    await trying(runner, async () => {
      const contestant = await runner.start();
      ready.push({ runner, contestant, steps: await warmUp(contestant, runner, pace), answers: [] });
    });
  }
  for (let round = 0; round < pace.rounds; round++)
    for (let i = 0; i < ready.length; i++) {
      // Another one begins in each round.
      const { runner, contestant, steps, answers } = ready[(i + round) % ready.length]!;
      if (failed.has(runner.name)) continue;
      progress(`round ${round + 1} of ${pace.rounds}, ${runner.name}`);
      const answer = await trying(runner, () => contestant.ask(steps));
      if (answer !== undefined) answers.push(answer);
    }
  for (const { contestant } of ready) await contestant.end().catch(() => {});
  return runners.map(({ name, threads }) => {
    const one = ready.find(({ runner }) => runner.name === name);
    return failed.has(name) || one === undefined
      ? { name, failed: failed.get(name) ?? "it did not start" }
      : finished(name, threads, one.contestant, one.steps, one.answers);
  });
}

function finished(
  name: string,
  threads: number,
  { notes, firstStep }: Contestant,
  steps: number,
  answers: readonly Answer[],
): Finished {
  const times = answers.map((answer) => timeOf(answer, threads) / steps);
  const [wall, processor] = [sum(answers, "wall"), sum(answers, "processor")];
  return {
    name,
    notes,
    steps,
    times,
    time: spreadOf(times),
    kept: threads > 1 ? 0 : Math.max(0, 1 - processor / wall),
    firstStep,
    peak: answers.at(-1)!.peak,
    loss: answers.at(-1)!.loss,
  };
}

const sum = (answers: readonly Answer[], what: "wall" | "processor"): number =>
  answers.reduce((so, answer) => so + answer[what], 0);

/** Of one thread the processor's time is the truer one while others use the machine; it counts helping threads, so that it may be longer. */
const timeOf = ({ wall, processor }: Answer, threads: number): number =>
  threads > 1 ? wall : Math.min(wall, processor);

/** Trains until steps get no faster; how many steps make a round. */
async function warmUp(contestant: Contestant, { threads }: Runner, { roundTime, stepsOfData }: Pace): Promise<number> {
  let [steps, before, spent] = [1, Infinity, 0];
  for (;;) {
    const answer = await contestant.ask(steps);
    const each = timeOf(answer, threads) / steps;
    spent += answer.wall;
    const wanted = wholeRounds(Math.max(leastSteps, Math.ceil(roundTime / each)), stepsOfData);
    const isLong = answer.wall >= roundTime / 2 && steps >= leastSteps;
    if ((isLong && each > before * (1 - settled)) || spent > Math.max(longestWarmUp, 3 * roundTime)) return wanted;
    if (isLong) before = Math.min(before, each);
    steps = Math.min(wanted, wholeRounds(4 * steps, stepsOfData));
  }
}

/** Rounds longer than the data go through it a whole number of times. */
const wholeRounds = (steps: number, stepsOfData: number): number =>
  steps <= stepsOfData ? steps : Math.ceil(steps / stepsOfData) * stepsOfData;
