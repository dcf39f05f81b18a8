/** What a process of the bench is started for; it finds this as JSON in the file that it is given. */
import type { SessionOptions } from "../../src/run/session.ts";
import type { DataFile } from "./made-data.ts";
import type { PlainTraining } from "./plain-training.ts";

/** A contender's part in a race. */
export interface RaceJob {
  readonly spec: string;
  readonly train: string;
  readonly data: DataFile;
  /** For dnnc's own sessions, and how many threads share a batch. */
  readonly session: Pick<SessionOptions, "mode">;
  readonly workers: number;
  /** For other frameworks: the training in words that they know. */
  readonly plain?: PlainTraining;
  /** For emitted programs: the module without types, and its batch. */
  readonly program?: string;
  readonly batchSize?: number;
}

export type PeerJob = RaceJob & { readonly plain: PlainTraining };
export type EmittedJob = RaceJob & { readonly program: string; readonly batchSize: number };
