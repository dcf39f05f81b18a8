/** A worker of several, all but the first: the same steps on its own part of each batch, until it is told no more. */
import { resolve } from "../../network/resolve.ts";
import type { Training } from "../../network/resolve-train.ts";
import { parse } from "../../syntax/parse.ts";
import { openBackend } from "../backend.ts";
import { makeEpochEvaluation } from "../epoch-evaluation.ts";
import { loadModel } from "../model.ts";
import { createSession } from "../session.ts";
import { makeSteps } from "../steps.ts";
import { Ended } from "./barrier.ts";
import { digestOf } from "./digest.ts";
import { makeAllReduce } from "./exchange.ts";
import { mailbox, type Go, type Job, type Member, type Told } from "./messages.ts";

/** The training as the first worker has it. */
function trainingOf({ source, name, seed, data }: Job): Training {
  const { model } = resolve(parse(source).file, { dataShape: () => data.shape });
  const training = model.trainings.find((one) => one.name === name);
  if (training === undefined) throw new Error(`the spec has no train block ${name}`);
  return { ...training, seed };
}

export async function work({ job, shard, port }: Member): Promise<void> {
  const told = mailbox<Go>(port);
  const training = trainingOf(job);
  const allReduce = makeAllReduce(job.meeting, shard, job.hasCore);
  const session = createSession(await openBackend(job.backend), { ...job.session, allReduce });
  const model = loadModel(training.network, session, training.seed, job.weights);
  const steps = makeSteps(training, job.data, model, { epochs: job.epochs, shard });
  const evaluation = makeEpochEvaluation(training, job.data, model, shard);
  port.postMessage("ready" satisfies Told);
  for (let epoch = 1; ; epoch++) {
    try {
      for (const _ of steps.epoch(epoch));
    } catch (error) {
      // The first worker ends this thread.
      if (error instanceof Ended) return port.close();
      throw error;
    }
    const [taken, digest] = [steps.recorder.take(), digestOf(model)];
    port.postMessage({ epoch, taken, digest, evaluated: evaluation.share() } satisfies Told);
    steps.watch((await told()).watched);
  }
}
