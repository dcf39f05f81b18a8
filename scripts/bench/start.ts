/** How long the command takes to start and to lint. */
import { spawnSync } from "node:child_process";
import { spreadOf, type Spread } from "./statistics.ts";

export type StartTimes = Readonly<Record<"bare node" | "dnnc --version" | "dnnc lint", Spread>>;

/** Milliseconds of programs that are started side by side, for a shared machine is slow and fast by turns; a first round fills the caches. */
export function measureStart(file: string, rounds: number): StartTimes {
  const programs = {
    "bare node": ["--eval", ""],
    "dnnc --version": ["dist/dnnc.cjs", "--version"],
    "dnnc lint": ["dist/dnnc.cjs", "lint", file],
  };
  const names = Object.keys(programs) as (keyof typeof programs)[];
  const times = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round++)
    for (const name of names) {
      const taken = timeOf(programs[name]);
      if (round > 0) times.get(name)!.push(taken);
    }
  return Object.fromEntries(names.map((name) => [name, spreadOf(times.get(name)!)])) as StartTimes;
}

/** Milliseconds from the start to the end of a process of Node. */
export function timeOf(args: readonly string[]): number {
  const began = performance.now();
  const { error } = spawnSync(process.execPath, args);
  if (error !== undefined) throw error;
  return performance.now() - began;
}
