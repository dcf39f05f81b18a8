/** Who takes part, and how each is started. */
import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { hasRelaxedSimd } from "../../src/run/kernels/assembled.ts";
import type { SessionOptions } from "../../src/run/session.ts";

export interface Contender {
  readonly name: string;
  /** What it is, for people. */
  readonly title: string;
  /** The module of `peers/` that races in a process of Node; PyTorch races in Python. */
  readonly peer: "interpreted" | "emitted" | "tfjs-layers" | "jax-js" | "pytorch";
  /** How dnnc's session computes. */
  readonly session: Pick<SessionOptions, "mode">;
  /** How many threads compute. One is measured by the smaller of clock and processor time, for another program may be let in between. */
  readonly threads: number;
  /** Whether it is dnnc: its own way of training a spec. */
  readonly isOurs: boolean;
}

const all = availableParallelism();
const contender = (name: string, title: string, peer: Contender["peer"], more: Partial<Contender> = {}): Contender => ({
  ...{ name, title, peer, session: {}, threads: 1, isOurs: peer === "interpreted", ...more },
});

const withWorkers = (threads: number): Contender =>
  contender(`dnnc-fast-${threads}`, `dnnc with relaxed SIMD and ${threads} workers`, "interpreted", {
    session: { mode: "fast" },
    threads,
  });

export const contenders: readonly Contender[] = [
  contender("dnnc-exact", "dnnc with plain SIMD, the bits of TF.js", "interpreted", { session: { mode: "exact" } }),
  contender("dnnc-fast", "dnnc with relaxed SIMD", "interpreted", { session: { mode: "fast" } }),
  ...(all > 1 ? [withWorkers(all)] : []),
  contender("emitted", "dnnc's emitted TypeScript on TF.js, WASM backend", "emitted"),
  contender("tfjs-layers", "TF.js layers, WASM backend", "tfjs-layers"),
  contender("jax-js", "jax-js, WASM", "jax-js"),
  contender("pytorch-1", "PyTorch, one thread", "pytorch"),
  ...(all > 1 ? [contender(`pytorch-${all}`, `PyTorch, ${all} threads`, "pytorch", { threads: all })] : []),
];

export const python = "/usr/bin/python3";

/** Why a contender cannot be here at all; undefined where it can. */
export function absence({ peer, session }: Contender): string | undefined {
  if (session.mode === "fast" && !hasRelaxedSimd()) return "this machine does not run relaxed SIMD";
  if (peer === "pytorch" && torchVersion() === undefined) return `${python} has no torch`;
  const packages = { "tfjs-layers": "@tensorflow/tfjs-layers", "jax-js": "@jax-js/jax" } as Readonly<
    Record<string, string>
  >;
  const name = packages[peer];
  return name === undefined || isInstalled(name) ? undefined : `${name} is not installed`;
}

function isInstalled(name: string): boolean {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
}

let version: { readonly of: string | undefined } | undefined;

/** The version of PyTorch; undefined where Python has none. */
export function torchVersion(): string | undefined {
  version ??= { of: askVersion() };
  return version.of;
}

function askVersion(): string | undefined {
  const { status, stdout } = spawnSync(python, ["-c", "import torch; print(torch.__version__)"], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}
