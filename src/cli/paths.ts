/** From what stands on the command line to the specs it names. */
import { readdirSync, realpathSync, statSync, type Dirent } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";
import { globBase, globMatcher, isGlob } from "../text/glob.ts";

export interface Found {
  /** As they were named, or below the folder that was; each once. */
  readonly files: readonly string[];
  /** The paths that name nothing, and the folders that may not be read. */
  readonly missing: readonly string[];
}

/** Standard input, as a path. */
export const standardInput = "-";

/** Every spec that the paths name: a file whatever its ending, the `.dnn` files of a folder, what matches a pattern. */
export function findSpecs(paths: readonly string[]): Found {
  const files = new Set<string>();
  const missing: string[] = [];
  for (const path of paths) {
    const before = missing.length;
    const found = specsOf(path, missing);
    if (found.length === 0 && missing.length === before) missing.push(path);
    for (const file of found) files.add(file);
  }
  return { files: [...files], missing };
}

function specsOf(path: string, missing: string[]): readonly string[] {
  if (path === standardInput) return [path];
  const isFolder = isFolderAt(path);
  if (isFolder) return below(path, missing).filter((file) => file.endsWith(".dnn"));
  if (isFolder === false || !isGlob(path)) return [path];
  return below(globBase(path), missing).filter(globMatcher(path));
}

/** Whether a path is a folder; `undefined` where it is nothing that could be asked. */
export function isFolderAt(path: string): boolean | undefined {
  try {
    return statSync(path).isDirectory();
  } catch {
    return undefined;
  }
}

/**
 * The files below a folder in the order of their names; hidden folders, node_modules and links to folders are left out, and so are
 * links to files that do not lie below it, so that nobody's link makes a run tell of a file elsewhere.
 */
function below(folder: string, unreadable: string[], top = folder): readonly string[] {
  return entriesOf(folder, unreadable)
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isSymbolicLink() && leadsOut(path, top)) return [];
      if (!entry.isDirectory()) return [path];
      return entry.name.startsWith(".") || entry.name === "node_modules" ? [] : below(path, unreadable, top);
    });
}

function leadsOut(path: string, top: string): boolean {
  try {
    const found = relative(realpathSync(top), realpathSync(path));
    return found === ".." || found.startsWith(`..${sep}`) || isAbsolute(found);
  } catch {
    return false;
  }
}

function entriesOf(folder: string, unreadable: string[]): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    unreadable.push(folder);
    return [];
  }
}
