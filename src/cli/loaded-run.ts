/** A run's folder, made into a network that can be evaluated and can predict. */
import { join } from "node:path";
import { parse } from "../syntax/parse.ts";
import { resolve } from "../network/resolve.ts";
import type { Training } from "../network/resolve-train.ts";
import { openBackend, type BackendName } from "../run/backend.ts";
import { loadModel, type LoadedModel } from "../run/model.ts";
import { isOutOfMemory } from "../run/out-of-memory.ts";
import { createSession, quickestMode } from "../run/session.ts";
import { allWeights } from "../graph/step.ts";
import { UsageError } from "./failure.ts";
import { readRun, type Resolved } from "./run-folder.ts";

export interface LoadedRun {
  readonly training: Training;
  readonly model: LoadedModel;
  readonly resolved: Resolved;
}

/** Reads the folder; weights that do not belong to its spec are refused. */
export async function loadRun(folder: string, backend: BackendName): Promise<LoadedRun> {
  const { spec, resolved, weights } = readRun(folder);
  const { file } = parse({ path: join(folder, "spec.dnn"), text: spec });
  const found = resolve(file, { dataShape: () => resolved.shape }).model.trainings.find(
    ({ name }) => name === resolved.train,
  );
  if (found === undefined)
    throw new UsageError(
      `the spec in ${folder} has no sound train block \`${resolved.train}\``,
      "it was changed after the run; train again",
    );
  const training = { ...found, seed: resolved.seed };
  const saved = new Map([...weights].map(([path, { values }]) => [path, values]));
  const stranger = allWeights(training.network).find(
    ({ path, shape }) => weights.get(path)?.shape.join() !== shape.join(),
  );
  if (stranger !== undefined)
    throw new UsageError(
      `the weights in ${folder} do not fit its spec: ${stranger.path}`,
      "one of the two was changed after the run; train again",
    );
  const opened = await openBackend(backend);
  const session = createSession(opened, { mode: resolved.arithmetic === "fast" ? quickestMode(opened) : "exact" });
  return { training, model: withinMemory(() => loadModel(training.network, session, training.seed, saved)), resolved };
}

/** Does work with a network; memory that is too small for it is told, and is no bug. */
export function withinMemory<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!isOutOfMemory(error)) throw error;
    throw new UsageError("there is no memory left for this network", (error as Error).message);
  }
}
