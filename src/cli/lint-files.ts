/** Which specs a lint run looks at, what each holds, and how each is linted. */
import { isGlob } from "../text/glob.ts";
import type { Settings } from "../lint/config.ts";
import type { ReadProblem } from "../text/read.ts";
import type { Source } from "../text/source.ts";
import { settingsFinder } from "./config-file.ts";
import { UsageError } from "./failure.ts";
import { isFolderAt, findSpecs, standardInput } from "./paths.ts";
import { read } from "./sources.ts";

export interface Selection {
  readonly changed?: boolean | undefined;
  readonly base?: string | undefined;
  /** A config's path; `false` for none at all. */
  readonly config?: string | false | undefined;
}

export interface Spec {
  readonly path: string;
  readonly source: Source;
  readonly settings: Settings;
}

export interface Selected {
  readonly specs: readonly Spec[];
  readonly unreadable: readonly (ReadProblem & { readonly path: string })[];
  /** Named one by one, and left out by a config. */
  readonly ignored: readonly string[];
}

const nothingHere: ReadProblem = { message: "there is no spec here", help: "a spec is a file that ends in `.dnn`" };

/** The specs that the paths name, but for those that a config leaves out or that have not changed. */
export async function selectSpecs(paths: readonly string[], { changed, base, config }: Selection): Promise<Selected> {
  if (base !== undefined && changed !== true) throw new UsageError("`--base` goes with `--changed`");
  const settingsOf = settingsFinder(config);
  const { files, missing } = findSpecs(paths);
  const git = changed === true ? (await import("./changed.ts")).changedFiles(base) : undefined;
  const named = new Set(paths);
  const specs: Spec[] = [];
  const unreadable = missing
    .filter((path) => git === undefined || !mayBeGone(path))
    .map((path) => ({ path, ...nothingHere }));
  const ignored: string[] = [];
  for (const path of files.toSorted()) {
    const settings = settingsOf(path);
    if (settings === undefined) {
      if (named.has(path)) ignored.push(path);
      continue;
    }
    const result = git === undefined || path === standardInput || git.has(path) ? read(path) : undefined;
    if (result === undefined) continue;
    if ("source" in result) specs.push({ path, settings, source: result.source });
    else unreadable.push({ path, ...result.problem });
  }
  return { specs, unreadable, ignored };
}

/** A folder or a pattern that has no spec: all of them may have been taken out by the change. */
const mayBeGone = (path: string): boolean => isGlob(path) || isFolderAt(path) === true;
