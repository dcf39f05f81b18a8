/**
 * Runs graphs. A session keeps the variables; a program is one graph made ready to be run again and again.
 * There are two ways to compute: compiled, in TF.js's own heap, and by plain TF.js calls. On the WASM backend they are equal to the bit,
 * unless the compiled way is asked to be `fast`: then it rounds less often and adds up in the order that is quickest.
 */
import type { Combine, Graph, Shape } from "../graph/ir.ts";
import type { Backend } from "./backend.ts";
import { plainSession } from "./plain.ts";
import { compiledSession } from "./compiled.ts";
import { hasRelaxedSimd, type KernelMode } from "./kernels/assembled.ts";

export interface Session {
  /** Makes a variable: kept between runs, shared by all programs of the session. */
  variable(name: string, shape: Shape, initial: Float32Array): void;
  /** A copy of a variable's numbers. */
  read(name: string): Float32Array;
  write(name: string, values: Float32Array): void;
  /** Makes a graph ready to run. Its variables must have been made; `seed` is that of its draws. */
  compile(graph: Graph, seed: number): Program;
  /** Frees everything, the programs included. */
  dispose(): void;
}

export interface Program {
  /** Writes a feed: as many numbers as its shape has, or one number for a scalar. */
  feed(name: string, values: Float32Array | number): void;
  /** Writes a feed row by row: its row i is row `rows[first + i]` of `source`, whose rows have `width` numbers. */
  gather(name: string, source: Float32Array, width: number, rows: Uint32Array, first: number): void;
  /** Draws the random numbers of step `step`, computes, then writes the updates, all at once. */
  run(step: number): void;
  /** A copy of an output of the last run; truths are 0 and 1. */
  output(name: string): Float32Array;
  /** The first number of an output of the last run. */
  scalar(name: string): number;
}

/**
 * Puts values together over all workers, in place: each array is the part of this worker, and afterwards what all have together. It is
 * called for each exchange of a graph (`graph/exchanges.ts`) in its order, and returns when every worker has called it.
 */
export type AllReduceValues = (values: readonly Float32Array[], combine: Combine) => void;

export interface SessionOptions {
  /** Compute with ordinary TF.js calls, also where the heap is shared. */
  readonly plain?: boolean | undefined;
  /** `exact`, which is TF.js's bits, where nothing is said; `fast` only where `hasRelaxedSimd()`. */
  readonly mode?: KernelMode | undefined;
  /** Without it every operation is a pass of its own, as tests want it. */
  readonly fuse?: boolean | undefined;
  /** Absent where one worker does everything: a graph with an `allReduce` is a mistake then. */
  readonly allReduce?: AllReduceValues | undefined;
}

export function createSession(
  backend: Backend,
  { plain = false, mode = "exact", fuse = true, allReduce }: SessionOptions = {},
): Session {
  return backend.heap === undefined || plain
    ? plainSession(backend, allReduce)
    : compiledSession(backend.heap, { mode, fuse, allReduce });
}

/** The quickest way that a session can compute here: `fast` where it is compiled and the machine has relaxed SIMD. */
export const quickestMode = ({ heap }: Backend): KernelMode =>
  heap !== undefined && hasRelaxedSimd() ? "fast" : "exact";
