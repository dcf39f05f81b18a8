/** Files that a spec names: below the folders allowed, and nowhere else. */
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, normalize, posix, sep, win32 } from "node:path";
import { fail } from "../portable/fail.ts";
import { dataError, refuse } from "./failure.ts";
import type { Span } from "../text/source.ts";
import { nearest } from "../diagnostics/suggest.ts";

/** The largest file that is read, in bytes. */
export const largestFile = 2 ** 31 - 1;

/** What is wrong where the system refuses a file, by its error code. */
const refusals: Readonly<Record<string, string>> = {
  ENOENT: "was not found",
  ENOTDIR: "was not found",
  EACCES: "may not be read: permission denied",
  EPERM: "may not be read: permission denied",
  ELOOP: "is a symbolic link that leads back to itself",
  ENAMETOOLONG: "has a name that is too long",
  EISDIR: "is a folder, not a file",
  EMFILE: "cannot be opened: too many files are open",
};

/** The bytes of the file `path`, a path relative to one of `folders`, which are tried in order. */
export async function readAllowed(path: string, folders: readonly string[], at: Span): Promise<Uint8Array> {
  if (path === "") refuse(dataError("the path is empty", at));
  if (isAbsolute(path) || win32.isAbsolute(path))
    refuse(dataError(`${path} is an absolute path, where a path below the spec's folder is expected`, at, allow(path)));
  if ([normalize(path), win32.normalize(path)].some((plain) => plain.split(/[\\/]/).includes("..")))
    refuse(dataError(`${path} leaves the spec's folder`, at, allow(path)));
  for (const folder of folders) {
    const found = await resolved(join(folder, path), path, at);
    if (found === undefined) continue;
    if (await isBelow(found, folders)) return readChecked(found, path, at);
    refuse(dataError(`${path} is a link that leaves the spec's folder: it leads to ${found}`, at, allow(found)));
  }
  const elsewhere = "put it there, or name its folder with `--data-dir FOLDER`";
  const help = (await nearestFile(path, folders)) ?? elsewhere;
  return refuse({ ...dataError(`${path} was not found`, at, help), why: `looked in ${folders.join(", ")}` });
}

/** Help for a file that lies elsewhere. */
const allow = (path: string): string => {
  const { dir, base } = (isAbsolute(path) || !win32.isAbsolute(path) ? posix : win32).parse(path);
  return `allow its folder with \`--data-dir ${dir}\`, and name it ${JSON.stringify(base)}`;
};

/** The place that a path leads to through all links; undefined where nothing is. */
async function resolved(file: string, path: string, at: Span): Promise<string | undefined> {
  try {
    return await realpath(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    return refuse(dataError(refusalOf(error, path), at));
  }
}

const refusalOf = (error: unknown, path: string): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  return `${path} ${refusals[code ?? ""] ?? `cannot be read: ${message}`}`;
};

/** Whether a real path lies in one of the folders, which may be reached through links themselves. */
async function isBelow(file: string, folders: readonly string[]): Promise<boolean> {
  const real = await Promise.all(folders.map((folder) => realpath(folder).catch(() => undefined)));
  return real.some(
    (folder) => folder !== undefined && (file + sep).startsWith(folder.endsWith(sep) ? folder : folder + sep),
  );
}

/** The bytes of a file of any place, refused where it is none, is empty, or is too large. */
export async function readChecked(file: string, path: string, at: Span): Promise<Uint8Array> {
  try {
    const found = await stat(file);
    if (found.isDirectory()) fail(`${path} is a folder, not a file`);
    if (!found.isFile()) fail(`${path} is not a regular file`);
    if (found.size === 0) fail(`${path} is empty`);
    if (found.size > largestFile) fail(`${path} has ${found.size} bytes; the most that is read is ${largestFile}`);
    return await readFile(file);
  } catch (error) {
    const isOurs = (error as NodeJS.ErrnoException).code === "DATA";
    return refuse(dataError(isOurs ? (error as Error).message : refusalOf(error, path), at));
  }
}

/** A file in the same folder whose name is nearly the one that was asked for. */
async function nearestFile(path: string, folders: readonly string[]): Promise<string | undefined> {
  const names = await Promise.all(
    folders.map(async (folder) => {
      const real = await realpath(join(folder, dirname(path))).catch(() => undefined);
      return real !== undefined && (await isBelow(real, folders)) ? readdir(real).catch(() => []) : [];
    }),
  );
  const meant = nearest(basename(path), names.flat());
  return meant === undefined ? undefined : `did you mean ${join(dirname(path), meant)}?`;
}
