import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import type { DataSet } from "../data/spec.ts";
import { loadData } from "../data/load.ts";
import { statePath } from "../graph/training-graph.ts";
import { allWeights, trainableWeights } from "../graph/step.ts";
import type { Dims } from "../network/network.ts";
import type { Training } from "../network/resolve-train.ts";
import { printValue } from "../network/value.ts";
import { openBackend, type BackendName } from "../run/backend.ts";
import { checkFit, tooLarge } from "../run/fit.ts";
import { loadModel, makeEvaluator, type LoadedModel, type Measures } from "../run/model.ts";
import { isOutOfMemory } from "../run/out-of-memory.ts";
import { createSession, quickestMode } from "../run/session.ts";
import { train, type TrainResult } from "../run/train.ts";
import { sharedData } from "../run/workers/share.ts";
import { checkTeam, makeTeam, type Team } from "../run/workers/team.ts";
import type { Source } from "../text/source.ts";
import { exitCodes } from "./exit-codes.ts";
import { choice, planned, wholeNumber } from "./options.ts";
import { chooseTraining, dataFolders, onData, soundModel, tellFindings } from "./prepare.ts";
import { digits, duration, epochText, progressLine } from "./progress.ts";
import {
  appendHistory,
  beginRun,
  chooseCheckpoint,
  lockRun,
  specBefore,
  writeCheckpoint,
  type Checkpoint,
  type CheckpointState,
  type Resolved,
} from "./run-folder.ts";
import { readOne } from "./sources.ts";
import { print, tell } from "./terminal.ts";
import type { Define } from "./verbs.ts";

interface Options {
  readonly dataDir: readonly string[];
  readonly backend: BackendName;
  readonly seed: number | undefined;
  readonly epochs: number | undefined;
  readonly workers: number;
  readonly reproducible: boolean;
  readonly json: boolean;
}

/** More than that have next to nothing to do in the batches of dense networks. */
const mostWorkers = 64;

export const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

export const define: Define = (command) => {
  command
    .argument("<spec>", "a spec, or `-` for standard input")
    .argument("[name]", "the train block, where there are several")
    .option(
      "--data-dir <folder>",
      "where data is looked for beside the spec's own folder (may be given again)",
      collect,
      [],
    )
    .option("--backend <name>", "wasm or cpu", choice("backend", ["wasm", "cpu"]), "wasm")
    .option("--seed <number>", "instead of the spec's seed", wholeNumber(0, 4_294_967_295))
    .option("--epochs <count>", "instead of the spec's epochs", wholeNumber(1, 1_000_000))
    .option("--workers <count>", "threads that share the examples of each batch", wholeNumber(1, mostWorkers), 1)
    .option("--reproducible", "the same bits on every machine: no fused multiply-add, sums in one order", false)
    .option("--json", "one JSON object a line on standard output", false)
    .action(run);
  planned(command, ["--resume", "--set <path=value>"]);
};

async function run(path: string, name: string | undefined, options: Options): Promise<void> {
  const source = readOne(path);
  const model = soundModel(source);
  if (model === undefined) return void (process.exitCode = exitCodes.findings);
  const chosen = chooseTraining(model, name);
  const seeded = options.seed === undefined ? chosen : { ...chosen, seed: options.seed };
  const folders = dataFolders(source.path, options.dataDir);
  const loaded = await loadData(seeded.data.spec, { folders, seed: seeded.seed });
  tellFindings(loaded.diagnostics);
  if (loaded.data === undefined) return void (process.exitCode = exitCodes.usage);
  const { workers } = options;
  const data = workers === 1 ? loaded.data : sharedData(loaded.data);
  const known = onData(model, seeded, data.shape);
  const training = known && { ...known, seed: seeded.seed };
  const misfits = training === undefined ? [] : [...checkFit(training, data)];
  if (training !== undefined && misfits.length === 0 && workers > 1) {
    misfits.push(...checkTeam(training, data, workers));
    idleWorkers(workers, Math.min(training.batchSize, data.train.count));
  }
  tellFindings(misfits);
  if (training === undefined || misfits.length > 0) return void (process.exitCode = exitCodes.findings);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, interruptedEarly);
  try {
    await runTraining(training, data, source, folders, options);
  } catch (error) {
    if (!isOutOfMemory(error)) throw error;
    tellFindings([tooLarge(training, "there is no memory left for this network")]);
    process.exitCode = exitCodes.findings;
  }
}

/** More workers than can be at work are told, and do no harm. */
function idleWorkers(workers: number, batch: number): void {
  const cores = availableParallelism();
  if (workers > batch) tell(`batches of ${batch} keep ${batch} of ${workers} workers at work`);
  else if (workers > cores)
    tell(`${workers} workers on ${cores} ${cores === 1 ? "core" : "cores"} wait for one another`);
}

/** Ctrl-C before there is a step to save. */
function interruptedEarly(): void {
  tell("interrupted before the first step; nothing was saved");
  process.exit(exitCodes.interrupted);
}

async function runTraining(
  training: Training,
  data: DataSet,
  source: Source,
  folders: readonly string[],
  options: Options,
): Promise<void> {
  const epochs = options.epochs ?? training.epochs;
  const { workers } = options;
  const backend = await openBackend(options.backend);
  if (backend.name === "wasm" && backend.heap === undefined)
    tell("this TF.js does not share its memory as dnnc knows it: steps run by its own calls, many times slower");
  const arithmetic = options.reproducible ? "exact" : quickestMode(backend);
  const computing = { backend: backend.name, session: { mode: arithmetic } };
  const team = workers === 1 ? undefined : makeTeam(training, data, { ...computing, workers, epochs });
  const session = createSession(backend, { ...computing.session, allReduce: team?.allReduce });
  const network = loadModel(training.network, session, training.seed);
  const folder = join("runs", training.name);
  const release = lockRun(folder);
  const resolved: Resolved = {
    version: 1,
    checkpoint: "last",
    train: training.name,
    spec: source.path,
    folders: folders.map((one) => resolve(one)),
    seed: training.seed,
    backend: options.backend,
    arithmetic,
    shape: data.shape,
    outputs: data.outputs,
    fitted: data.fitted,
    entries: Object.fromEntries(
      Object.entries(training.arguments).map(([entry, { value }]) => [entry, printValue(value)]),
    ),
  };
  const before = specBefore(folder);
  if (before !== undefined && !isSameSpec(before, source.path))
    tell(`${folder} held a run of ${before}, which is replaced`);
  beginRun(folder, source.text, resolved);
  const say = speaker(training, data, epochs, options);
  say.start();
  const result = await trained(training, data, network, { folder, epochs, say, team });
  const test =
    data.test === undefined || result.notFinite !== undefined
      ? undefined
      : makeEvaluator(network, training, data)(data.test);
  if (result.restored) chooseCheckpoint(folder, resolved, "best");
  release();
  say.end(result, folder, test);
  session.dispose();
  process.exitCode =
    result.reason === "interrupted"
      ? exitCodes.interrupted
      : result.notFinite !== undefined
        ? exitCodes.diverged
        : exitCodes.done;
}

const isSameSpec = (one: string, other: string): boolean => one === other || resolve(one) === resolve(other);

/** Trains until the end or Ctrl-C; a second Ctrl-C does not wait for the step to end. */
async function trained(
  training: Training,
  data: DataSet,
  model: LoadedModel,
  { folder, epochs, say, team }: { folder: string; epochs: number; say: Speaker; team: Team | undefined },
): Promise<TrainResult> {
  let bestEpoch = 0;
  const stop = new AbortController();
  const interrupt = (): void => {
    if (stop.signal.aborted) process.exit(exitCodes.interrupted);
    stop.abort();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, interruptedEarly).on(signal, interrupt);
  try {
    return await train(training, data, model, {
      epochs,
      team,
      signal: stop.signal,
      now: () => performance.now(),
      onProgress: say.progress,
      onEpoch(line, best, numbers) {
        const { epoch, step } = line;
        say.epoch(line);
        appendHistory(folder, line);
        if (best) bestEpoch = epoch;
        const saved = checkpoint(training, model, { epoch, step, best_epoch: bestEpoch, numbers });
        writeCheckpoint(folder, best ? ["last", "best"] : ["last"], saved);
      },
      onInterrupted({ epochs: epoch, step }, numbers) {
        const state = { epoch, step, best_epoch: bestEpoch, numbers };
        writeCheckpoint(folder, ["last"], checkpoint(training, model, state));
      },
    });
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  }
}

function checkpoint(
  training: Training,
  { weights, session }: LoadedModel,
  state: Omit<CheckpointState, "seed">,
): Checkpoint {
  const saved = (path: string, shape: readonly (number | undefined)[]) =>
    [path, { shape: shape.map((side) => side ?? 0), values: session.read(path) }] as const;
  const states = training.optimizerProgram.states.filter(({ rank }) => rank !== "number");
  return {
    weights: new Map(weights.map(({ path, shape }) => saved(path, shape))),
    optimizer: new Map(
      trainableWeights(training.network).flatMap(({ path, shape }) =>
        states.map(({ name }) => saved(statePath(path, name), shape)),
      ),
    ),
    state: { ...state, seed: training.seed },
  };
}

/** How many numbers some weights have. */
const numbersIn = (weights: readonly { readonly shape: Dims }[]): number =>
  weights.reduce((sum, { shape }) => sum + shape.reduce<number>((size, side) => size * (side ?? 0), 1), 0);

interface Speaker {
  start(): void;
  progress(progress: Parameters<ReturnType<typeof progressLine>["show"]>[0]): void;
  epoch(line: Parameters<typeof epochText>[0]): void;
  end(result: TrainResult, folder: string, test: Measures | undefined): void;
}

/** Speaks JSON to programs, and lines of text with progress to people. */
function speaker(training: Training, data: DataSet, epochs: number, { json, backend, workers }: Options): Speaker {
  const progress = progressLine();
  const began = performance.now();
  const learned = numbersIn(allWeights(training.network).filter(({ kind }) => kind !== "statistic"));
  const parameters = numbersIn(trainableWeights(training.network));
  const steps = epochs * Math.ceil(data.train.count / training.batchSize);
  const line = (value: object): void => print(`${JSON.stringify(value)}\n`);
  return {
    start() {
      const { batchSize, seed, network, optimizer, loss } = training;
      if (json)
        return line({
          event: "start",
          parameters,
          steps,
          epochs,
          batch_size: batchSize,
          examples: data.train.count,
          backend,
          ...(workers > 1 && { workers }),
          seed,
        });
      const parts = [
        `${data.train.count.toLocaleString("en")} to train`,
        ...(["validation", "test"] as const).flatMap((part) =>
          data[part] ? [`${data[part].count.toLocaleString("en")} for ${part}`] : [],
        ),
      ];
      print(`${network.name} on ${training.data.spec.name}: ${parts.join(", ")}\n`);
      const frozen = learned > parameters ? ` and ${(learned - parameters).toLocaleString("en")} frozen` : "";
      print(
        `${parameters.toLocaleString("en")} parameters${frozen}, ${loss.word.name}, ${optimizer.word.name}, batches of ${batchSize}${workers > 1 ? ` by ${workers} workers` : ""}, seed ${seed}\n\n`,
      );
    },
    progress: progress.show,
    epoch(epoch) {
      progress.clear();
      if (json) line(epoch);
      else print(`${epochText(epoch, epochs)}\n`);
    },
    end(result, folder, test) {
      progress.clear();
      const { reason, bestEpoch, restored, notFinite } = result;
      if (notFinite !== undefined) tellNotFinite(training, result);
      if (json) {
        line({ event: "end", reason, run: folder, best_epoch: bestEpoch, ...(test && { test }) });
        return;
      }
      const how = {
        epochs: "all epochs done",
        early_stopping: "stopped early",
        interrupted: "interrupted",
        not_finite: "stopped",
      }[reason];
      print(
        `\n${how} in ${duration((performance.now() - began) / 1000)}; ${bestEpoch === 0 ? "no whole epoch" : `best epoch ${bestEpoch}`}${restored ? ", its weights restored" : ""}\n`,
      );
      if (test !== undefined)
        print(
          `test: ${Object.entries(test)
            .map(([measure, value]) => `${measure} ${digits(value)}`)
            .join("  ")}\n`,
        );
      print(`run: ${folder}\n`);
      if (reason === "interrupted") tell(interruptedText(result, folder));
    },
  };
}

const interruptedText = ({ epochs, steps }: TrainResult, folder: string): string =>
  epochs === 0
    ? `interrupted in the first epoch; the weights after step ${steps} are saved in ${join(folder, "checkpoints", "last")}`
    : `interrupted after epoch ${epochs} and step ${steps}; the weights as they were are saved in ${join(folder, "checkpoints", "last")}, those of the best epoch beside them`;

/** Numbers that left the finite ones: where, and what helps. */
function tellNotFinite(training: Training, { notFinite }: TrainResult): void {
  const { what, layer, step, epoch } = notFinite!;
  const said = {
    loss: `the loss is no longer a number at step ${step}`,
    weights: `the weights are no longer finite after step ${step}`,
    training_loss: `the training loss is no longer a number in inference after step ${step}`,
    validation_loss: `the validation loss is no longer a number after step ${step}`,
  }[what];
  const rate = training.arguments["learning_rate"]!;
  const written = rate.from.kind === "written" ? [{ at: rate.at, label: "the rate" }] : [];
  tellFindings([
    {
      code: "not-finite",
      severity: "error",
      message: `${said}, in epoch ${epoch}`,
      at: layer?.at ?? training.declaration.name.span,
      label: layer === undefined ? undefined : "the first layer whose weights are no longer finite",
      related: written,
      why: "a step too large sends the weights to infinity, and NaN follows",
      help: "lower `learning_rate`, standardize the data, or give the network a norm",
    },
  ]);
}
