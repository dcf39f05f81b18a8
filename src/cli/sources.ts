import { isError } from "../diagnostics/diagnostic.ts";
import { renderPretty } from "../diagnostics/render-pretty.ts";
import { sorted } from "../diagnostics/sort.ts";
import { resolve, type Model } from "../network/resolve.ts";
import { parse } from "../syntax/parse.ts";
import { readSource, readStream, type ReadResult } from "../text/read.ts";
import type { Source } from "../text/source.ts";
import { exitCodes } from "./exit-codes.ts";
import { UsageError } from "./failure.ts";
import { standardInput } from "./paths.ts";
import { wantsColors } from "./terminal.ts";

/** Reads a spec from the disk, or from standard input where the path is `-`. */
export const read = (path: string): ReadResult => (path === standardInput ? readStandardInput() : readSource(path));

function readStandardInput(): ReadResult {
  try {
    return readStream(0, "<stdin>");
  } catch (error) {
    const help = "write the spec to a file, and name the file";
    return { problem: { message: `standard input cannot be read: ${(error as Error).message}`, help } };
  }
}

/** The spec, for a verb that works on one; what cannot be read is wrong usage. */
export function readOne(path: string): Source {
  const result = read(path);
  if ("source" in result) return result.source;
  throw new UsageError(`${path}: ${result.problem.message}`, result.problem.help);
}

/**
 * What the spec means, whatever the rules say of it. What has no meaning is told on standard error with exit code 1, and
 * there is no model then.
 */
export function readModel(path: string): Model | undefined {
  const { file, diagnostics } = parse(readOne(path));
  const { model, diagnostics: found } = resolve(file);
  const errors = sorted([...diagnostics, ...found]).filter(isError);
  if (errors.length === 0) return model;
  process.stderr.write(renderPretty(errors, { colors: wantsColors(process.stderr) }));
  process.exitCode = exitCodes.findings;
  return undefined;
}
