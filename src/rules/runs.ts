/** What is known of a run's length before it starts. */
import type { PartSize } from "../data/spec.ts";
import type { Training } from "../network/resolve-train.ts";
import { wordOf, type WordUse } from "../network/value.ts";

export const hasValidation = ({ data: { spec } }: Pick<Training, "data">): boolean =>
  spec.sources.validation !== undefined || spec.split?.validation !== undefined;

/** The examples that are trained on, where their number is declared: of the data, or of the part that is split off to train on. */
export function trainingExamplesOf({ data: { examples, spec } }: Pick<Training, "data">): number | undefined {
  const train = spec.split?.train;
  if (train !== undefined && "count" in train) return train.count;
  if (examples === undefined) return undefined;
  const { validation, test } = spec.split ?? {};
  return Math.max(0, Math.round(examples - sizeOf(validation, examples) - sizeOf(test, examples)));
}

/** How many of so many examples a part takes; a share may stand for a fraction of one. */
export const sizeOf = (size: PartSize, examples: number): number =>
  size === undefined ? 0 : "share" in size ? size.share * examples : size.count;

/** The steps of an epoch, where the number of examples is declared. */
export function stepsPerEpochOf(training: Training): number | undefined {
  const examples = trainingExamplesOf(training);
  return examples === undefined ? undefined : Math.max(1, Math.ceil(examples / training.batchSize));
}

/** Stands in for the steps of an epoch that are not known: a schedule's height does not hang on them. */
export const someSteps = 100;

/** The schedule that others lead into: of a warm-up what comes behind it. */
export function innermost(use: WordUse): WordUse {
  const into = use.word.standard ? wordOf(use.arguments["into"]) : undefined;
  return into === undefined ? use : innermost(into);
}
