/**
 * Runs graphs. A session keeps the variables; a program is one graph made ready to be run again and again.
 * There are two ways to compute, equal to the bit on the WASM backend: a plan of kernel calls on TF.js's own heap, and plain TF.js.
 */
import type { Combine, Graph, Shape } from "../graph/ir.ts";
import type { Backend } from "./backend.ts";
import { plainSession } from "./plain.ts";
import { planSession } from "./plan.ts";

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
  /** Absent where one worker does everything: a graph with an `allReduce` is a mistake then. */
  readonly allReduce?: AllReduceValues | undefined;
}

export function createSession(backend: Backend, { plain = false, allReduce }: SessionOptions = {}): Session {
  return backend.heap === undefined || plain ? plainSession(backend, allReduce) : planSession(backend.heap, allReduce);
}
