/** The contender's side of a race: orders come line by line, and are waited for without another thought. */
import { readFileSync, readSync, writeSync } from "node:fs";

/** What a contender tells of the steps that it was asked for. */
export interface Answer {
  /** Milliseconds by the clock, and of processor time. */
  readonly wall: number;
  readonly processor: number;
  /** Milliseconds of processor time since the process began. */
  readonly used: number;
  /** Of the last step, before its update. */
  readonly loss: number;
  /** Bytes that the process holds now, and held at most. */
  readonly resident: number;
  readonly peak: number;
  /** Numbers of its own that a contender watches, such as TF.js's tensors. */
  readonly watched: Readonly<Record<string, number>>;
}

export interface Rounds {
  /** Tells how the steps asked for before went, and waits; how many steps are asked for now. The process ends when it is none. */
  next(loss: number): number;
}

/** The rounds of this process over its standard input and output. */
export function openRounds(notes: readonly string[], watch: () => Record<string, number> = () => ({})): Rounds {
  let round: ReturnType<typeof stopwatch> | undefined;
  tell({ notes });
  return {
    next(loss) {
      if (round !== undefined) {
        const held = { resident: process.memoryUsage.rss(), peak: peakMemory() };
        tell({ ...round.read(), used: processorTime(), loss, ...held, watched: watch() });
      }
      const steps = Number(readLine());
      if (steps === 0) process.exit(0);
      round = stopwatch();
      return steps;
    },
  };
}

/** Runs a contender that trains as many steps as it is told. */
export async function inRounds(rounds: Rounds, train: (steps: number) => number | Promise<number>): Promise<never> {
  for (let loss = NaN; ;) loss = await train(rounds.next(loss));
}

export const tell = (value: object): void => void writeSync(1, `${JSON.stringify(value)}\n`);

/** Milliseconds by the clock and of processor time from now on. */
export function stopwatch() {
  const [began, used] = [performance.now(), processorTime()];
  return { began, read: () => ({ wall: performance.now() - began, processor: processorTime() - used }) };
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** What the process held at most, in bytes. Linux's `getrusage` begins with what the parent held, so that its own page is read first. */
function peakMemory(): number {
  try {
    return 1024 * Number(/VmHWM:\s*(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))![1]);
  } catch {
    return 1024 * process.resourceUsage().maxRSS;
  }
}

/** The next line of standard input; `0` at its end. */
function readLine(): string {
  const byte = new Uint8Array(1);
  for (let line = ""; ; line += String.fromCharCode(byte[0]!))
    if (readSync(0, byte) === 0 || byte[0] === 10) return line || "0";
}
