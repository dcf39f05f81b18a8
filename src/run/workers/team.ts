/**
 * Synchronous data-parallel training: several threads take a part of each batch, exchange what runs over all of it, and make the same update
 * each for itself. This thread is the first worker and decides; the others follow.
 */
import { availableParallelism } from "node:os";
import { MessageChannel, Worker } from "node:worker_threads";
import type { DataSet } from "../../data/spec.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { allWeights } from "../../graph/step.ts";
import type { Training } from "../../network/resolve-train.ts";
import type { LoadedModel } from "../model.ts";
import { OutOfMemory } from "../out-of-memory.ts";
import type { AllReduceValues } from "../session.ts";
import { batchSizes, stepGraph } from "../steps.ts";
import { Ended, endBarrier } from "./barrier.ts";
import { digestOf } from "./digest.ts";
import { makeAllReduce, makeMeeting } from "./exchange.ts";
import {
  mailbox,
  type Computing,
  type Failure,
  type Go,
  type Job,
  type Report,
  type Told,
  type Watch,
} from "./messages.ts";

export interface Team {
  readonly workers: number;
  /** For the session of this thread. */
  readonly allReduce: AllReduceValues;
  /** Starts the other threads, with the weights that the run begins with, and waits until all could begin. */
  begin(weights: ReadonlyMap<string, Float32Array>): Promise<void>;
  /** At the end of an epoch: what each other worker tells. Throws unless all have come to the same weights. */
  gather(epoch: number, model: LoadedModel): Promise<readonly Report[]>;
  /** Lets the others begin the next epoch; `watched` is what the schedule was told. */
  go(watched: number): void;
  /** What went wrong, where `error` only says that another worker has ended. */
  reasonOf(error: unknown): Promise<unknown>;
  /** Ends the other threads, wherever they are. */
  end(): Promise<void>;
}

export interface TeamOptions extends Computing {
  readonly workers: number;
  readonly epochs: number;
  /** The built `worker.ts`; where nothing is said, the file beside this one in the built command. */
  readonly entry?: URL | undefined;
}

/** What of a step cannot be divided among workers. */
export function checkTeam(training: Training, data: DataSet, workers: number): readonly Diagnostic[] {
  const found = graphsOf(training, data, workers).find((one) => "indivisible" in one);
  if (found === undefined || "graph" in found) return [];
  const { node, why } = found.indivisible;
  return [
    {
      code: "not-divisible",
      severity: "error",
      message: `a step of this network cannot be divided among ${workers} workers: \`${node.op}\` ${why}`,
      at: node.at ?? training.declaration.name.span,
      help: "leave `--workers` out",
    },
  ];
}

/** The steps of the first worker, for each size of batch. */
const graphsOf = (training: Training, data: DataSet, workers: number) =>
  batchSizes(training, data).map(
    (batch) => stepGraph(training, allWeights(training.network), batch, data.outputs, { workers, rank: 0 }).graph,
  );

/** A team of two workers or more for a training that can be divided, on data in shared memory (`share.ts`). */
export function makeTeam(training: Training, data: DataSet, options: TeamOptions): Team {
  const { workers, epochs, backend, session, entry = new URL("./worker.cjs", import.meta.url) } = options;
  const graphs = graphsOf(training, data, workers).flatMap((one) => ("graph" in one ? [one.graph] : []));
  const meeting = makeMeeting(graphs, workers);
  const hasCore = workers <= availableParallelism();
  let channels: readonly MessageChannel[] = [];
  let told: readonly (() => Promise<Told>)[] = [];
  let thread: Worker | undefined;
  let fail: (error: Error) => void;
  const failure = new Promise<Error>((tell) => (fail = tell));
  /** The next thing that each of the others tells, unless one fails. */
  const heard = (): Promise<readonly Told[]> =>
    Promise.race([Promise.all(told.map((next) => next())), failure.then((error) => Promise.reject(error))]);

  return {
    workers,
    allReduce: makeAllReduce(meeting, { workers, rank: 0 }, hasCore),
    async begin(weights) {
      const { name, declaration, seed } = training;
      const { source } = declaration.name.span;
      const seen = { ...data, test: undefined };
      const job: Job = { source, name, seed, epochs, data: seen, meeting, weights, hasCore, backend, session };
      channels = Array.from({ length: workers - 1 }, () => new MessageChannel());
      told = channels.map(({ port1 }) => mailbox<Told>(port1));
      const ports = channels.map(({ port2 }) => port2);
      const workerData: Watch = { job, entry: entry.href, ports };
      thread = new Worker(entry, { workerData, transferList: ports });
      thread.on("error", fail);
      thread.on("message", (failed: Failure) => fail(errorOf(failed, workers)));
      await heard();
    },
    async gather(epoch, model) {
      const reports = (await heard()).filter((one): one is Report => one !== "ready");
      const own = digestOf(model);
      const odd = reports.findIndex((report) => report.digest !== own || report.epoch !== epoch);
      if (odd >= 0) throw new Error(`worker ${odd + 2} has come to other weights than the first in epoch ${epoch}`);
      return reports;
    },
    go: (watched) => channels.forEach(({ port1 }) => port1.postMessage({ watched } satisfies Go)),
    reasonOf: async (error) => (error instanceof Ended ? failure : error),
    async end() {
      endBarrier(meeting.cells, "ended");
      for (const { port1 } of channels) port1.close();
      await thread?.terminate();
    },
  };
}

function errorOf({ rank, message, stack, outOfMemory }: Failure, workers: number): Error {
  const text = `worker ${rank + 1} of ${workers} has ended: ${message}`;
  const error = outOfMemory ? new OutOfMemory(text) : new Error(text);
  if (stack !== undefined) error.stack = `${text}\n${stack}`;
  return error;
}
