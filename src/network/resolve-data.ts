import type { Diagnostic, Report } from "../diagnostics/diagnostic.ts";
import {
  generatorNames,
  isReconstruction,
  type CategoricalSpec,
  type DataSpec,
  type Dtype,
  type FeaturesSpec,
  type GeneratorName,
  type Interval,
  type Normalization,
  type PartSize,
  type SourceSpec,
  type SplitSpec,
  type TargetSpec,
} from "../data/spec.ts";
import type * as ast from "../syntax/ast.ts";
import type { Span } from "../text/source.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import { classWeightsOf } from "./class-weights.ts";
import type { Dims } from "./network.ts";
import { resolveArguments } from "./resolve-arguments.ts";
import { listOf, numberOf, wordOf, type Argument, type Arguments, type WordUse } from "./value.ts";

/** A `data` declaration, read: what the readers need, and what can be known of it without opening a file. */
export interface ResolvedData {
  readonly spec: DataSpec;
  readonly declaration: ast.Data;
  readonly arguments: Arguments;
  /** The shape of an example's features as far as it is declared. */
  readonly shape: Dims;
  /** How many numbers a target has, as far as it is declared. */
  readonly outputs: number | undefined;
  /** How many examples the data is declared to have. */
  readonly examples: number | undefined;
}

/** What a made data set is, which is known without making it. */
const made: { readonly [K in GeneratorName]: (args: Arguments) => { features: number; classes: number | undefined } } =
  {
    spirals: (args) => ({ features: 2, classes: numberOf(args["classes"]) }),
    moons: () => ({ features: 2, classes: 2 }),
    circles: () => ({ features: 2, classes: 2 }),
    blobs: (args) => ({ features: 2, classes: numberOf(args["classes"]) }),
    xor: () => ({ features: 2, classes: 2 }),
    linear: (args) => ({ features: numberOf(args["features"]), classes: undefined }),
    friedman: (args) => ({ features: numberOf(args["features"]), classes: undefined }),
  };

const isMade = (name: string): name is GeneratorName => (generatorNames as readonly string[]).includes(name);

export function resolveData(declaration: ast.Data, vocabulary: Vocabulary, report: Report): ResolvedData | undefined {
  const { name } = declaration;
  const context = { vocabulary, names: new Map(), report, from: (at: Span) => ({ kind: "written", at }) as const };
  const args = resolveArguments(vocabulary.find("section", "data")!, declaration.entries, name.span, context);
  if (args === undefined) return undefined;
  const sources = sourcesOf(args, name.span, report);
  if (sources === undefined) return undefined;
  const main = wordOf(args["source"]) ?? wordOf(args["train"])!;
  const facts = isMade(main.word.name) ? made[main.word.name](main.arguments) : undefined;
  const features = featuresOf(args["features"]!, facts?.features);
  const target = targetOf(args["target"]!, facts, report, name.span);
  const written = args["examples"]!.value;
  const examples =
    written.kind === "number"
      ? written.value
      : main.word.name in made
        ? numberOf(main.arguments["examples"])
        : undefined;
  // Of sources apart the split divides the first alone, and how many examples that has is not declared.
  const apart = sources.validation !== undefined || sources.test !== undefined;
  const split = splitOf(wordOf(args["split"]), sources, apart ? undefined : examples, report);
  if (target === undefined || split === null) return undefined;
  const classWeights = classWeightsOf(args["class_weights"]!, target, report);
  if (classWeights === null) return undefined;
  const contradictions = contradictionsOf(
    { sources, features, target, split, categorical: categoricalOf(args["categorical"]!) },
    facts,
  );
  contradictions.forEach(report);
  if (contradictions.length > 0) return undefined;
  const spec: DataSpec = {
    name: name.name,
    at: name.span,
    sources,
    features,
    target,
    categorical: categoricalOf(args["categorical"]!),
    missing: choiceOf(args["missing"]) as DataSpec["missing"],
    normalize: normalizationOf(args["normalize"]),
    split,
    classWeights,
  };
  return {
    spec,
    declaration,
    arguments: args,
    shape: shapeOf(spec),
    outputs: outputsOf(target),
    examples,
  };
}

/** What a declaration says against itself: seen without opening a file. */
function contradictionsOf(
  {
    sources,
    features,
    target,
    split,
    categorical,
  }: Pick<DataSpec, "sources" | "features" | "target" | "split" | "categorical">,
  facts: { features: number; classes: number | undefined } | undefined,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const add = (message: string, at: Span, help: string): void =>
    void found.push({ code: "data", severity: "error", message, at, help });
  const all = [sources.train, sources.validation, sources.test].flatMap((source) => source ?? []);
  const stranger = all.find(({ kind }) => (kind === "csv") !== (sources.train.kind === "csv"));
  if (stranger !== undefined)
    add("a table and a source without columns cannot be parts of one data set", stranger.at, "take parts of one kind");
  const isTable = sources.train.kind === "csv";
  const named = new Set(features.kind === "names" ? features.names : []);
  const columns = targetColumnsOf(target);
  if (!isTable && features.kind === "names")
    add(
      "the source has no columns to choose by name",
      features.at,
      "leave `features` out, or write `columns(…)` or `image(…)`",
    );
  if (!isTable && categorical.length > 0)
    add("the source has no columns that could be categorical", categorical[0]!.at, "take `categorical` out");
  if (!isTable && columns.length > 0)
    add("the source has no columns: its targets come with it", target.at, "take the column out");
  const both = isReconstruction([...named], columns) ? undefined : columns.find((name) => named.has(name));
  if (both !== undefined)
    add(`the column \`${both}\` is a feature and the target`, features.at, "take it out of the features");
  for (const { column, at } of categorical)
    if (features.kind === "names" && !named.has(column))
      add(
        `the categorical column \`${column}\` is not among the features`,
        at,
        columns.includes(column)
          ? `take \`${column}\` out: a target's classes stand in \`target: class([…])\``
          : `write it into \`features\`, or take it out here`,
      );
  for (const source of all) if (source.kind !== "generator") found.push(...pathTrouble(source));
  const unlabelled = all.find((source) => source.kind === "idx" && source.labels === undefined);
  if (unlabelled !== undefined && target.kind !== "none")
    add("the source has no labels, and the data a target", unlabelled.at, 'write `labels: "…"`, or `target: none`');
  const [idx, ...others] = all.filter((source) => source.kind === "idx");
  const strange = others.find((source) => source.dtype !== idx!.dtype || source.labelDtype !== idx!.labelDtype);
  if (strange !== undefined)
    add(
      "the sources differ in the types of their numbers",
      strange.at,
      "write the same `dtype` and `label_dtype` for all",
    );
  if (split?.kind === "stratified" && target.kind !== "class" && target.kind !== "binary")
    add("a stratified split goes by classes, and the target has none", split.at, "write `random(…)`");
  if (facts === undefined) return found;
  if (features.kind === "image") add("the source makes points, not images", features.at, "leave `features` out");
  if (features.kind === "columns" && features.count !== facts.features)
    add(
      `the source makes ${counted(facts.features, "feature")}, and ${features.count} are declared`,
      features.at,
      "leave `features` out",
    );
  const classes = target.kind === "class" ? (outputsOf(target) ?? 0) : target.kind === "binary" ? 2 : undefined;
  if (
    facts.classes === undefined
      ? classes !== undefined || target.kind === "multi_label"
      : target.kind !== "none" && classes !== facts.classes
  )
    add(
      facts.classes === undefined
        ? "the source makes numbers, not classes"
        : `the source makes ${facts.classes} classes`,
      target.at,
      facts.classes === undefined
        ? "write `regression`, or leave `target` out"
        : `write \`class(${facts.classes})\`, or leave \`target\` out`,
    );
  return found;
}

/** Paths that lead out of the spec's folder: its data lies below it, or in a folder that the command allows. */
function pathTrouble(source: SourceSpec & { kind: "csv" | "idx" }): readonly Diagnostic[] {
  const paths = [source.path, source.kind === "idx" ? source.labels : undefined];
  return paths.flatMap((path): readonly Diagnostic[] => {
    if (path === undefined) return [];
    if (path === "")
      return [{ code: "data", severity: "error", message: "the path is empty", at: source.at, help: "name a file" }];
    const isAbsolute = /^(?:[\\/]|[A-Za-z]:)/.test(path);
    if (!isAbsolute && !normalized(path).includes("..")) return [];
    const message = isAbsolute
      ? `${path} is an absolute path, where a path below the spec's folder is expected`
      : `${path} leaves the spec's folder`;
    const [, folder = "", file = ""] = /^(.*[\\/])?([^\\/]*)$/s.exec(path)!;
    const help = `allow its folder with \`--data-dir ${folder.slice(0, -1) || folder}\`, and name it ${JSON.stringify(file)}`;
    return [{ code: "data", severity: "error", message, at: source.at, help }];
  });
}

/** The folders of a path; `..` where it leaves what it began in. */
function normalized(path: string): readonly string[] {
  const folders: string[] = [];
  for (const part of path.split(/[\\/]/)) {
    if (part === ".." && folders.length > 0 && folders.at(-1) !== "..") folders.pop();
    else if (part !== "." && part !== "") folders.push(part);
  }
  return folders;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

const targetColumnsOf = (target: TargetSpec): readonly string[] =>
  "columns" in target
    ? (target.columns ?? [])
    : "column" in target && target.column !== undefined
      ? [target.column]
      : [];

const choiceOf = (argument: Argument | undefined): string | undefined =>
  argument?.value.kind === "choice" ? argument.value.name : undefined;
const normalizationOf = (argument: Argument | undefined): Normalization =>
  (choiceOf(argument) ?? "none") as Normalization;
const textOf = (argument: Argument | undefined): string | undefined =>
  argument?.value.kind === "text" ? argument.value.value : undefined;
const columnOf = (argument: Argument | undefined): string | undefined =>
  argument?.value.kind === "column" ? argument.value.name : undefined;
const columnsOf = (argument: Argument | undefined): readonly string[] | undefined =>
  argument?.value.kind === "list"
    ? argument.value.items.flatMap((item) => (item.kind === "column" ? [item.name] : []))
    : undefined;

function intervalOf(argument: Argument | undefined): Interval | undefined {
  if (argument?.value.kind !== "range") return undefined;
  return { low: argument.value.low, high: argument.value.high };
}

function sourcesOf(args: Arguments, at: Span, report: Report): DataSpec["sources"] | undefined {
  const [whole, train, validation, test] = ["source", "train", "validation", "test"].map((part) => wordOf(args[part]));
  if (whole === undefined && train === undefined) {
    report({
      code: "missing-argument",
      severity: "error",
      message: "the data has no `source`",
      at,
      help: 'write `source: csv("table.csv")`, or `train:` and `test:` apart',
    });
    return undefined;
  }
  const apart = train ?? validation ?? test;
  if (whole !== undefined && apart !== undefined) {
    const related = [{ at: whole.at, label: "the whole is given here" }];
    report({
      code: "argument",
      severity: "error",
      message: "the data is given as a whole and in parts",
      at: apart.at,
      related,
      help: "keep `source`, or `train`, `validation` and `test`",
    });
    return undefined;
  }
  return {
    train: sourceOf(whole ?? train!),
    ...(validation && { validation: sourceOf(validation) }),
    ...(test && { test: sourceOf(test) }),
  };
}

function sourceOf({ word, arguments: args, at }: WordUse): SourceSpec {
  if (word.name === "csv") return { kind: "csv", path: textOf(args["path"])!, at };
  if (word.name === "idx") {
    const [dtype, labelDtype] = [choiceOf(args["dtype"]) as Dtype, choiceOf(args["label_dtype"]) as Dtype];
    return { kind: "idx", path: textOf(args["path"])!, labels: textOf(args["labels"]), dtype, labelDtype, at };
  }
  const optional = (name: string): number | undefined => (args[name] === undefined ? undefined : numberOf(args[name]));
  return {
    kind: "generator",
    name: word.name as GeneratorName,
    examples: numberOf(args["examples"]),
    noise: numberOf(args["noise"]),
    seed: numberOf(args["seed"]),
    classes: optional("classes"),
    features: optional("features"),
    at,
  };
}

function featuresOf(argument: Argument, generated: number | undefined): FeaturesSpec {
  const { value, at } = argument;
  if (value.kind === "list") return { kind: "names", names: columnsOf(argument) ?? [], at };
  const { word, arguments: args } = wordOf(argument)!;
  const range = intervalOf(args["range"]);
  if (word.name === "columns") return { kind: "columns", count: numberOf(args["count"]), range, at };
  if (word.name === "image") {
    const [height, width, channels] = ["height", "width", "channels"].map((side) => numberOf(args[side]));
    return { kind: "image", height: height!, width: width!, channels: channels!, range, at };
  }
  return generated === undefined ? { kind: "all", at } : { kind: "columns", count: generated, range: undefined, at };
}

function targetOf(
  argument: Argument,
  facts: { features: number; classes: number | undefined } | undefined,
  report: Report,
  data: Span,
): TargetSpec | undefined {
  const { value, at } = argument;
  if (value.kind === "none") return { kind: "none", at };
  if (value.kind === "fitting") {
    if (facts === undefined) {
      report({
        code: "target-missing",
        severity: "error",
        message: "the data does not say what its target is",
        at: data,
        why: "output and loss are checked against the target",
        help: "write `target: class(10)`, `binary`, `regression(column: price)`, or `none`",
      });
      return undefined;
    }
    if (facts.classes === undefined)
      return { kind: "regression", columns: undefined, normalize: "none", range: undefined, at };
    return { kind: "class", classes: facts.classes, column: undefined, at };
  }
  const { word, arguments: args } = wordOf(argument)!;
  const column = columnOf(args["column"]);
  switch (word.name) {
    case "class": {
      const classes = args["classes"]!;
      const names = listOf(classes).flatMap((item) => (item.kind === "text" ? [item.value] : []));
      return { kind: "class", classes: classes.value.kind === "list" ? names : numberOf(classes), column, at };
    }
    case "binary":
      return { kind: "binary", column, at };
    case "multi_label":
      return { kind: "multi_label", count: numberOf(args["count"]), columns: columnsOf(args["columns"]), at };
    default: {
      const columns = columnsOf(args["columns"]) ?? (column === undefined ? undefined : [column]);
      return {
        kind: "regression",
        columns,
        normalize: normalizationOf(args["normalize"]),
        range: intervalOf(args["range"]),
        at,
      };
    }
  }
}

const categoricalOf = (argument: Argument): readonly CategoricalSpec[] =>
  listOf(argument).flatMap((item) =>
    item.kind === "column" ? [{ column: item.name, categories: item.categories, at: item.at }] : [],
  );

/** `null` where the split is wrong. */
function splitOf(
  use: WordUse | undefined,
  sources: DataSpec["sources"],
  examples: number | undefined,
  report: Report,
): SplitSpec | undefined | null {
  if (use === undefined) return undefined;
  const { word, arguments: args, at } = use;
  const size = (part: string): PartSize => {
    const value = args[part]!.value;
    if (value.kind !== "number") return undefined;
    return value.unit === "percent" ? { share: value.value } : { count: value.value };
  };
  const [train, validation, test] = [size("train"), size("validation"), size("test")];
  const parts = [train, validation, test];
  const shares = parts.flatMap((part) => (part !== undefined && "share" in part ? [part.share] : []));
  const total = shares.reduce((sum, share) => sum + share, 0);
  const whole = parts.every((part) => part === undefined || "share" in part) && train !== undefined;
  if (total > 1 + 1e-9 || (whole && total < 1 - 1e-9)) {
    const percent = `${Number((total * 100).toPrecision(6))}%`;
    report({
      code: "split-not-whole",
      severity: "error",
      message: `the shares add up to ${percent}, not to 100%`,
      at,
      why: total > 1 ? "rows would be counted twice" : "rows would be lost",
      help: "make them 100% together, or leave `train` out to take what is left",
    });
    return null;
  }
  const counts = parts.flatMap((part) => (part !== undefined && "count" in part ? [part.count] : []));
  const taken = counts.reduce((sum, count) => sum + count, 0);
  if (examples !== undefined && taken > examples) {
    report({
      code: "data",
      severity: "error",
      message: `the split asks for ${taken} examples, and there are ${examples}`,
      at,
      help: "make the counts smaller, or leave `train` out to take what is left",
    });
    return null;
  }
  if (taken === 100 && counts.length > 1 && (examples ?? 0) > taken)
    report({
      code: "split-not-whole",
      severity: "warning",
      message: `the split takes 100 of ${examples} examples`,
      at,
      why: "a number without a mark is a count of examples",
      help: "write `%` behind the numbers for shares",
    });
  if (train === undefined && total > 1 - 1e-9) {
    report({
      code: "split-not-whole",
      severity: "error",
      message: "nothing is left to train on",
      at,
      help: "make the shares of the other parts less than 100% together",
    });
    return null;
  }
  const twice = (["validation", "test"] as const).find(
    (part) => sources[part] !== undefined && size(part) !== undefined,
  );
  if (twice !== undefined) {
    const related = [{ at: sources[twice]!.at, label: "it has a source of its own" }];
    report({
      code: "argument",
      severity: "error",
      message: `\`${twice}\` is split off and given apart`,
      at: args[twice]!.at,
      related,
      help: "keep one of the two",
    });
    return null;
  }
  if (validation === undefined && test === undefined) {
    report({
      code: "argument",
      severity: "error",
      message: "the split divides nothing off",
      at,
      help: "write `validation: 10%`, `test: 10%`, or both",
    });
    return null;
  }
  return { kind: word.name as SplitSpec["kind"], train, validation, test, at };
}

/** The shape of an example's features as far as it is declared. */
export function shapeOf({ features, categorical }: DataSpec): Dims {
  switch (features.kind) {
    case "image":
      return features.channels === 1
        ? [features.height, features.width]
        : [features.height, features.width, features.channels];
    case "columns":
      return [features.count];
    case "all":
      return [undefined];
    case "names": {
      const categories = new Map(categorical.toReversed().map((one) => [one.column, one]));
      const widths = features.names.map((name) => {
        const category = categories.get(name);
        return category === undefined ? 1 : category.categories?.length;
      });
      return [
        widths.reduce<number | undefined>(
          (sum, width) => (sum === undefined || width === undefined ? undefined : sum + width),
          0,
        ),
      ];
    }
  }
}

/** How many numbers a target has. */
export function outputsOf(target: TargetSpec): number | undefined {
  switch (target.kind) {
    case "class":
      return typeof target.classes === "number" ? target.classes : target.classes.length;
    case "binary":
      return 1;
    case "multi_label":
      return target.count;
    case "regression":
      return target.columns?.length ?? 1;
    case "none":
      return undefined;
  }
}
