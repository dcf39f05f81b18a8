/** `dnnc lint --watch`: lints again after each change of a spec or a config, and when specs come or go. */
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { configName } from "../lint/config.ts";
import { UsageError } from "./failure.ts";
import { findSpecs, standardInput } from "./paths.ts";
import { stampOf, watchOver, type Look } from "./watch.ts";

/** What looks once, or writes what is watched. */
const refused = { fix: "--fix", changed: "--changed", writeBaseline: "--write-baseline" } as const;

interface Asked extends Readonly<Partial<Record<keyof typeof refused, unknown>>> {
  /** A config's path; `false` for none at all. */
  readonly config?: string | false;
}

export function watchSpecs(paths: readonly string[], asked: Asked, lint: () => Promise<void>): Promise<never> {
  if (paths.includes(standardInput)) throw new UsageError("standard input cannot be watched", "name a file");
  for (const [option, flag] of Object.entries(refused))
    if (asked[option as keyof typeof refused] !== undefined)
      throw new UsageError(`\`--watch\` looks again and again, and takes no \`${flag}\``);
  return watchOver(paths.join(" "), lookAt(paths, asked.config), lint);
}

/** The specs that are there now with their times, and those of every config that may be for one of them. */
const lookAt =
  (paths: readonly string[], config: string | false | undefined): Look =>
  async () => {
    const { files, missing } = findSpecs(paths);
    const configs = config === undefined ? configsAbove(files) : config === false ? [] : [config];
    const watched = [...files, ...configs];
    const stamps = await Promise.all(watched.map(stampOf));
    return JSON.stringify([watched.map((path, i) => [path, stamps[i]]), missing]);
  };

function configsAbove(files: readonly string[]): readonly string[] {
  const folders = new Set<string>();
  for (const file of files)
    for (let folder = dirname(resolve(file)); !folders.has(folder); folder = dirname(folder)) folders.add(folder);
  return [...folders].map((folder) => join(folder, configName)).filter((path) => existsSync(path));
}
