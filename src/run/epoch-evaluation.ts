/** What is measured in inference at the end of each epoch, by one worker or by several. */
import type { DataSet } from "../data/spec.ts";
import type { Shard } from "../graph/shard.ts";
import type { Training } from "../network/resolve-train.ts";
import { makeEvaluator, type Evaluated, type LoadedModel, type Measures } from "./model.ts";

/** One for each part that is measured: the training part where the spec asks for it, and the validation part where there is one. */
export type EpochEvaluated = Readonly<Partial<Record<"training" | "validation", Evaluated>>>;
export type EpochMeasures = Readonly<Partial<Record<keyof EpochEvaluated, Measures>>>;

export interface EpochEvaluation {
  /** A worker's own share. */
  share(): EpochEvaluated;
  /** The shares of all workers, in the order of their ranks. */
  together(shares: readonly EpochEvaluated[]): EpochMeasures;
}

export function makeEpochEvaluation(
  training: Training,
  data: DataSet,
  model: LoadedModel,
  shard: Shard,
): EpochEvaluation {
  const evaluator = makeEvaluator(model, training, data);
  const all = { training: training.evaluateTrainingLoss ? data.train : undefined, validation: data.validation };
  const names = (["training", "validation"] as const).filter((name) => all[name] !== undefined);
  return {
    share: () => Object.fromEntries(names.map((name) => [name, evaluator.share(all[name]!, shard)])),
    together: (shares) =>
      Object.fromEntries(
        names.map((name) => [
          name,
          evaluator.together(
            all[name]!,
            shares.map((one) => one[name]!),
          ),
        ]),
      ),
  };
}
