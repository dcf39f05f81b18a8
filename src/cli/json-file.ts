/** Config and baseline: JSON files of ours, whose mistakes are shown at their places and end the command. */
import { statSync } from "node:fs";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { renderPretty } from "../diagnostics/render-pretty.ts";
import { atMost } from "../diagnostics/sort.ts";
import { readSource } from "../text/read.ts";
import type { Source } from "../text/source.ts";
import { UsageError } from "./failure.ts";
import { counted, wantsColors } from "./terminal.ts";

/** The most bytes of each: a config is written by hand, a baseline has an entry for each finding. */
const mostBytes = { config: 64 * 1024, baseline: 4 * 1024 * 1024 } as const;

export function readJsonFile(path: string, what: keyof typeof mostBytes): Source {
  const bytes = mostBytes[what];
  const result = readSource(path, { bytes });
  if ("source" in result) return result.source;
  if (isLarger(path, bytes)) throw new UsageError(`${path}: a ${what} has at most ${bytes / 1024} KiB`);
  throw new UsageError(`${path}: ${result.problem.message}`, result.problem.help);
}

const isLarger = (path: string, bytes: number): boolean => {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true && found.size > bytes;
};

/** Mistakes that are shown. */
const mostMistakes = 100;

/** The mistakes on standard error, and wrong usage. */
export function refuseJson(path: string, mistakes: readonly Diagnostic[]): never {
  process.stderr.write(`${renderPretty(atMost(mistakes, mostMistakes), { colors: wantsColors(process.stderr) })}\n`);
  throw new UsageError(`${path} has ${counted(mistakes.length, "mistake")}, and nothing was linted`);
}
