/** `--baseline FILE` and `--write-baseline`: findings that are accepted for now. */
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { baselineText, entriesOf, part, readBaseline, type Baseline, type Parted } from "../lint/baseline.ts";
import { readJsonFile, refuseJson } from "./json-file.ts";
import { writeOutputs } from "./output-file.ts";
import { pathFrom } from "./project-root.ts";

export const usualBaseline = "dnnc-baseline.json";

/** The findings that a baseline does not accept, those that it does, and its entries that are stale. */
export function partByBaseline(file: string, findings: readonly Diagnostic[], files: readonly string[]): Parted {
  const folder = dirname(resolve(file));
  const pathOf = pathFrom(folder);
  const judged = new Set(files.map(pathOf));
  const isJudged = (path: string): boolean => judged.has(path) || !existsSync(join(folder, path));
  return part(findings, readBaselineFile(file), pathOf, isJudged);
}

/** Accepts these findings; entries for files that were not looked at stay. Gives the number of entries. */
export function writeBaseline(file: string, findings: readonly Diagnostic[], files: readonly string[]): number {
  const folder = dirname(resolve(file));
  const pathOf = pathFrom(folder);
  const judged = new Set(files.map(pathOf));
  const before = existsSync(file) ? readBaselineFile(file).entries : [];
  const kept = before.filter((entry) => !judged.has(entry.file) && existsSync(join(folder, entry.file)));
  const entries = [...kept, ...entriesOf(findings, pathOf)];
  writeOutputs([{ place: file, text: baselineText(entries) }]);
  return entries.length;
}

function readBaselineFile(file: string): Baseline {
  const read = readBaseline(readJsonFile(file, "baseline"));
  return "entries" in read ? read : refuseJson(file, read.mistakes);
}
