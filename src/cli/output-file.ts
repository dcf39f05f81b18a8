/** A file that is compiled into: what lies there, whether it may be replaced, and the writing of it. */
import {
  accessSync,
  chmodSync,
  constants,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type BigIntStats,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { readHeader, withLineFeeds, type Header } from "../emit/header.ts";
import { UsageError } from "./failure.ts";
import { writing } from "./unwritable.ts";

/** A file as the compiler gives it. */
export interface OutputFile {
  readonly place: string;
  readonly text: string;
}

/** What lies at a place, held against what would be written there; a device or a pipe is no regular file, and is not read. */
export type Kept = { readonly state: "missing" | "same" | "device" } | Different;

export interface Different {
  readonly state: "different";
  readonly text: string;
  /** Absent where dnnc did not write the file. */
  readonly header: Header | undefined;
}

/** What is at a path; part of the path may be a file, and then nothing lies below it. */
function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true });
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw unreadable(path, code, message);
  }
}

const unreadable = (path: string, code: string | undefined, message: string): UsageError =>
  new UsageError(`cannot read ${path}: ${code === "EACCES" ? "it may not be read" : message}`);

export const isFolder = (path: string): boolean => statOf(path)?.isDirectory() === true;

/** Whether two paths are one file, by whatever names and links. */
export function isSameFile(one: string, other: string): boolean {
  const [a, b] = [statOf(one), statOf(other)];
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}

/** Reads what lies at a place. Line endings do not count: Git may have changed them. */
export function readKept({ place, text }: OutputFile): Kept {
  const found = statOf(place);
  if (found === undefined) return { state: "missing" };
  if (!found.isFile()) return { state: "device" };
  try {
    const kept = readFileSync(place, "utf8");
    return withLineFeeds(kept) === text
      ? { state: "same" }
      : { state: "different", text: kept, header: readHeader(kept) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw unreadable(place, code, message);
  }
}

/**
 * Writes each file beside its place, synced to the disk, and puts all in their places when all are there: none is ever
 * half written. A link stays a link, and a file keeps its permissions; one that may not be written is left alone.
 */
export function writeOutputs(files: readonly OutputFile[]): void {
  const fresh = files.map(({ place, text }) => {
    const target = targetOf(place);
    return { place, text, target, beside: join(dirname(target), `.${basename(target)}.${process.pid}.new`) };
  });
  const begun: string[] = [];
  try {
    for (const { place, text, target, beside } of fresh)
      writing(place, undefined, () => {
        const mode = statSync(target, { throwIfNoEntry: false })?.mode;
        if (mode !== undefined) accessSync(target, constants.W_OK);
        else mkdirSync(dirname(target), { recursive: true });
        begun.push(beside);
        writeFileSync(beside, text, { flush: true });
        if (mode !== undefined) chmodSync(beside, mode);
      });
    for (const { place, target, beside } of fresh) writing(place, undefined, () => renameSync(beside, target));
  } finally {
    for (const beside of begun) rmSync(beside, { force: true });
  }
}

/** Writes into what is no file of its own. */
export const writeDevice = ({ place, text }: OutputFile): void =>
  writing(place, undefined, () => writeFileSync(place, text));

/** Where a path leads through links; itself where there is nothing yet. */
function targetOf(place: string): string {
  try {
    return realpathSync(place);
  } catch {
    return place;
  }
}
