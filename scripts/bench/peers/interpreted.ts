/** dnnc as `dnnc train` runs it: the run's own loop, which is held up between two rounds. */
import { openBackend } from "../../../src/run/backend.ts";
import { loadModel } from "../../../src/run/model.ts";
import { createSession } from "../../../src/run/session.ts";
import { train } from "../../../src/run/train.ts";
import { sharedData } from "../../../src/run/workers/share.ts";
import { makeTeam } from "../../../src/run/workers/team.ts";
import { readCase } from "../cases.ts";
import type { RaceJob } from "../job.ts";
import { readData } from "../made-data.ts";
import { openRounds } from "../rounds.ts";

const epochs = 1_000_000;

export async function race(job: RaceJob): Promise<never> {
  const { training } = readCase(job);
  const { session, workers } = job;
  const data = workers === 1 ? readData(job.data) : sharedData(readData(job.data));
  const entry = new URL("./worker.mjs", import.meta.url);
  const team =
    workers === 1 ? undefined : makeTeam(training, data, { backend: "wasm", session, workers, epochs, entry });
  const backend = await openBackend("wasm");
  const model = loadModel(
    training.network,
    createSession(backend, { ...session, allReduce: team?.allReduce }),
    training.seed,
  );
  const rounds = openRounds([], () => {
    const { numTensors, numBytes } = backend.tf.memory();
    return { tensors: numTensors, tensorBytes: numBytes, heap: process.memoryUsage().heapUsed };
  });
  let left = rounds.next(NaN);
  const { reason, notFinite } = await train(training, data, model, {
    epochs,
    team,
    now: () => performance.now(),
    onStep({ loss }) {
      if (--left === 0) left = rounds.next(loss);
    },
  });
  throw new Error(`training ended: ${notFinite === undefined ? reason : `${notFinite.what} is not finite`}`);
}
