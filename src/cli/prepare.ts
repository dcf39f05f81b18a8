/** What `train`, `evaluate` and `compile` have in common: a spec that is sound, and the train block that is meant. */
import { dirname } from "node:path";
import { check } from "../check.ts";
import { isError, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { renderPretty } from "../diagnostics/render-pretty.ts";
import { chooseTraining as choose } from "../network/choose-training.ts";
import type { Dims } from "../network/network.ts";
import { resolve, type Model } from "../network/resolve.ts";
import type { Training } from "../network/resolve-train.ts";
import type { Source } from "../text/source.ts";
import { UsageError } from "./failure.ts";
import { wantsColors } from "./terminal.ts";

/** Tells findings on standard error. */
export function tellFindings(found: readonly Diagnostic[]): void {
  if (found.length > 0) process.stderr.write(`${renderPretty(found, { colors: wantsColors(process.stderr) })}\n`);
}

/** The model of a spec; `undefined` when it has errors, which are told then. Warnings are told and do not stop anything. */
export function soundModel(source: Source): Model | undefined {
  const { model, diagnostics } = check(source);
  tellFindings(diagnostics.filter(({ severity }) => severity !== "info"));
  return diagnostics.some(isError) ? undefined : model;
}

/** The train block that is meant; where it is unclear, that is wrong usage. */
export function chooseTraining(model: Model, name: string | undefined): Training {
  const chosen = choose(model, name);
  if ("training" in chosen) return chosen.training;
  throw new UsageError(`${model.file.source.path} has ${chosen.none.has}`, chosen.none.help);
}

/** The same training when the shape of the data is known. */
export function onData({ file }: Model, training: Training, shape: Dims): Training | undefined {
  const data = training.data.spec.name;
  return resolve(file, { dataShape: (name) => (name === data ? shape : undefined) }).model.trainings.find(
    ({ name }) => name === training.name,
  );
}

/** Where a spec's data is looked for: its own folder first. */
export const dataFolders = (specPath: string, given: readonly string[]): readonly string[] => [
  specPath === "<stdin>" ? "." : dirname(specPath),
  ...given,
];
