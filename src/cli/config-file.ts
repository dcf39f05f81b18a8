/** Which config is for which file: the nearest `dnnc.config.json` upwards from it, read once. */
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { configName, noConfig, readConfig, type Config, type Settings } from "../lint/config.ts";
import { readJsonFile, refuseJson } from "./json-file.ts";
import { standardInput } from "./paths.ts";
import { pathFrom } from "./project-root.ts";

/** How the file at a path is linted; `undefined` where the config leaves it out. */
export type SettingsOf = (path: string) => Settings | undefined;

interface Placed {
  readonly config: Config;
  readonly folder: string;
}

/** `false` asks for no config at all, a path for this one, whatever lies nearer. */
export function settingsFinder(asked: string | false | undefined): SettingsOf {
  if (asked === false) return noConfig.settingsFor;
  const nearest = asked === undefined ? finder() : () => one;
  const one = asked === undefined ? undefined : placed(asked);
  return (path) => {
    const name = path === standardInput ? "stdin.dnn" : path;
    const { config, folder } = nearest(dirname(resolve(name))) ?? { config: noConfig, folder: "." };
    return config.settingsFor(pathFrom(folder)(name));
  };
}

function finder(): (folder: string) => Placed | undefined {
  const known = new Map<string, Placed | undefined>();
  const nearest = (folder: string): Placed | undefined => {
    if (known.has(folder)) return known.get(folder);
    const here = join(folder, configName);
    const above = dirname(folder);
    const found = existsSync(here) ? placed(here) : above === folder ? undefined : nearest(above);
    known.set(folder, found);
    return found;
  };
  return nearest;
}

function placed(path: string): Placed {
  const shown = pathFrom(process.cwd())(path);
  const read = readConfig(readJsonFile(shown, "config"));
  return "config" in read ? { config: read.config, folder: dirname(resolve(path)) } : refuseJson(shown, read.mistakes);
}
