/** A process that takes part in a race: it is asked for steps, and tells what they took. */
import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Answer } from "./rounds.ts";

/** How long an answer may take before a contender is given up. */
const patience = 180_000;
/** How long a process may take to end when it is told to. */
const lastMoments = 5_000;

export interface Contestant {
  /** What the contender says it does otherwise. */
  readonly notes: readonly string[];
  /** Milliseconds from its start to the end of its first step: the smaller of the clock's and the processor's. */
  readonly firstStep: number;
  ask(steps: number): Promise<Answer>;
  /** Ends the process, also one that has ended already or does not answer any more. */
  end(): Promise<void>;
}

/** Starts a contender and lets it do its first step; throws, with the end of what it wrote as an error, where it cannot. */
export async function startContestant(command: string, args: readonly string[]): Promise<Contestant> {
  const began = performance.now();
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] });
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const lines = linesOf(child);
  const ask = async (steps: number): Promise<Answer> => {
    child.stdin.write(`${steps}\n`);
    return (await lines()) as Answer;
  };
  try {
    const first = ask(1);
    const { notes } = (await first) as unknown as { readonly notes: readonly string[] };
    const { used } = (await lines()) as Answer;
    const firstStep = Math.min(used, performance.now() - began);
    const end = async (): Promise<void> => {
      child.stdin.end("0\n");
      const late = setTimeout(() => child.kill("SIGKILL"), lastMoments);
      await closed;
      clearTimeout(late);
    };
    return { notes, firstStep, ask, end };
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
}

/** The JSON that a process writes, line by line; other lines, which libraries may write, are passed over. */
function linesOf(child: ChildProcess): () => Promise<unknown> {
  let errors = "";
  let over: string | undefined;
  const ready: unknown[] = [];
  let wake = (): void => {};
  child.stdin!.on("error", () => {}); // the process has ended, which is told below
  child.stderr!.on("data", (text) => (errors = `${errors}${text}`.slice(-4000)));
  child.on("error", ({ message }) => ((over = message), wake()));
  child.on("close", (code, signal) => ((over ??= endText(code, signal, errors)), wake()));
  createInterface({ input: child.stdout! }).on("line", (line) => {
    if (!line.startsWith("{")) return;
    ready.push(JSON.parse(line));
    wake();
  });
  return async () => {
    const late = setTimeout(() => ((over = `no answer within ${patience / 1000} s`), wake()), patience);
    while (ready.length === 0 && over === undefined) await new Promise<void>((resolve) => (wake = resolve));
    clearTimeout(late);
    if (ready.length === 0) throw new Error(over);
    return ready.shift();
  };
}

/** How a process ended, and the line of its errors that says most. */
function endText(code: number | null, signal: string | null, errors: string): string {
  const lines = errors.split("\n").filter((line) => line.trim() !== "");
  const told = lines.findLast((line) => /Error/.test(line)) ?? lines.at(-1) ?? "";
  return `it ended with ${signal ?? `exit code ${code}`}${told === "" ? "" : `: ${told.trim()}`}`;
}
