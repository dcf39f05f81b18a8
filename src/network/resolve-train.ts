import type { Report } from "../diagnostics/diagnostic.ts";
import { notSupported } from "../diagnostics/diagnostic.ts";
import type { TargetSpec } from "../data/spec.ts";
import type * as ast from "../syntax/ast.ts";
import type { Span } from "../text/source.ts";
import { mentions } from "../formula/formula.ts";
import type { Program } from "../formula/program.ts";
import { multipliedRanks, programOf, programRanks } from "../vocabulary/instantiate.ts";
import { goesBySide } from "../vocabulary/loss-reading.ts";
import { planOf, type Plan } from "../vocabulary/schedule.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import { checkEntries, defaultEntries, understood } from "./defaults.ts";
import { fitted } from "./expansion.ts";
import { frozen, learns } from "./freeze.ts";
import { checkMetricNames } from "./metric-names.ts";
import { resolveHeads, type Head } from "./heads.ts";
import type { Network } from "./network.ts";
import { idleArguments } from "./idle-arguments.ts";
import { hasMultipliers } from "./rate-multiplier.ts";
import { outputsOf, type ResolvedData } from "./resolve-data.ts";
import { resolveArguments, type Given } from "./resolve-arguments.ts";
import {
  isWritten,
  numberOf,
  truthOf,
  wordOf,
  type Argument,
  type Arguments,
  type Value,
  type WordUse,
} from "./value.ts";

/** A train block, read: everything that decides a run. */
export interface Training {
  /** `as NAME`, else the network's name: the run's folder. */
  readonly name: string;
  readonly declaration: ast.Train;
  readonly network: Network;
  readonly data: ResolvedData;
  readonly arguments: Arguments;
  /** One for each output of the network. */
  readonly heads: readonly Head[];
  /** Of the only output, or of the first. */
  readonly loss: WordUse;
  readonly optimizer: WordUse;
  /** A word of kind schedule; a bare number is `constant`. */
  readonly schedule: WordUse;
  /** Runs at each step; of a schedule that watches a measure it reads the states of `watchedProgram`. */
  readonly scheduleProgram: Program;
  /** Runs after each epoch, given the loss that is watched as `monitored`. */
  readonly watchedProgram: Program | undefined;
  /** The optimizer's program; its parameters that the schedule drives are variables. */
  readonly optimizerProgram: Program;
  readonly batchSize: number;
  readonly epochs: number;
  readonly earlyStopping: EarlyStopping | undefined;
  /** Of the only output, or of the first. */
  readonly metrics: readonly WordUse[];
  readonly seed: number;
  /** What gradients become before the optimizer takes them. */
  readonly clipping: WordUse | undefined;
  /** Whether the training part is measured in inference at the end of each epoch. */
  readonly evaluateTrainingLoss: boolean;
}

export interface EarlyStopping {
  readonly monitor: "validation_loss" | "loss";
  /** Epochs without a better value; undefined: never stops. */
  readonly patience: number | undefined;
  readonly restoreBest: boolean;
  readonly at: Span;
}

export interface TrainSurroundings {
  readonly vocabulary: Vocabulary;
  readonly presets: ReadonlyMap<string, ast.Preset>;
  readonly outerDefaults: readonly Given[];
  readonly report: Report;
}

/** The entries of `defaults` in a train block, which its network may take too. */
export const trainDefaults = (
  declaration: ast.Train,
  presets: ReadonlyMap<string, ast.Preset>,
  report: Report,
): readonly Given[] => defaultEntries(declaration.entries, presets, report);

/** One unit tells two classes apart: their labels 0 and 1 are then its target, not a one for each class. */
function forOneUnit(data: ResolvedData, network: Network, report: Report): ResolvedData {
  const { target } = data.spec;
  if (target.kind !== "class" || outputsOf(target) !== 2) return data;
  if (network.outputs.some(({ layer }) => layer.shape.join() !== "1")) return data;
  const { column, at, classes } = target;
  if (typeof classes !== "number") {
    const help = "write `class(2)` for labels 0 and 1, or give the last layer two units and softmax";
    report({
      ...notSupported("one unit for two classes with names", network.output.at, help),
      related: [{ at, label: "the classes" }],
    });
  }
  return { ...data, outputs: 1, spec: { ...data.spec, target: { kind: "binary", column, at } } };
}

/** What a train block means for a network on data; `undefined` where a mistake leaves it without meaning. */
export function resolveTrain(
  declaration: ast.Train,
  network: Network | undefined,
  declared: ResolvedData | undefined,
  around: TrainSurroundings,
): Training | undefined {
  const { vocabulary, report } = around;
  let sound = true;
  const fail: Report = (diagnostic) => {
    sound = sound && diagnostic.severity !== "error";
    report(diagnostic);
  };
  for (const stage of declaration.stages) fail(notSupported("`stage`", stage.span));
  const written = declaration.entries.filter((entry) => entry.name.name !== "defaults");
  checkEntries(written, ["train"], vocabulary, fail);
  const known = new Set(vocabulary.find("section", "train")!.parameters.map(({ name }) => name));
  const own = trainDefaults(declaration, around.presets, () => {});
  const given = [
    ...understood([...around.outerDefaults, ...own], "train", vocabulary),
    ...written.filter((entry) => known.has(entry.name.name)),
  ];
  const depth: Value = { kind: "number", value: network?.depth ?? 0 };
  const context = {
    vocabulary,
    names: new Map([["depth", depth]]),
    report: fail,
    from: (at: Span) => ({ kind: "written", at }) as const,
  };
  const read = resolveArguments(vocabulary.find("section", "train")!, given, declaration.name.span, context);
  if (read === undefined || network === undefined || declared === undefined || !sound) return undefined;
  const data = forOneUnit(declared, network, fail);
  const trained = frozen(network, read["freeze"], fail);

  if (!network.layers.some((layer) => learns(network, layer))) {
    const help = "give it a layer with weights, such as `dense`";
    fail({
      code: "nothing-to-learn",
      severity: "error",
      message: `the network \`${network.name}\` has nothing to learn`,
      at: network.at,
      help,
    });
    return undefined;
  }
  const word = (kind: "loss" | "metric" | "schedule", name: string, extra: Arguments = {}): WordUse => {
    const found = vocabulary.find(kind, name)!;
    const args = resolveArguments(found, [], declaration.name.span, context) ?? {};
    return { word: found, arguments: { ...args, ...extra }, at: declaration.name.span };
  };
  /** The threshold of a lone output whose loss parts yes from no at 0. */
  const sideOf = (loss: WordUse, width: number, metric: string): Arguments => {
    if (metric !== "accuracy" || width > 1 || !goesBySide(loss, width)) return {};
    const from = { kind: "fitting", why: `\`${loss.word.name}\` parts yes from no at 0` } as const;
    return { threshold: { value: { kind: "number", value: 0 }, at: declaration.name.span, from } };
  };
  const { target } = data.spec;
  if (target.kind === "none") {
    const related = [{ at: data.spec.at, label: "the data has no target" }];
    fail({ ...notSupported("training on data without a target", declaration.data.span), related });
    return undefined;
  }
  const fits = fitting[target.kind];
  const resolved = resolveHeads(
    network,
    data,
    read,
    {
      loss: () => word("loss", fits.loss),
      metrics: (loss, width) => fits.metrics.map((name) => word("metric", name, sideOf(loss, width, name))),
      why: `the target is ${fits.what}`,
    },
    fail,
  );
  if (resolved === undefined) return undefined;
  const { heads } = resolved;
  const args: Record<string, Argument> = { ...resolved.args };
  const optimizer = wordOf(args["optimizer"])!;
  args["learning_rate"] = fitted(args["learning_rate"]!, () => ({
    value: { kind: "number", value: defaultRate(optimizer) },
    why: `the rate of \`${optimizer.word.name}\` where none is written`,
  }));
  const rate = args["learning_rate"];
  const schedule = wordOf(rate) ?? word("schedule", "constant", { rate });
  const plan = planOf(schedule, fail);
  const driven = drivenParameters(plan?.program, optimizer);
  for (const name of driven) {
    const argument = optimizer.arguments[name]!;
    if (argument.from.kind === "written")
      fail({
        code: "entry-without-effect",
        severity: "info",
        message: `\`${schedule.word.name}\` drives \`${name}\`, and what is written here is not read`,
        at: argument.at,
        related: [{ at: rate.at, label: "it sets it at each step" }],
        help: `leave \`${name}\` out`,
      });
  }
  const optimizerRanks = hasMultipliers(network) ? multipliedRanks : programRanks;
  const optimizerProgram = programOf(optimizer, driven, fail, optimizerRanks);
  const isRead = readsRate(optimizer, optimizerProgram);
  if (isWritten(rate) && !isRead)
    fail({
      code: "entry-without-effect",
      severity: "warning",
      message: `\`${optimizer.word.name}\` reads no rate, and what is written here moves nothing`,
      at: rate.at,
      help: "let its formula read `rate`, or take `learning_rate` out",
    });
  idleArguments(trained, isRead, optimizer).forEach(fail);
  heads.forEach(({ metrics }) => checkMetricNames(metrics, fail));
  if (plan !== undefined) checkUnset(plan, optimizer, rate.at, fail);
  if (plan === undefined || optimizerProgram === undefined || !sound) return undefined;
  const stopping = args["early_stopping"]!.value;
  return {
    name: declaration.as?.name ?? declaration.name.name,
    declaration,
    network: trained,
    data,
    arguments: args,
    heads,
    loss: heads[0]!.loss,
    optimizer,
    schedule,
    scheduleProgram: plan.program,
    watchedProgram: plan.watched,
    optimizerProgram,
    batchSize: numberOf(args["batch_size"]),
    epochs: numberOf(args["epochs"]),
    earlyStopping: stopping.kind === "section" ? earlyStoppingOf(stopping.use) : undefined,
    metrics: heads[0]!.metrics,
    seed: numberOf(args["seed"]),
    clipping: wordOf(args["clip_gradients"]),
    evaluateTrainingLoss: truthOf(args["evaluate_training_loss"]),
  };
}

/** What a target asks for where nothing is written. */
const fitting: {
  readonly [K in Exclude<TargetSpec["kind"], "none">]: { loss: string; metrics: readonly string[]; what: string };
} = {
  class: { loss: "cross_entropy", metrics: ["accuracy"], what: "a class" },
  binary: { loss: "binary_cross_entropy", metrics: ["accuracy"], what: "yes or no" },
  multi_label: { loss: "binary_cross_entropy", metrics: [], what: "several labels" },
  regression: { loss: "mse", metrics: ["rmse"], what: "a number" },
};

/** Whether the optimizer asks for the learning rate, and one of its lines takes it. */
const readsRate = ({ word }: WordUse, program: Program | undefined): boolean =>
  word.given.some(({ name }) => name === "rate") &&
  (program === undefined || program.lines.some(({ value }) => mentions(value, "rate")));

function defaultRate({ word }: WordUse): number {
  const rate = word.given.find(({ name }) => name === "rate")?.default;
  return rate?.kind === "number" ? rate.value : 0.01;
}

/** The optimizer's parameters that have the name of one of the schedule's lines: `momentum` under one_cycle. */
export const drivenParameters = (program: Program | undefined, { arguments: args }: WordUse): ReadonlySet<string> =>
  new Set([...(program?.results.keys() ?? [])].filter((name) => name !== "rate" && Object.hasOwn(args, name)));

/** What is set once an epoch must have a value before the first: a line that drives the optimizer is a state there. */
function checkUnset({ unset }: Plan, { arguments: args }: WordUse, at: Span, report: Report): void {
  for (const name of unset)
    if (Object.hasOwn(args, name))
      report({
        code: "formula",
        severity: "error",
        message: `\`${name}\` has no value before the first epoch`,
        at,
        why: "a schedule that watches a measure runs after each epoch",
        help: `declare it in the schedule: \`state { ${name}: … }\``,
      });
}

function earlyStoppingOf({ arguments: args, at }: WordUse): EarlyStopping {
  const monitor = args["monitor"]!.value;
  const patience = args["patience"]!.value;
  return {
    monitor: monitor.kind === "choice" ? (monitor.name as EarlyStopping["monitor"]) : "validation_loss",
    patience: patience.kind === "number" ? patience.value : undefined,
    restoreBest: truthOf(args["restore_best"]),
    at,
  };
}
