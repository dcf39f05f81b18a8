import { isError, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { renderPretty } from "../diagnostics/render-pretty.ts";
import { formatText, optionMistake, optionsFor, type Layout } from "../format/format.ts";
import { parse } from "../syntax/parse.ts";
import type { ReadProblem } from "../text/read.ts";
import { exitCodes } from "./exit-codes.ts";
import { UsageError } from "./failure.ts";
import { writeOutputs } from "./output-file.ts";
import { findSpecs, standardInput } from "./paths.ts";
import { read } from "./sources.ts";
import { counted, print, tell, wantsColors } from "./terminal.ts";
import type { Define } from "./verbs.ts";

interface Options {
  readonly check?: boolean;
  readonly stdinFilepath?: string;
}

export const define: Define = (command) => {
  command
    .argument("[paths...]", "specs, folders, patterns, or `-` for standard input", ["."])
    .option("--check", "write nothing, and fail where a spec has another layout")
    .option("--stdin-filepath <path>", "where the spec on standard input belongs, for its options and its name")
    .action(fmt);
};

/** What came of one file: what is wrong with it, or its text before and after. */
type Outcome =
  | { readonly path: string; readonly problem: ReadProblem }
  | { readonly path: string; readonly mistakes: readonly Diagnostic[] }
  | { readonly path: string; readonly before: string; readonly after: string };

async function fmt(paths: readonly string[], { check = false, stdinFilepath }: Options): Promise<void> {
  const { files, missing } = findSpecs(asked(paths, stdinFilepath));
  const outcomes: Outcome[] = [];
  for (const path of files) outcomes.push(await formatted(path, stdinFilepath));
  const laid = outcomes.filter((one) => "after" in one);
  const changed = laid.filter(({ before, after }) => before !== after);
  const isPiped = files.includes(standardInput);
  if (!check) {
    writeOutputs(changed.flatMap(({ path, after }) => (path === standardInput ? [] : [{ place: path, text: after }])));
    for (const { path, after } of laid) if (path === standardInput) print(after);
  }
  if (check || !isPiped) for (const { path } of changed) print(`${nameOf(path, stdinFilepath)}\n`);
  const mistakes = outcomes.flatMap((one) => ("mistakes" in one ? one.mistakes : []));
  if (mistakes.length > 0) process.stderr.write(`${renderPretty(mistakes, { colors: wantsColors(process.stderr) })}\n`);
  for (const one of outcomes)
    if ("problem" in one) tell(`${one.path}: ${one.problem.message}\n      ${one.problem.help}`);
  for (const path of missing) tell(`${path}: there is no spec here\n      a spec is a file that ends in \`.dnn\``);
  if (check || !isPiped) tell(tally(outcomes.length, changed.length, outcomes.length - laid.length, check));
  const isWhole = missing.length === 0 && !outcomes.some((one) => "problem" in one);
  const fails = mistakes.length > 0 || (check && changed.length > 0);
  process.exitCode = !isWhole ? exitCodes.usage : fails ? exitCodes.findings : exitCodes.done;
}

/** A name for standard input makes standard input the one file. */
function asked(paths: readonly string[], stdinFilepath: string | undefined): readonly string[] {
  if (stdinFilepath === undefined) return paths;
  if (paths.length === 1 && (paths[0] === "." || paths[0] === standardInput)) return [standardInput];
  throw new UsageError("`--stdin-filepath` names standard input, and no other file is read with it");
}

const nameOf = (path: string, stdinFilepath: string | undefined): string =>
  path === standardInput ? (stdinFilepath ?? "<stdin>") : path;

async function formatted(path: string, stdinFilepath: string | undefined): Promise<Outcome> {
  const found = read(path);
  if ("problem" in found) return { path, problem: found.problem };
  const { source, isMarked } = found;
  const place = path === standardInput ? (stdinFilepath ?? "stdin.dnn") : path;
  const before = (isMarked ? "\ufeff" : "") + source.text;
  const layout = await layoutOf(place);
  if (layout === undefined) return { path, before, after: before };
  const mistakes = parse({ ...source, path: nameOf(path, stdinFilepath) }).diagnostics.filter(isError);
  if (mistakes.length > 0) return { path, mistakes };
  try {
    return { path, before, after: await formatText(before, place, layout) };
  } catch (error) {
    const mistake = optionMistake(error);
    throw mistake === undefined ? error : new UsageError(`the options for ${place} do not hold: ${mistake}`);
  }
}

async function layoutOf(path: string): Promise<Layout | undefined> {
  try {
    return await optionsFor(path);
  } catch (error) {
    throw new UsageError(`the options for ${path} cannot be read: ${(error as Error).message}`);
  }
}

/** `2 of 5 files laid out anew, 1 is left as it is` */
function tally(all: number, changed: number, failed: number, check: boolean): string {
  const left =
    failed === 0 ? "" : `, ${failed} ${failed === 1 ? "is" : "are"} left as ${failed === 1 ? "it is" : "they are"}`;
  if (changed > 0)
    return `${changed} of ${counted(all, "file")} ${check ? "would change: run `dnnc fmt`" : "laid out anew"}${left}`;
  const good = all - failed;
  return `${counted(good, "file")} ${good === 1 ? "has" : "have"} the layout${left}`;
}
