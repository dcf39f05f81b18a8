/** Starts the workers, and says when one ends: an event that the thread which waits for it could not hear. */
import { parentPort, Worker } from "node:worker_threads";
import { isOutOfMemory } from "../out-of-memory.ts";
import { endBarrier } from "./barrier.ts";
import type { Failure, Member, Watch } from "./messages.ts";

export function watch({ job, entry, ports }: Watch): void {
  ports.forEach((port, i) => {
    const rank = i + 1;
    const workerData: Member = { job, shard: { workers: ports.length + 1, rank }, port };
    const worker = new Worker(new URL(entry), { workerData, transferList: [port] });
    const failed = (failure: Omit<Failure, "rank">): void => {
      parentPort!.postMessage({ rank, ...failure } satisfies Failure);
      endBarrier(job.meeting.cells, "failed");
    };
    worker.on("error", (error) =>
      failed({ message: error.message, stack: error.stack, outOfMemory: isOutOfMemory(error) }),
    );
    worker.on("exit", (code) =>
      failed({ message: `it ended with code ${code}`, stack: undefined, outOfMemory: false }),
    );
  });
}
