/** From what stands on the command line to the specs it names. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { globBase, globPattern, isGlob } from "./glob.ts";

export interface Found {
  /** As they were named, or below the folder that was; each once. */
  readonly files: readonly string[];
  /** The paths that name nothing. */
  readonly missing: readonly string[];
}

/** Standard input, as a path. */
export const standardInput = "-";

/** Every spec that the paths name: a file whatever its ending, the `.dnn` files of a folder, what matches a pattern. */
export function findSpecs(paths: readonly string[]): Found {
  const files = new Set<string>();
  const missing: string[] = [];
  for (const path of paths) {
    const found = specsOf(path);
    if (found.length === 0) missing.push(path);
    for (const file of found) files.add(file);
  }
  return { files: [...files], missing };
}

function specsOf(path: string): readonly string[] {
  if (path === standardInput) return [path];
  const state = statSync(path, { throwIfNoEntry: false });
  if (state?.isDirectory()) return below(path).filter((file) => file.endsWith(".dnn"));
  if (state !== undefined || !isGlob(path)) return [path];
  const pattern = globPattern(path);
  return below(globBase(path)).filter((file) => pattern.test(file));
}

/** The files below a folder in the order of their names; hidden folders, node_modules and links to folders are left out. */
function below(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (!entry.isDirectory()) return [path];
      return entry.name.startsWith(".") || entry.name === "node_modules" ? [] : below(path);
    });
}
