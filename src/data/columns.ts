/** Which columns of a table are features and which are targets. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { isMissing, isNumber, type Table } from "../portable/table.ts";
import type { Span } from "../text/source.ts";
import { nearest } from "../diagnostics/suggest.ts";
import { dataError, refuse } from "./failure.ts";
import { isReconstruction, type DataSpec, type FeaturesSpec, type TargetSpec } from "./spec.ts";

/** The names of the columns that are features and targets, in the order of the encoded numbers. */
export interface Columns {
  readonly features: readonly string[];
  readonly targets: readonly string[];
}

/** Chooses the columns of the training table; all that is wrong with the names is said at once. */
export function chooseColumns(spec: DataSpec, table: Table): Columns {
  const choose = targetColumns[spec.target.kind] as (target: TargetSpec, names: readonly string[]) => readonly string[];
  const targets = choose(spec.target, table.names);
  const features =
    spec.features.kind === "names" ? spec.features.names : table.names.filter((name) => !targets.includes(name));
  const names = [
    ...wrongNames(features, table, spec.features.at),
    ...wrongNames(targets, table, spec.target.at),
    ...wrongCategories(spec, table, features),
  ];
  if (names.length > 0) refuse(...names);
  const choice = [...learntFromItself(spec, features, targets), ...wrongCount(spec.features, table, features)];
  if (choice.length > 0) refuse(...choice);
  return { features, targets };
}

/** The columns that a target names, else the last one, or the last ones for several labels. */
const targetColumns: {
  readonly [K in TargetSpec["kind"]]: (
    target: Extract<TargetSpec, { kind: K }>,
    names: readonly string[],
  ) => readonly string[];
} = {
  class: ({ column }, names) => (column === undefined ? names.slice(-1) : [column]),
  binary: ({ column }, names) => (column === undefined ? names.slice(-1) : [column]),
  multi_label: ({ columns, count }, names) => columns ?? names.slice(-count),
  regression: ({ columns }, names) => columns ?? names.slice(-1),
  none: () => [],
};

/** Names that are no columns, or that stand twice. */
function wrongNames(names: readonly string[], table: Table, at: Span): Diagnostic[] {
  return names.flatMap((name, i) => {
    if (!table.names.includes(name)) return [unknownColumn(name, table, at)];
    if (names.indexOf(name) < i) return [dataError(`the column ${name} is named twice`, at)];
    return [];
  });
}

/** A column that the table has not; with the nearest name, or with all there are. */
export function unknownColumn(name: string, { names, file }: Table, at: Span): Diagnostic {
  const meant = nearest(name, names);
  const other = names.length === 1 ? names[0]!.match(/[;\t|]/)?.[0] : undefined;
  const help =
    meant !== undefined
      ? `did you mean ${meant}?`
      : other !== undefined
        ? `its header has no comma: fields are separated by commas, not by ${JSON.stringify(other)}`
        : `its columns are ${names.slice(0, 20).join(", ")}${names.length > 20 ? ", …" : ""}`;
  return dataError(`${file} has no column ${name}`, at, help);
}

/** A target among the features: it would be learnt from itself, which is the task of an autoencoder alone. */
function learntFromItself(spec: DataSpec, features: readonly string[], targets: readonly string[]): Diagnostic[] {
  const both = isReconstruction(features, targets) ? [] : targets.filter((name) => features.includes(name));
  const help = "take it out of `features`, or name the column of the target";
  return both.map((name) => dataError(`the column ${name} is a feature and the target`, spec.features.at, help));
}

/** Categories of columns that are no features, and categories that would be read as missing. */
function wrongCategories(spec: DataSpec, table: Table, features: readonly string[]): Diagnostic[] {
  return spec.categorical.flatMap(({ column, categories = [], at }) => {
    if (!table.names.includes(column)) return [unknownColumn(column, table, at)];
    if (!features.includes(column))
      return [dataError(`the categorical column ${column} is not among the features`, at)];
    return categories.flatMap((name, i) => {
      if (isMissing(name)) return [dataError(`the category ${JSON.stringify(name)} stands for a missing value`, at)];
      return categories.indexOf(name) < i ? [dataError(`the category ${JSON.stringify(name)} is named twice`, at)] : [];
    });
  });
}

/** There must be features, with names, and as many as `columns(8)` or `image(28, 28)` say. */
function wrongCount(spec: FeaturesSpec, { file }: Table, features: readonly string[]): Diagnostic[] {
  const declared = declaredCount(spec);
  if (features.length === 0) return [dataError(`${file} has no column besides the target`, spec.at)];
  if (features.includes("")) {
    const help = "it may number the rows: name the features, `features: [a, b]`";
    return [dataError(`${file} has a feature column without a name`, spec.at, help)];
  }
  if (declared === undefined || declared === features.length) return [];
  return [dataError(`${declared} feature columns are declared, and ${file} has ${features.length}`, spec.at)];
}

/** How many numbers, or columns of a table, are declared to make one example; undefined where that is left to the data. */
export function declaredCount(spec: FeaturesSpec): number | undefined {
  if (spec.kind === "columns") return spec.count;
  return spec.kind === "image" ? spec.height * spec.width * spec.channels : undefined;
}

/** Help for a column of numbers in which a text stands: the columns that hold mostly text are categorical. */
export function textHelp(table: Table, features: readonly string[], categorical: readonly string[]): string {
  const texts = features.filter((name) => categorical.includes(name) || isText(table, name));
  if (texts.length === categorical.length) return "a missing value is an empty cell, NA, N/A, NaN, null or ?";
  return `write \`categorical: [${texts.join(", ")}]\`, or name the features that are numbers: \`features: [a, b]\``;
}

function isText(table: Table, name: string): boolean {
  const index = table.names.indexOf(name);
  const present = table.rows.map((cells) => cells[index]!).filter((cell) => !isMissing(cell));
  return present.filter((cell) => !isNumber(cell)).length * 2 > present.length;
}
