/** `dnnc lint --fix`: the edits of findings, written into the files. */
import { readFileSync } from "node:fs";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Settings } from "../lint/config.ts";
import { fixSource, type FixGrade } from "../lint/fix.ts";
import { judge } from "../lint/judge.ts";
import { UsageError } from "./failure.ts";
import type { Spec } from "./lint-files.ts";
import { nearest } from "../diagnostics/suggest.ts";
import { writeOutputs } from "./output-file.ts";
import { standardInput } from "./paths.ts";
import { counted, tell } from "./terminal.ts";

const grades: readonly FixGrade[] = ["safe", "unsafe"];

export interface Asked {
  readonly grade: FixGrade | undefined;
  readonly paths: readonly string[];
}

/** `--fix` takes no value, `--fix=unsafe` does; what is neither grade is the path behind `--fix`. */
export function readFix(fix: string | true | undefined, paths: readonly string[]): Asked {
  if (fix === undefined || fix === true) return { grade: fix && "safe", paths };
  const grade = grades.find((one) => one === fix);
  if (grade !== undefined) return { grade, paths };
  const near = nearest(fix, grades);
  if (near !== undefined)
    throw new UsageError(`\`--fix\` is safe or unsafe, not \`${fix}\``, `did you mean \`--fix=${near}\`?`);
  const isDefault = paths.length === 1 && paths[0] === ".";
  return { grade: "safe", paths: isDefault ? [fix] : [fix, ...paths] };
}

const byteOrderMark = "\uFEFF";

/** The specs as they are once mended and written; files in which nothing changes are left alone, and so is what is accepted. */
export function fixSpecs(
  specs: readonly Spec[],
  settingsOf: (spec: Spec) => Settings,
  grade: FixGrade,
  accepted: readonly Diagnostic[],
): readonly Spec[] {
  if (specs.some(({ path }) => path === standardInput))
    throw new UsageError("`--fix` writes files, and standard input is none", "name the file");
  let fixes = 0;
  const acceptedIn = ({ source }: Spec): readonly Diagnostic[] => accepted.filter(({ at }) => at.source === source);
  const fixed = specs.map((spec) => {
    const settings = settingsOf(spec);
    const done = fixSource(spec.source, (source) => judge(source, settings).findings, grade, acceptedIn(spec));
    fixes += done.fixes;
    return { ...spec, source: done.source };
  });
  const changed = fixed.filter(({ source }, i) => source.text !== specs[i]!.source.text);
  writeOutputs(changed.map(({ path, source: { text } }) => ({ place: path, text: markOf(path) + text })));
  if (changed.length > 0) tell(`mended ${counted(fixes, "finding")} in ${counted(changed.length, "file")}`);
  return fixed;
}

/** The byte-order mark that a file begins with, if it does. */
const markOf = (path: string): string =>
  readFileSync(path).subarray(0, 3).toString("hex") === "efbbbf" ? byteOrderMark : "";
