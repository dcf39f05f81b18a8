import { readFileSync } from "node:fs";
import { check } from "../check.ts";
import { isError } from "../diagnostics/diagnostic.ts";
import { renderPretty } from "../diagnostics/render-pretty.ts";
import type { Model } from "../network/resolve.ts";
import { decodeSource, readSource, type ReadResult } from "../text/read.ts";
import type { Source } from "../text/source.ts";
import { exitCodes } from "./exit-codes.ts";
import { UsageError } from "./failure.ts";
import { standardInput } from "./paths.ts";
import { wantsColors } from "./terminal.ts";

/** Reads a spec from the disk, or from standard input where the path is `-`. */
export const read = (path: string): ReadResult =>
  path === standardInput ? decodeSource("<stdin>", readFileSync(0)) : readSource(path);

/** The spec, for a verb that works on one; what cannot be read is wrong usage. */
export function readOne(path: string): Source {
  const result = read(path);
  if ("source" in result) return result.source;
  throw new UsageError(`${path}: ${result.problem.message}`, result.problem.help);
}

/**
 * What the spec means. Errors are told on standard error with exit code 1, and there is
 * no model then.
 */
export function readModel(path: string): Model | undefined {
  const { model, diagnostics } = check(readOne(path));
  const errors = diagnostics.filter(isError);
  if (errors.length === 0) return model;
  process.stderr.write(renderPretty(errors, { colors: wantsColors(process.stderr) }));
  process.exitCode = exitCodes.findings;
  return undefined;
}
