/** From a file's AST to what it means: words, data sets, and each train block with its network and data. */
import type { Diagnostic, Report } from "../diagnostics/diagnostic.ts";
import { listed, nearest } from "../diagnostics/suggest.ts";
import type * as ast from "../syntax/ast.ts";
import type { Span } from "../text/source.ts";
import { checkWord } from "../vocabulary/check-word.ts";
import { standardWords, standardPresets } from "../vocabulary/standard.ts";
import { standardVocabulary } from "../vocabulary/standard-vocabulary.ts";
import { makeVocabulary, type Vocabulary } from "../vocabulary/vocabulary.ts";
import { readWord, type Word } from "../vocabulary/word.ts";
import { checkEntries, defaultEntries } from "./defaults.ts";
import { FormulaSize } from "./formula-size.ts";
import type { Dims, Network } from "./network.ts";
import { resolveData, type ResolvedData } from "./resolve-data.ts";
import { resolveNetwork } from "./resolve-network.ts";
import { resolveTrain, trainDefaults, type Training } from "./resolve-train.ts";

export interface Model {
  readonly file: ast.File;
  readonly vocabulary: Vocabulary;
  readonly presets: ReadonlyMap<string, ast.Preset>;
  readonly data: ReadonlyMap<string, ResolvedData>;
  /** One for each sound train block. */
  readonly trainings: readonly Training[];
  /** The networks that no sound train block uses, as they stand by themselves. */
  readonly networks: readonly Network[];
}

export interface ResolveOptions {
  /** What an example's features really are, once the data has been read. */
  readonly dataShape?: ((data: string) => Dims | undefined) | undefined;
}

/** What a file means, with everything that is wrong in its names, arguments, ranges and shapes. */
export function resolve(
  file: ast.File,
  { dataShape }: ResolveOptions = {},
): { model: Model; diagnostics: readonly Diagnostic[] } {
  const { report, diagnostics } = collector();
  const declared = <K extends ast.Declaration["kind"]>(kind: K) =>
    file.declarations.filter((one): one is Extract<ast.Declaration, { kind: K }> => one.kind === kind);
  for (const one of declared("import"))
    report({
      code: "not-supported",
      severity: "error",
      message: "`import` is not supported yet",
      at: one.span,
      help: "copy the words into this file",
    });

  const words = declared("word");
  const own = words.map((word) => soundOrDamaged(readWord(word, false), report));
  const vocabulary = own.length === 0 ? standardVocabulary() : makeVocabulary([...standardWords(), ...own]);
  const presets = new Map([...standardPresets(), ...declared("preset").map((one) => [one.name.name, one] as const)]);
  const blocks = new Map(declared("block").map((one) => [one.name.name, one]));
  checkNames(file, report);
  for (const preset of declared("preset")) checkEntries(preset.entries, ["defaults", "train"], vocabulary, report);

  const outerDefaults = defaultEntries(file.entries, presets, report);
  checkEntries(
    file.entries.flatMap(({ name, value }) =>
      name.name === "defaults" && value.kind === "entries" ? value.entries : [],
    ),
    ["defaults", "train"],
    vocabulary,
    report,
  );
  const data = new Map<string, ResolvedData>();
  for (const one of declared("data")) {
    const resolved = resolveData(one, vocabulary, report);
    if (resolved !== undefined) data.set(one.name.name, resolved);
  }
  const networks = new Map(declared("network").map((one) => [one.name.name, one]));
  const trainings: Training[] = [];
  const trained = new Set<string>();
  const untrained = new Map<string, Network>();
  const sets = new Map(declared("data").map((one) => [one.name.name, one]));
  const size = sizeLimit(report);
  const formulaSize = new FormulaSize(report);
  for (const train of declared("train")) {
    if (size.isReached(train)) break;
    const swapped = isSwapped(train, networks, sets);
    if (swapped) report(swappedNames(train));
    const network = swapped ? undefined : find(train.name, networks, "network", report);
    const known = swapped ? undefined : find(train.data, sets, "data", report);
    const on = data.get(train.data.name);
    const defaults = [...outerDefaults, ...trainDefaults(train, presets, report)];
    if (network !== undefined) trained.add(network.name.name);
    const inputShape = dataShape?.(train.data.name) ?? on?.shape;
    const around = { vocabulary, presets, blocks, outerDefaults: defaults, inputShape, report, formulaSize };
    const resolved = network && resolveNetwork(network, around);
    const training = resolveTrain(train, resolved, known && on, { vocabulary, presets, outerDefaults, report });
    if (training !== undefined) formulaSize.add(wordsOf(training), "runs");
    if (formulaSize.isReached) break;
    size.add(resolved, training !== undefined);
    if (training !== undefined) trainings.push(training);
    else if (resolved !== undefined) untrained.set(resolved.name, resolved);
  }
  for (const { network } of trainings) untrained.delete(network.name);
  const alone = declared("network").flatMap((network) => {
    if (trained.has(network.name.name) || formulaSize.isReached || size.isReached(network)) return [];
    const resolved = resolveNetwork(network, {
      vocabulary,
      presets,
      blocks,
      outerDefaults,
      inputShape: undefined,
      report,
      formulaSize,
    });
    size.add(resolved, false);
    return resolved ?? [];
  });
  return {
    model: { file, vocabulary, presets, data, trainings, networks: [...untrained.values(), ...alone] },
    diagnostics,
  };
}

/** What a run evaluates besides its layers. */
const wordsOf = ({ optimizer, schedule, clipping, heads }: Training) => [
  ...[optimizer, schedule, clipping],
  ...heads.flatMap(({ loss, metrics }) => [loss, ...metrics]),
];

/** The most layers of all networks of a file, one that is trained twice counting twice, and the most runs: each is judged. */
const most = { layers: 50_000, runs: 500 };

/** Counts what a file has; what comes behind is left out, which is told once. */
function sizeLimit(report: Report) {
  let [layers, runs, told] = [0, 0, false];
  return {
    add(network: Network | undefined, isRun: boolean): void {
      layers += network?.layers.length ?? 0;
      if (isRun) runs++;
    },
    isReached({ span: { source, start } }: ast.Declaration): boolean {
      const excess = layers > most.layers ? "50,000 layers" : runs >= most.runs ? "500 runs" : undefined;
      if (excess === undefined || told) return excess !== undefined;
      told = true;
      const at = { source, start, end: start + 1 };
      const help = "divide it into several files";
      report({ code: "too-large", severity: "error", message: `the file has more than ${excess}`, at, help });
      return true;
    },
  };
}

/** A spec's own word, checked. */
function soundOrDamaged(word: Word, report: Report): Word {
  let damaged = false;
  checkWord(word, (diagnostic) => {
    damaged ||= diagnostic.severity === "error";
    report(diagnostic);
  });
  return damaged ? { ...word, damaged } : word;
}

/** `train DATA on NETWORK`. */
const isSwapped = (
  { name, data }: ast.Train,
  networks: ReadonlyMap<string, unknown>,
  sets: ReadonlyMap<string, unknown>,
): boolean => !networks.has(name.name) && sets.has(name.name) && !sets.has(data.name) && networks.has(data.name);

const swappedNames = ({ name, data }: ast.Train): Diagnostic => ({
  code: "unknown-name",
  severity: "error",
  message: `\`${name.name}\` is data, and \`${data.name}\` a network`,
  at: { ...name.span, end: data.span.end },
  help: `write \`train ${data.name} on ${name.name}\``,
  fix: { safe: true, edits: [{ start: name.span.start, end: data.span.end, text: `${data.name} on ${name.name}` }] },
});

/** Takes each finding once: a layer that is repeated says it at every round. */
function collector(): { report: Report; diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  const report: Report = (diagnostic) => {
    const key = `${diagnostic.code} ${diagnostic.at.source.path} ${diagnostic.at.start} ${diagnostic.at.end} ${diagnostic.message}`;
    if (!seen.has(key)) diagnostics.push(diagnostic);
    seen.add(key);
  };
  return { report, diagnostics };
}

function find<T>(name: ast.Identifier, among: ReadonlyMap<string, T>, what: string, report: Report): T | undefined {
  const found = among.get(name.name);
  if (found !== undefined) return found;
  const near = nearest(name.name, [...among.keys()]);
  const known = listed([...among.keys()]);
  report({
    code: "unknown-name",
    severity: "error",
    message: `there is no ${what} \`${name.name}\``,
    at: name.span,
    help:
      near !== undefined
        ? `did you mean \`${near}\`?`
        : known === ""
          ? `declare one: \`${what} ${name.name} { … }\``
          : `there is ${known}`,
    fix:
      near !== undefined
        ? { safe: false, edits: [{ start: name.span.start, end: name.span.end, text: near }] }
        : undefined,
  });
  return undefined;
}

/** Two declarations of one kind have two names; so have two runs. */
function checkNames(file: ast.File, report: Report): void {
  const seen = new Map<string, Span>();
  for (const one of file.declarations) {
    if (one.kind === "import") continue;
    const kind = one.kind === "word" ? one.word : one.kind;
    const name = one.kind === "train" ? (one.as ?? one.name) : one.name;
    const key = `${one.kind === "train" ? "run" : one.kind === "word" ? one.word : one.kind} ${name.name}`;
    const before = seen.get(key);
    if (before === undefined) {
      seen.set(key, name.span);
      continue;
    }
    report({
      code: "duplicate-name",
      severity: "error",
      message:
        one.kind === "train" ? `there are two runs \`${name.name}\`` : `the ${kind} \`${name.name}\` is declared twice`,
      at: name.span,
      related: [{ at: before, label: "first here" }],
      help:
        one.kind === "train"
          ? `name one: \`train ${one.name.name} on ${one.data.name} as second\``
          : "give one of the two another name",
    });
  }
}
