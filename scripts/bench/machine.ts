/** The machine that a bench ran on, as far as it bears on the figures. */
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { torchVersion } from "./contenders.ts";

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  /** Bytes. */
  readonly memory: number;
  readonly system: string;
  readonly node: string;
  readonly v8: string;
  /** By name: what the contenders are made of, where it is there. */
  readonly versions: Readonly<Record<string, string>>;
  /** Processes that wanted a core in the last minute, before the bench and after it. */
  readonly load: { readonly before: number; readonly after: number };
}

export const loadNow = (): number => Math.round(100 * loadavg()[0]!) / 100;

export function describeMachine(before: number): Machine {
  const packages = ["@tensorflow/tfjs-core", "@tensorflow/tfjs-layers", "@jax-js/jax"];
  const found = [...packages.map((name) => [name, versionOf(name)] as const), ["torch", torchVersion()] as const];
  return {
    processor: cpus()[0]!.model.trim(),
    cores: availableParallelism(),
    memory: totalmem(),
    system: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    v8: process.versions.v8,
    versions: Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== undefined)),
    load: { before, after: loadNow() },
  };
}

function versionOf(name: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")) as { version: string }).version;
  } catch {
    return undefined;
  }
}

/** More than this share of the cores at work for others before the bench began makes its figures doubtful. */
const quiet = 0.25;

/** What to think of the figures of a machine that others used; nothing of a quiet one. */
export function loadWarning({ load, cores }: Machine): string | undefined {
  if (load.before <= quiet * cores) return undefined;
  return `others used the machine (load average ${load.before} on ${cores} cores): ratios are rough, and those of several threads mean nothing`;
}
