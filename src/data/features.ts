/** The features of a content as rows of numbers in the file's own units. */
import { categoriesOf, mean, median, presentIn } from "../portable/encode.ts";
import { cellPlace, numbersOf, type Table } from "../portable/table.ts";
import { declaredCount, textHelp } from "./columns.ts";
import { encodeCategory, encodedWidth, encodeTable, oneHotPlaces } from "./encode.ts";
import { checkRange } from "./facts.ts";
import { dataError, refuse, saidAt } from "./failure.ts";
import { checkFinite, examplePlace, product } from "./idx.ts";
import type { Content, ExamplesContent, TableContent } from "./sources.ts";
import type { CategoricalSpec, DataSpec, FeaturesSpec, FittedColumn, Interval } from "./spec.ts";

/** `[count, width]` numbers; `left` marks the zeros and ones of categories, which no normalization touches. */
export interface Features {
  readonly width: number;
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
  readonly left: readonly boolean[];
}

/** The most numbers that the features of a table may become. */
const mostNumbers = 2 ** 28;

/** Fits the named columns on the training rows of a table. */
export function fitColumns(spec: DataSpec, table: Table, names: readonly string[], rows: Uint32Array): FittedColumn[] {
  const categorical = new Map(spec.categorical.map((each) => [each.column, each]));
  const columns = names.map((name) => {
    const known = categorical.get(name);
    if (known === undefined) {
      const help = () => textHelp(table, names, [...categorical.keys()]);
      return saidAt(spec.features.at, () => fitNumber(spec, table, name, rows), help);
    }
    return saidAt(known.at, () => fitCategories(spec, known, table, rows));
  });
  const widest = Math.max(...columns.map(({ categories }) => categories?.length ?? 1));
  const found = columns.find(({ categories }) => categories?.length === widest);
  if (found !== undefined && encodedWidth(columns) * table.rows.length > mostNumbers) {
    const message = `the column ${found.name} has ${widest} categories, which do not fit into memory as one number each`;
    refuse(dataError(message, categorical.get(found.name)!.at, "leave the column out of `features`"));
  }
  return columns;
}

/** What a missing number becomes by the numbers that are present; undefined: it is refused. */
const statistics = { median, mean, drop: undefined, fail: undefined };

function fitNumber({ missing }: DataSpec, table: Table, name: string, rows: Uint32Array): FittedColumn {
  const statistic = statistics[missing];
  if (statistic === undefined) numbersOf(table, name, NaN);
  return { name, missing: statistic?.(presentIn(table, name, rows)), categories: undefined };
}

function fitCategories(spec: DataSpec, known: CategoricalSpec, table: Table, rows: Uint32Array): FittedColumn {
  const { column: name, categories: declared } = known;
  const missing = statistics[spec.missing] && 0;
  return { name, missing, categories: declared ?? categoriesOf(table, name, rows), declared: declared !== undefined };
}

/** The features of a content, every declared fact held against them. */
export const featuresOf = (spec: DataSpec, content: Content, columns: readonly FittedColumn[]): Features =>
  content.kind === "examples" ? exampleFeatures(spec.features, content) : tableFeatures(spec, content, columns);

function exampleFeatures(spec: FeaturesSpec, { values, shape, file }: ExamplesContent): Features {
  const declared = exampleShape(spec, shape, file);
  const place = (index: number) => `${file}, ${examplePlace(shape, index)}`;
  saidAt(spec.at, () => checkFinite(values, shape, file));
  checkRange({ values, range: rangeOf(spec), left: [], at: spec.at, place });
  return { width: product(shape), shape: declared, values, left: [] };
}

function tableFeatures(spec: DataSpec, { table }: TableContent, columns: readonly FittedColumn[]): Features {
  const { features, categorical } = spec;
  const help = () =>
    spec.missing === "fail" ? "write `missing: median`, or `missing: drop` to leave such rows out" : undefined;
  for (const column of columns) {
    const { name, categories } = column;
    if (categories === undefined) continue;
    const { at } = categorical.find((each) => each.column === name)!;
    saidAt(at, () => encodeCategory(table, column, categories), help);
  }
  const values = saidAt(features.at, () => encodeTable(table, columns), help);
  const width = encodedWidth(columns);
  const left = oneHotPlaces(columns);
  const names = columns.flatMap(({ name, categories }) => categories?.map(() => name) ?? [name]);
  const place = (index: number) => cellPlace(table, Math.floor(index / width), names[index % width]!);
  checkRange({ values, range: rangeOf(features), left, at: features.at, place });
  return { width, shape: features.kind === "image" ? imageShape(features) : [width], values, left };
}

/** The range that is declared of all features. */
export const rangeOf = (spec: FeaturesSpec): Interval | undefined => ("range" in spec ? spec.range : undefined);

type Image = Extract<FeaturesSpec, { kind: "image" }>;
const imageShape = ({ height, width, channels }: Image): readonly number[] =>
  channels === 1 ? [height, width] : [height, width, channels];

/** One channel is no dimension: `[28, 28, 1]` and `[28, 28]` are the same. */
const withoutOne = (shape: readonly number[]): readonly number[] =>
  shape.length === 3 && shape[2] === 1 ? shape.slice(0, 2) : shape;

/** The shape of one example: the declared one, where the file agrees (an image may lie in the file as one row); else the file's own. */
function exampleShape(spec: FeaturesSpec, shape: readonly number[], file: string): readonly number[] {
  if (spec.kind === "all") return withoutOne(shape);
  if (spec.kind === "names")
    refuse(dataError(`${file} has no column names to choose features by`, spec.at, "write `features: all`"));
  const wanted = spec.kind === "image" ? imageShape(spec) : [declaredCount(spec)!];
  const mustMatch = spec.kind === "image" && shape.length > 1;
  const isSame = mustMatch ? withoutOne(shape).join() === wanted.join() : product(shape) === product(wanted);
  if (isSame) return wanted;
  const message = `${wanted.join(" × ")} numbers an example are declared, and ${file} has ${shape.join(" × ")}`;
  const help = mustMatch ? `image(${shape.join(", ")})` : `columns(${product(shape)})`;
  return refuse(dataError(message, spec.at, `write \`features: ${help}\``));
}
