/** What the threads of a run tell one another, beside the numbers that they share. */
import type { MessagePort } from "node:worker_threads";
import type { DataSet } from "../../data/spec.ts";
import type { Source } from "../../text/source.ts";
import type { Shard } from "../../graph/shard.ts";
import type { BackendName } from "../backend.ts";
import type { EpochEvaluated } from "../epoch-evaluation.ts";
import type { Taken } from "../recorder.ts";
import type { SessionOptions } from "../session.ts";
import type { Meeting } from "./exchange.ts";

/** How every worker computes: alike. */
export interface Computing {
  readonly backend: BackendName;
  readonly session: Omit<SessionOptions, "allReduce">;
}

/** A run as every worker is told of it: what is not here follows from the spec. */
export interface Job extends Computing {
  readonly source: Source;
  /** Of the train block. */
  readonly name: string;
  readonly seed: number;
  readonly epochs: number;
  /** Its arrays lie in shared memory. */
  readonly data: DataSet;
  readonly meeting: Meeting;
  /** The weights that the run begins with. */
  readonly weights: ReadonlyMap<string, Float32Array>;
  /** Whether there are as many cores as workers. */
  readonly hasCore: boolean;
}

/** One of several workers, and where it speaks with the first. */
export interface Member {
  readonly job: Job;
  readonly shard: Shard;
  readonly port: MessagePort;
}

/** The thread that starts the workers and hears of it when one ends, though the first is waiting for it. */
export interface Watch {
  readonly job: Job;
  readonly entry: string;
  /** One for each worker but the first. */
  readonly ports: readonly MessagePort[];
}

/** What a worker tells: that it could begin, then a report at the end of each epoch. */
export type Told = "ready" | Report;

export interface Report {
  readonly epoch: number;
  /** What its steps have recorded. */
  readonly taken: Taken;
  readonly evaluated: EpochEvaluated;
  /** Of its weights: `digest.ts`. */
  readonly digest: number;
}

/** The next epoch begins; the loss that a schedule watches was this. */
export interface Go {
  readonly watched: number;
}

/** A worker has ended before the run has. */
export interface Failure {
  readonly rank: number;
  readonly message: string;
  readonly stack: string | undefined;
  readonly outOfMemory: boolean;
}

/** What comes to a port, in order: nothing is lost that comes before it is waited for. */
export function mailbox<T>(port: MessagePort): () => Promise<T> {
  const come: T[] = [];
  const waiting: ((message: T) => void)[] = [];
  port.on("message", (message: T) => {
    const next = waiting.shift();
    if (next === undefined) come.push(message);
    else next(message);
  });
  return () =>
    new Promise((take) => {
      const next = come.shift();
      if (next === undefined) waiting.push(take);
      else take(next);
    });
}
