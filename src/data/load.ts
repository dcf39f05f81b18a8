/** Reads what a `data` declaration names: files below the allowed folders, or made examples, ready for training. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Scaling } from "../portable/normalize.ts";
import { balancedWeights, exampleWeights } from "../portable/class-weights.ts";
import { shuffled } from "../portable/random.ts";
import { orderedRows, splitStream, stratifiedRows } from "../portable/split.ts";
import { withoutMissing } from "../portable/table.ts";
import { chooseColumns, unknownColumn, type Columns } from "./columns.ts";
import { divided } from "./divide.ts";
import { collected, dataError, refuse, saidAt } from "./failure.ts";
import { featuresOf, fitColumns, rangeOf, type Features } from "./features.ts";
import { oneHot } from "./labels.ts";
import { fitScalings, rowsBy } from "./scalings.ts";
import { readSource, type Content } from "./sources.ts";
import { partNames, type DataSet, type DataSpec, type Part, type PartName, type SplitSpec } from "./spec.ts";
import { targetsOf, type Targets } from "./targets.ts";

export interface LoadOptions {
  /** Where paths are looked up, in order: the spec's own folder, then those of `--data-dir`. */
  readonly folders: readonly string[];
  /** The run's seed, for the split. */
  readonly seed: number;
}

type Parts<T> = { readonly [K in PartName]: T | undefined };

/** Some rows of a content. */
interface Selection {
  readonly content: Content;
  readonly targets: Targets;
  readonly rows: Uint32Array;
}

/** Reads, checks, splits, fits on the training rows, and normalizes. What is wrong with the data is returned, never thrown. */
export async function loadData(
  spec: DataSpec,
  options: LoadOptions,
): Promise<{ data: DataSet | undefined; diagnostics: Diagnostic[] }> {
  const { value, diagnostics } = await collected(spec.at, () => load(spec, options));
  return { data: value, diagnostics };
}

async function load(spec: DataSpec, { folders, seed }: LoadOptions): Promise<DataSet> {
  const read = await readParts(spec, folders);
  const train = read.train!;
  const columns = train.kind === "table" ? chooseColumns(spec, train.table) : { features: [], targets: [] };
  const contents = mapParts(read, (content) => comparable(spec, content, train, columns));
  const first = targetsOf(spec.target, contents.train!, columns.targets);
  const targets = mapParts(contents, (content, name) =>
    name === "train" ? first : targetsOf(spec.target, content, columns.targets, first),
  );
  const selections = select(spec, contents, targets, seed);
  return materialize(spec, selections, columns);
}

const mapParts = <A, B>(parts: Parts<A>, change: (part: A, name: PartName) => B): Parts<B> => {
  const changed = (name: PartName) => (parts[name] === undefined ? undefined : change(parts[name], name));
  return { train: changed("train"), validation: changed("validation"), test: changed("test") };
};

/** Reads the sources; all that cannot be read is said at once. */
async function readParts({ sources }: DataSpec, folders: readonly string[]): Promise<Parts<Content>> {
  const results = await Promise.all(
    partNames.map(async (name) => {
      const source = sources[name];
      return source === undefined ? undefined : collected(source.at, () => readSource(source, folders));
    }),
  );
  const diagnostics = results.flatMap((result) => result?.diagnostics ?? []);
  if (diagnostics.length > 0) refuse(...diagnostics);
  const [train, validation, test] = results.map((result) => result?.value);
  return { train, validation, test };
}

/** A part's content made comparable with the training part's: the same kind, columns and width, without the rows to drop. */
function comparable(spec: DataSpec, content: Content, train: Content, columns: Columns): Content {
  if (content.kind === "examples") {
    if (spec.categorical.length > 0)
      refuse(dataError(`${content.file} has no columns that could be categorical`, spec.categorical[0]!.at));
    if (train.kind !== "examples" || train.shape.join() !== content.shape.join())
      refuse(
        dataError(
          `${content.file} has ${content.shape.join(" × ")} numbers an example, unlike ${train.file}`,
          content.at,
        ),
      );
    return content;
  }
  if (train.kind !== "table") refuse(dataError(`${content.file} is a table, unlike ${train.file}`, content.at));
  const absent = [...columns.features, ...columns.targets].filter((name) => !content.table.names.includes(name));
  if (absent.length > 0) refuse(...absent.map((name) => unknownColumn(name, content.table, content.at)));
  if (spec.missing !== "drop") return content;
  return { ...content, table: saidAt(spec.features.at, () => withoutMissing(content.table, columns.features)) };
}

/** The rows of each part: the sources as they are, the training source divided where a split says so. */
function select(spec: DataSpec, contents: Parts<Content>, targets: Parts<Targets>, seed: number): Parts<Selection> {
  const whole = mapParts(contents, (content, name) => ({
    content,
    targets: targets[name]!,
    rows: orderedRows(countOf(content)),
  }));
  const { split } = spec;
  if (split === undefined) return whole;
  const twice = (["validation", "test"] as const).find(
    (name) => split[name] !== undefined && whole[name] !== undefined,
  );
  if (twice !== undefined)
    refuse(dataError(`${twice} is given as a source and as a part of the split`, split.at, "take one of them out"));
  const { content, targets: labels } = whole.train!;
  const order = orderOf(spec, split, countOf(content), labels, seed);
  const parts = saidAt(split.at, () => divided(order, split.train, split.validation, split.test));
  const [train, validation, test] = parts.map((rows) =>
    rows.length === 0 ? undefined : { content, targets: labels, rows },
  );
  return { train, validation: whole.validation ?? validation, test: whole.test ?? test };
}

const countOf = (content: Content): number => (content.kind === "table" ? content.table.rows.length : content.count);

function orderOf({ target }: DataSpec, split: SplitSpec, count: number, targets: Targets, seed: number): Uint32Array {
  if (split.kind === "ordered") return orderedRows(count);
  if (split.kind === "random") return shuffled(count, seed, splitStream);
  if (target.kind !== "class" && target.kind !== "binary")
    refuse(dataError("a stratified split goes by classes, and the target has none", split.at, "write `random(…)`"));
  return stratifiedRows(targets.values, seed);
}

/** Encodes and normalizes the selected rows, by what is fitted on the training rows alone. */
function materialize(spec: DataSpec, selections: Parts<Selection>, chosen: Columns): DataSet {
  const { content, rows, targets } = selections.train!;
  const columns = content.kind === "table" ? fitColumns(spec, content.table, chosen.features, rows) : [];
  const features = new Map<Content, Features>();
  for (const selection of Object.values(selections) as (Selection | undefined)[])
    if (selection !== undefined && !features.has(selection.content))
      features.set(selection.content, featuresOf(spec, selection.content, columns));
  const { values, width, shape, left } = features.get(content)!;
  const scalings = fitScalings[spec.normalize]({ values, width, rows, range: rangeOf(spec.features), left });
  const targetScalings = fitTarget(spec, targets, rows);
  const parts = mapParts(selections, (selection): Part => ({
    count: selection.rows.length,
    features: rowsBy(features.get(selection.content)!.values, width, selection.rows, scalings),
    targets: targetRows(selection.targets, selection.rows, targetScalings),
  }));
  const fitted = { columns, features: scalings, targets: targetScalings, classes: targets.names };
  const outputs = targets.classes ?? targets.width;
  const train = { ...parts.train!, weights: weightsOf(spec, parts.train!.targets, outputs) };
  return { ...parts, train, shape, outputs, fitted };
}

/** What the training examples weigh; classes that nothing is known of cannot be balanced. */
function weightsOf({ classWeights }: DataSpec, targets: Float32Array, outputs: number): Float32Array | undefined {
  if (classWeights === undefined) return undefined;
  const { weights, at } = classWeights;
  return saidAt(
    at,
    () => exampleWeights(targets, outputs, weights === "balanced" ? balancedWeights(targets, outputs) : weights),
    () =>
      "write the weights yourself, one a class, or see that every class has training examples: `split: stratified(…)`",
  );
}

function fitTarget({ target }: DataSpec, { values, width }: Targets, rows: Uint32Array): readonly Scaling[] {
  if (target.kind !== "regression") return [];
  return fitScalings[target.normalize]({ values, width, rows, range: target.range, left: [] });
}

const targetRows = (
  { values, width, classes }: Targets,
  rows: Uint32Array,
  scalings: readonly Scaling[],
): Float32Array => (classes === undefined ? rowsBy(values, width, rows, scalings) : oneHot(values, rows, classes));
