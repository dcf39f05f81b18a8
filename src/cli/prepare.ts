/** What `train`, `evaluate` and `compile` have in common: a spec that is sound, and the train block that is meant. */
import { dirname } from "node:path";
import { check } from "../check.ts";
import { isError, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { renderPretty } from "../diagnostics/render-pretty.ts";
import { nearest } from "../diagnostics/suggest.ts";
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

/** The train block of the name, or the only one there is. */
export function chooseTraining({ trainings, file }: Model, name: string | undefined): Training {
  const names = trainings.map((training) => training.name);
  if (names.length === 0)
    throw new UsageError(`${file.source.path} has no train block`, "write `train NETWORK on DATA`");
  if (name === undefined) {
    if (trainings.length > 1)
      throw new UsageError(`${file.source.path} has several train blocks`, `say which: ${names.join(", ")}`);
    return trainings[0]!;
  }
  const found = trainings.find((training) => training.name === name);
  if (found !== undefined) return found;
  const near = nearest(name, names);
  throw new UsageError(
    `${file.source.path} has no train block \`${name}\``,
    near !== undefined ? `did you mean \`${near}\`?` : `it has ${names.join(", ")}`,
  );
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
