import { readFileSync } from "node:fs";
import { decodeSource, readSource, type ReadResult } from "../text/read.ts";
import type { Source } from "../text/source.ts";
import { UsageError } from "./failure.ts";
import { standardInput } from "./paths.ts";

/** Reads a spec from the disk, or from standard input where the path is `-`. */
export const read = (path: string): ReadResult =>
  path === standardInput ? decodeSource("<stdin>", readFileSync(process.stdin.fd)) : readSource(path);

/** The spec, where a verb works on one; what cannot be read is the user's to mend. */
export function readOne(path: string): Source {
  const result = read(path);
  if ("source" in result) return result.source;
  throw new UsageError(`${path}: ${result.problem.message}`, result.problem.help);
}
