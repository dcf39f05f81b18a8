import type { DataSet } from "../data/spec.ts";
import type { Layer } from "../network/network.ts";
import type { Training } from "../network/resolve-train.ts";
import { makeEpochEvaluation } from "./epoch-evaluation.ts";
import { readWeights, writeWeights, type LoadedModel, type Measures } from "./model.ts";
import type { NumberStates } from "./numbers.ts";
import { makeSteps } from "./steps.ts";
import type { Team } from "./workers/team.ts";

/** One line of the history; the names are those of `dnnc train --json`. */
export interface EpochLine {
  readonly event: "epoch";
  readonly epoch: number;
  /** Steps since the run began. */
  readonly step: number;
  /** The rate of the epoch's last step. */
  readonly learning_rate: number;
  readonly loss: number;
  readonly seconds: number;
  /** Metrics; `training_…` of loss and metrics where the training part is measured in inference too, and `validation_…`. */
  readonly [measure: string]: number | string;
}

export interface Progress {
  readonly epoch: number;
  readonly epochs: number;
  /** Steps done in this epoch, and how many it has. */
  readonly step: number;
  readonly steps: number;
  /** The mean loss of this epoch so far. */
  readonly loss: number;
}

export interface TrainOptions {
  readonly epochs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds; asked for the `seconds` of a line and to give way to the event loop now and then. */
  readonly now: () => number;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** After each step: its rate, and the loss of its batch before the update. */
  readonly onStep?: ((at: { readonly step: number; readonly rate: number; readonly loss: number }) => void) | undefined;
  /** After each epoch; `best` is whether it is the best so far. */
  readonly onEpoch?: ((line: EpochLine, best: boolean, states: NumberStates) => void | Promise<void>) | undefined;
  /** When the run is interrupted in the middle of an epoch, while the session still holds the weights as they are. */
  readonly onInterrupted?:
    ((at: { readonly epochs: number; readonly step: number }, states: NumberStates) => void) | undefined;
  /** The workers that take part beside this one. The session was made with their `allReduce`; they end with the run. */
  readonly team?: Team | undefined;
}

export type EndReason = "epochs" | "early_stopping" | "interrupted" | "not_finite";

export interface TrainResult {
  readonly reason: EndReason;
  /** The epoch with the smallest monitored loss; 0 before the first. */
  readonly bestEpoch: number;
  readonly epochs: number;
  readonly steps: number;
  readonly history: readonly EpochLine[];
  readonly bestWeights: ReadonlyMap<string, Float32Array> | undefined;
  /** Whether the session now holds the best weights. */
  readonly restored: boolean;
  /** Where the numbers left the finite ones, if they did. */
  readonly notFinite: NotFinite | undefined;
}

export interface NotFinite {
  /** The loss of a step; at the end of an epoch, or of an interrupted run, the weights; or a loss that is measured in inference. */
  readonly what: "loss" | "weights" | "training_loss" | "validation_loss";
  readonly step: number;
  readonly epoch: number;
  /** The first layer whose weights are not finite. */
  readonly layer: Layer | undefined;
}

const sliceOfTime = 40;

/** Trains a model on data; the session holds the result. Steps are run without a pause, and every 40 ms other things get a turn. */
export async function train(
  training: Training,
  data: DataSet,
  model: LoadedModel,
  options: TrainOptions,
): Promise<TrainResult> {
  const { team } = options;
  if (team === undefined) return run(training, data, model, options);
  try {
    await team.begin(readWeights(model));
    return await run(training, data, model, options);
  } catch (error) {
    throw await team.reasonOf(error);
  } finally {
    await team.end();
  }
}

async function run(
  training: Training,
  data: DataSet,
  model: LoadedModel,
  { team, ...options }: TrainOptions,
): Promise<TrainResult> {
  const { earlyStopping } = training;
  const epochs = options.epochs ?? training.epochs;
  const part = data.train;
  const shard = { workers: team?.workers ?? 1, rank: 0 };
  const steps = makeSteps(training, data, model, { epochs, shard });
  const { stepsPerEpoch, recorder } = steps;
  const evaluation = makeEpochEvaluation(training, data, model, shard);
  const history: EpochLine[] = [];
  const best = { epoch: 0, value: Infinity, weights: undefined as ReadonlyMap<string, Float32Array> | undefined };
  let step = 0;
  let turn = options.now();
  let reason: EndReason = "epochs";
  let notFinite: TrainResult["notFinite"];
  const interrupted = (): boolean => options.signal?.aborted === true;

  for (let epoch = 1; epoch <= epochs && reason === "epochs"; epoch++) {
    const began = options.now();
    let sum = 0;
    let rate = 0;
    for (const done of steps.epoch(epoch)) {
      const { first, batch, loss } = done;
      ({ step, rate } = done);
      sum += loss * batch;
      options.onStep?.({ step, rate, loss });
      if (!Number.isFinite(loss)) {
        notFinite = { what: "loss", step, epoch, layer: layerNotFinite(model) };
        reason = "not_finite";
        break;
      }
      if (options.now() - turn < sliceOfTime) continue;
      options.onProgress?.({
        epoch,
        epochs,
        step: Math.floor(first / training.batchSize) + 1,
        steps: stepsPerEpoch,
        loss: sum / (first + batch),
      });
      await new Promise((resume) => setImmediate(resume));
      turn = options.now();
      if (interrupted()) break;
    }
    if (reason !== "epochs") break;
    const layer = layerNotFinite(model);
    if (layer !== undefined) {
      notFinite = { what: "weights", step, epoch, layer };
      reason = "not_finite";
      break;
    }
    if (interrupted()) {
      options.onInterrupted?.({ epochs: history.length, step }, steps.states());
      reason = "interrupted";
      break;
    }
    const own = evaluation.share();
    const reports = team === undefined ? [] : await team.gather(epoch, model);
    for (const { taken } of reports) recorder.merge(taken);
    const measured: Record<string, number> = { loss: sum / part.count, ...recorder.read() };
    const shares = [own, ...reports.map(({ evaluated }) => evaluated)];
    const { training: inInference, validation } = evaluation.together(shares);
    const losses = { training_loss: inInference?.loss ?? 0, validation_loss: validation?.loss ?? 0 };
    const what = (["training_loss", "validation_loss"] as const).find((name) => !Number.isFinite(losses[name]));
    if (what !== undefined) {
      notFinite = { what, step, epoch, layer: undefined };
      reason = "not_finite";
      break;
    }
    const line = epochLine(epoch, step, rate, measured, inInference, validation, (options.now() - began) / 1000);
    history.push(line);
    const watched = validation?.loss ?? measured["loss"]!;
    steps.watch(watched);
    const monitored = earlyStopping?.monitor === "loss" ? measured["loss"]! : (validation?.loss ?? measured["loss"]!);
    const better = monitored < best.value;
    if (better) {
      best.epoch = epoch;
      best.value = monitored;
      if (earlyStopping?.restoreBest === true) best.weights = readWeights(model);
    }
    await options.onEpoch?.(line, better, steps.states());
    if (interrupted()) reason = "interrupted";
    else if (earlyStopping?.patience !== undefined && epoch - best.epoch >= earlyStopping.patience && epoch < epochs)
      reason = "early_stopping";
    if (reason === "epochs" && epoch < epochs) team?.go(watched);
  }
  const restored = best.weights !== undefined;
  if (best.weights !== undefined) writeWeights(model, best.weights);
  return {
    reason,
    bestEpoch: best.epoch,
    epochs: history.length,
    steps: step,
    history,
    bestWeights: best.weights,
    restored,
    notFinite,
  };
}

/** The first layer with a weight that is not finite. */
const layerNotFinite = ({ weights, session }: LoadedModel): Layer | undefined =>
  weights.find(({ path }) => !session.read(path).every(Number.isFinite))?.layer;

function epochLine(
  epoch: number,
  step: number,
  rate: number,
  measured: Readonly<Record<string, number>>,
  training: Measures | undefined,
  validation: Measures | undefined,
  seconds: number,
): EpochLine {
  const told = (part: string, measures: Measures | undefined) =>
    Object.fromEntries(Object.entries(measures ?? {}).map(([name, value]) => [`${part}_${name}`, value]));
  return {
    event: "epoch",
    epoch,
    step,
    learning_rate: rate,
    ...measured,
    ...told("training", training),
    ...told("validation", validation),
    seconds: Math.round(seconds * 1000) / 1000,
  } as EpochLine;
}
