/** From a spec's file to the program of the train block that an import asks for. */
import { basename, relative } from "node:path";
import { check } from "../check.ts";
import { isError, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { emitForBundler } from "../emit/tfjs/index.ts";
import { chooseTraining } from "../network/choose-training.ts";
import type { Model } from "../network/resolve.ts";
import type { Training } from "../network/resolve-train.ts";
import { readSource } from "../text/read.ts";
import type { ModuleId } from "./id.ts";

export interface Compiled {
  /** The program as TypeScript; there is none where a finding is an error. */
  readonly program: string | undefined;
  /** Errors and warnings, those of the spec and what cannot be emitted. */
  readonly findings: readonly Diagnostic[];
  /** The programs of all train blocks by their names, but for those that cannot be emitted. */
  all(): ReadonlyMap<string, string>;
}

/** Checks the spec of a module and emits it; `folder` is where the paths in findings begin. */
export function compile({ file, train }: ModuleId, folder: string): Compiled {
  const path = relative(folder, file);
  const read = readSource(file);
  if ("problem" in read) return none([unreadable(path, read.problem)]);
  const { text } = read.source;
  const { model, diagnostics } = check({ path, text });
  const findings = diagnostics.filter(({ severity }) => severity !== "info");
  if (findings.some(isError)) return none(findings);
  const chosen = chosenTraining(model, train);
  if ("finding" in chosen) return none([...findings, chosen.finding]);
  const emit = (training: Training) => emitForBundler(training, { file: basename(file), text });
  const emitted = emit(chosen.training);
  return {
    program: emitted.text,
    findings: [...findings, ...emitted.diagnostics],
    all: () => new Map(model.trainings.map((one) => [one.name, emit(one).text] as const).filter(isEmitted)),
  };
}

const isEmitted = (entry: readonly [string, string | undefined]): entry is readonly [string, string] =>
  entry[1] !== undefined;

const none = (findings: readonly Diagnostic[]): Compiled => ({ program: undefined, findings, all: () => new Map() });

/** The train block that the import asks for, or what is wrong with asking so, at the blocks that there are. */
function chosenTraining(model: Model, train: string | undefined): { training: Training } | { finding: Diagnostic } {
  const chosen = chooseTraining(model, train);
  if ("training" in chosen) return chosen;
  const { source } = model.file;
  const [first, ...others] = model.trainings.map(({ name, declaration }) => ({
    at: (declaration.as ?? declaration.name).span,
    label: name,
  }));
  const example = first && `: import "./${basename(source.path)}?train=${first.label}"`;
  const finding: Diagnostic = {
    code: "train-block",
    severity: "error",
    message: `the spec has ${chosen.none.has}`,
    at: first?.at ?? { source, start: 0, end: 0 },
    label: first?.label,
    related: others,
    help: `${chosen.none.help}${example ?? ""}`,
  };
  return { finding };
}

const unreadable = (path: string, { message, help }: { message: string; help: string }): Diagnostic => ({
  code: "unreadable",
  severity: "error",
  message,
  at: { source: { path, text: "" }, start: 0, end: 0 },
  help,
});
