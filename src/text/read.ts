import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import type { Source } from "./source.ts";

/** Why a file could not be read, and what to do about it. */
export interface ReadProblem {
  readonly message: string;
  readonly help: string;
}

export type ReadResult =
  | { readonly source: Source; /** Whether the file begins with a byte-order mark. */ readonly isMarked: boolean }
  | { readonly problem: ReadProblem };

export interface ReadLimits {
  /** The most bytes that are read. */
  readonly bytes: number;
}

/** A spec of ten thousand lines has a fifth of this. */
const specLimits: ReadLimits = { bytes: 2 * 1024 * 1024 };

const problems: Readonly<Record<string, ReadProblem>> = {
  ENOENT: { message: "there is no such file", help: "check the path; it starts at the folder that dnnc runs in" },
  ENOTDIR: { message: "there is no such file", help: "part of the path is a file and not a folder" },
  EISDIR: { message: "this is a folder", help: "name a file, or a pattern such as `specs/*.dnn`" },
  EACCES: { message: "the file may not be read", help: "ask for permission to read it" },
  EPERM: { message: "the file may not be read", help: "ask for permission to read it" },
  ELOOP: { message: "the links in the path go round in a circle", help: "name the file itself" },
  ENAMETOOLONG: { message: "the path is too long", help: "check the path" },
};

/** For reading, and without waiting for someone to write into a named pipe; Windows has no such flag. */
const unwaiting = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

const problem = (message: string, help: string): ReadResult => ({ problem: { message, help } });

/** Reads a spec from the disk: a regular file of text in UTF-8, no larger than allowed, without a byte-order mark. */
export function readSource(path: string, limits: ReadLimits = specLimits): ReadResult {
  try {
    return readOpen(openSync(path, unwaiting), path, limits);
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    const known = problems[code];
    if (known) return { problem: known };
    if (code === "ERR_INVALID_ARG_VALUE") return problem("this is no path", "a path holds no zero characters");
    return problem(`the file could not be read (${code || message})`, "try again, or copy the file elsewhere");
  }
}

function readOpen(file: number, path: string, limits: ReadLimits): ReadResult {
  try {
    const state = fstatSync(file);
    if (state.isDirectory()) return { problem: problems["EISDIR"]! };
    if (!state.isFile())
      return problem("this is not a regular file", "write the spec to a file, or use `-` for standard input");
    if (state.size > limits.bytes) return tooLarge(limits);
    const bytes = readUpTo(file, limits.bytes + 1);
    return bytes.length > limits.bytes ? tooLarge(limits) : decodeSource(path, bytes);
  } finally {
    closeSync(file);
  }
}

const tooLarge = ({ bytes }: ReadLimits): ReadResult =>
  problem(
    "the file is too large for a spec",
    `a spec holds at most ${Math.round(bytes / 1024 / 1024)} MiB; data stands in files of its own, which the spec names`,
  );

/** Reads a spec from a stream that is open, standard input: no more of it than allowed. */
export function readStream(file: number, path: string, limits: ReadLimits = specLimits): ReadResult {
  const bytes = readUpTo(file, limits.bytes + 1);
  return bytes.length > limits.bytes ? tooLarge(limits) : decodeSource(path, bytes);
}

/** What a file holds, whatever its size was when it was asked, but no more than `most` bytes. */
function readUpTo(file: number, most: number): Buffer {
  const parts: Buffer[] = [];
  let left = most;
  while (left > 0) {
    const part = Buffer.allocUnsafe(Math.min(left, 64 * 1024));
    const read = readSync(file, part);
    if (read === 0) break;
    parts.push(part.subarray(0, read));
    left -= read;
  }
  return Buffer.concat(parts);
}

/** The text that bytes stand for, in UTF-8; a byte-order mark is dropped. */
export function decodeSource(path: string, bytes: Uint8Array): ReadResult {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { source: { path, text }, isMarked: bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf };
  } catch {
    const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    if (isUtf16) return problem("the file is in UTF-16", "save it in UTF-8");
    return problem("the file is not text in UTF-8", "save it in UTF-8");
  }
}
