/** One experiment of the chapter: its spec, trained as `dnnc train` trains it, and what came of it. */
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { check } from "../../src/check.ts";
import { isError, type Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { renderPretty } from "../../src/diagnostics/render-pretty.ts";
import { loadData } from "../../src/data/load.ts";
import { isRandom } from "../../src/graph/monte-carlo.ts";
import { resolve } from "../../src/network/resolve.ts";
import type { Training } from "../../src/network/resolve-train.ts";
import { openBackend } from "../../src/run/backend.ts";
import { checkFit } from "../../src/run/fit.ts";
import { loadModel, makeEvaluator, type LoadedModel } from "../../src/run/model.ts";
import { evaluateByMean } from "../../src/run/monte-carlo.ts";
import { createSession } from "../../src/run/session.ts";
import { train, type EpochLine, type TrainOptions } from "../../src/run/train.ts";
import type { Figures } from "./book.ts";

/** As many passes as the book takes for Monte Carlo dropout. */
export const samples = 100;

/** What was asked for: with `text`, the key by which a saved outcome is known. */
export interface Plan {
  readonly path: string;
  readonly text: string;
  readonly seed: number;
  readonly epochs: number;
}

export interface Outcome {
  readonly figures: Figures;
  readonly seconds: number;
  readonly history: readonly EpochLine[];
  /** The epoch whose weights were measured at the end; the last, but where early stopping went back to the best. */
  readonly epoch: number;
}

/** What is wrong with a spec, its data or its training, in words for people. */
export class ExperimentError extends Error {}

const refuse = (found: readonly Diagnostic[]): void => {
  if (found.length > 0) throw new ExperimentError(renderPretty(found, { colors: false }));
};

/** The plan of a spec: its own seed and epochs, or the seed given and that share of the epochs, at least one. */
export function planOf(path: string, seed: number | undefined, scale: number): Plan {
  const text = readFileSync(path, "utf8");
  const { model, diagnostics } = check({ path, text });
  refuse(diagnostics.filter(isError));
  const training = model.trainings[0]!;
  const epochs = Math.max(1, Math.round(training.epochs * scale));
  return { path, text, seed: seed ?? training.seed, epochs };
}

/** Trains, measures the test images, and once more by Monte Carlo where the network draws masks. */
export async function runExperiment(
  { path, text, seed, epochs }: Plan,
  folder: string,
  onEpoch: (line: EpochLine) => void = () => {},
  onStep?: TrainOptions["onStep"],
): Promise<Outcome> {
  const began = performance.now();
  const { model: spec } = check({ path, text });
  const { data, diagnostics } = await loadData(spec.trainings[0]!.data.spec, {
    folders: [dirname(path), folder],
    seed,
  });
  refuse(diagnostics);
  const known = resolve(spec.file, { dataShape: () => data!.shape }).model.trainings[0]!;
  const training: Training = { ...known, seed };
  refuse(checkFit(training, data!));
  const session = createSession(await openBackend("wasm"));
  try {
    const model = loadModel(training.network, session, seed);
    const result = await train(training, data!, model, { epochs, now: () => performance.now(), onEpoch, onStep });
    if (result.notFinite !== undefined)
      throw new ExperimentError(`the numbers left the finite ones at step ${result.notFinite.step}`);
    const epoch = result.restored ? result.bestEpoch : result.epochs;
    const last = result.history[epoch - 1]!;
    const test = data!.test;
    const figures: Figures = {
      ...ofEpoch(last),
      ...(test && { testAccuracy: makeEvaluator(model, training, data!)(test)["accuracy"]! }),
      ...(test &&
        isRandom(training.network) && {
          monteCarloAccuracy: evaluateByMean(model, training, data!, test, { samples, seed })["accuracy"]!,
        }),
      parameters: parametersOf(model),
    };
    return { figures, seconds: (performance.now() - began) / 1000, history: result.history, epoch };
  } finally {
    session.dispose();
  }
}

const ofEpoch = (line: EpochLine): Figures => ({
  trainLoss: line.loss,
  trainAccuracy: Number(line["accuracy"]),
  validationLoss: Number(line["validation_loss"]),
  validationAccuracy: Number(line["validation_accuracy"]),
  ...("training_accuracy" in line && { measuredAccuracy: Number(line["training_accuracy"]) }),
});

/** All weights, as Keras counts them in a summary: moving averages too. */
const parametersOf = ({ weights }: LoadedModel): number =>
  weights.reduce((sum, { shape }) => sum + shape.reduce<number>((size, side) => size * (side ?? 0), 1), 0);
