/** Config and baseline: JSON files of ours, whose mistakes are shown at their places and end the command. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { renderPretty } from "../diagnostics/render-pretty.ts";
import { readSource } from "../text/read.ts";
import type { Source } from "../text/source.ts";
import { UsageError } from "./failure.ts";
import { counted, wantsColors } from "./terminal.ts";

const limits = { bytes: 16 * 1024 * 1024 };

export function readJsonFile(path: string): Source {
  const result = readSource(path, limits);
  if ("source" in result) return result.source;
  throw new UsageError(`${path}: ${result.problem.message}`, result.problem.help);
}

/** The mistakes on standard error, and wrong usage. */
export function refuseJson(path: string, mistakes: readonly Diagnostic[]): never {
  process.stderr.write(`${renderPretty(mistakes, { colors: wantsColors(process.stderr) })}\n`);
  throw new UsageError(`${path} has ${counted(mistakes.length, "mistake")}, and nothing was linted`);
}
