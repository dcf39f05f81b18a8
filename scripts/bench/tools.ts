/** What is measured of the command beside training: its start, a lint of many specs, and the making of the parser. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { probe } from "./probe.ts";
import { measureStart, timeOf, type StartTimes } from "./start.ts";
import { spreadOf, type Spread } from "./statistics.ts";
import type { Workplace } from "./workplace.ts";

export interface ToolResults {
  readonly start: StartTimes;
  /** How many specs one process lints, and the milliseconds from its start to its end. */
  readonly lints: readonly { readonly specs: number; readonly time: number }[];
  /** Milliseconds that the parser takes to be made. */
  readonly parser: Spread;
}

export interface ToolOptions {
  readonly rounds: number;
  /** Numbers of specs that are linted at once, rising. */
  readonly specs: readonly number[];
}

export function measureTools(
  { rounds, specs }: ToolOptions,
  workplace: Workplace,
  progress: (text: string) => void,
): ToolResults {
  progress("start of a lint");
  const start = measureStart("examples/moons.dnn", rounds);
  const lints = specs.map((count) => {
    progress(`lint of ${count} specs`);
    const folder = manySpecs(count, workplace);
    // The least of three: what else the machine did made the others longer.
    return { specs: count, time: Math.min(...[1, 2, 3].map(() => timeOf(["dist/dnnc.cjs", "lint", folder]))) };
  });
  progress("making of the parser");
  const parserTime = (): number => probe<{ milliseconds: number }>("parser", {}, workplace).milliseconds;
  const parser = spreadOf(Array.from({ length: rounds }, parserTime));
  return { start, lints, parser };
}

/** A folder of so many specs: the examples over and over, no two texts alike. */
function manySpecs(count: number, workplace: Workplace): string {
  const folder = workplace.path(`specs-${count}`);
  mkdirSync(folder, { recursive: true });
  const examples = (readdirSync("examples", { recursive: true }) as string[])
    .filter((name) => name.endsWith(".dnn"))
    .sort();
  for (let i = 0; i < count; i++) {
    const example = examples[i % examples.length]!;
    writeFileSync(
      join(folder, `${i}-${basename(example)}`),
      `// spec ${i}\n${readFileSync(join("examples", example), "utf8")}`,
    );
  }
  return folder;
}
