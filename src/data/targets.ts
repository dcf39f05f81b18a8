/** The targets of a content as numbers: labels of classes, zeros and ones, or measured values. */
import { fail } from "../portable/fail.ts";
import { cellPlace, isMissing, numbersOf, type Table } from "../portable/table.ts";
import { binaryLabels, binaryValues, classLabels, labelValues, namedLabels } from "../portable/target.ts";
import { interleaved } from "./encode.ts";
import { checkRange } from "./facts.ts";
import { dataError, refuse, saidAt } from "./failure.ts";
import { checkFinite } from "./idx.ts";
import { checkLabels } from "./labels.ts";
import type { Content, ExamplesContent, ExampleTargets } from "./sources.ts";
import type { TargetSpec } from "./spec.ts";

/** `[count, width]` numbers, or with `classes` `[count]` labels that become that many numbers each. */
export interface Targets {
  readonly values: ArrayLike<number>;
  readonly width: number;
  readonly classes: number | undefined;
  /** What the labels are called, where that is declared or found. */
  readonly names: readonly string[] | undefined;
}

type Kind = Exclude<TargetSpec["kind"], "none">;
type TargetOf<K extends Kind> = Extract<TargetSpec, { kind: K }>;

const numbers = (values: ArrayLike<number>, width: number, names?: readonly string[]): Targets => ({
  values,
  width,
  classes: undefined,
  names,
});

const labels = (values: ArrayLike<number>, { classes }: TargetOf<"class">): Targets => ({
  values,
  width: 1,
  classes: countOf(classes),
  names: typeof classes === "number" ? undefined : classes,
});

const countOf = (classes: number | readonly string[]): number =>
  typeof classes === "number" ? classes : classes.length;

const labelsOf = (table: Table, column: string, classes: number | readonly string[]): Uint32Array =>
  typeof classes === "number" ? classLabels(table, column, classes) : namedLabels(table, column, classes);

/** The targets in columns of a table; `first` are those of the training part, whose two values hold for a binary column of all parts. */
const fromTable: {
  readonly [K in Kind]: (spec: TargetOf<K>, table: Table, columns: readonly string[], first?: Targets) => Targets;
} = {
  class: (spec, table, [column]) => labels(labelsOf(table, column!, spec.classes), spec),
  binary: (_, table, [column], first) => {
    const [zero, one] = first?.names ?? binaryValues(table, column!);
    return numbers(binaryLabels(table, column!, [zero!, one!]), 1, [zero!, one!]);
  },
  multi_label: (_, table, columns) => {
    const each = columns.map((name) => binaryLabels(table, name, labelValues(table, name)));
    return numbers(interleaved(each), columns.length, columns);
  },
  regression: (_, table, columns) => {
    const each = columns.map((name) => numbersOf(table, name));
    return numbers(interleaved(each), columns.length);
  },
};

/** The targets that came with examples. */
const fromExamples: { readonly [K in Kind]: (spec: TargetOf<K>, targets: ExampleTargets) => Targets } = {
  class: (spec, targets) => labels(checkedLabels(targets, 1, countOf(spec.classes)), spec),
  binary: (_, targets) => numbers(checkedLabels(targets, 1, 2), 1),
  multi_label: ({ count }, targets) => numbers(checkedLabels(targets, count, 2), count),
  regression: (_, { values, width, file }) => {
    checkFinite(values, [width], file);
    return numbers(values, width);
  },
};

function checkedLabels({ values, width, file }: ExampleTargets, wanted: number, classes: number): ArrayLike<number> {
  if (width !== wanted) fail(`${file} has ${width} numbers for each example, where ${wanted} are expected`);
  checkLabels(values, width, classes, file);
  return values;
}

/** The targets of a content, every declared fact held against them. */
export function targetsOf(spec: TargetSpec, content: Content, columns: readonly string[], first?: Targets): Targets {
  if (spec.kind === "none") return numbers([], 0);
  if (content.kind === "examples") {
    const given = givenTargets(spec, content);
    const read = fromExamples[spec.kind] as (spec: TargetSpec, targets: ExampleTargets) => Targets;
    const targets = saidAt(spec.at, () => read(spec, given));
    return inRange(spec, targets, (row) => `${given.file}, example ${row + 1}`);
  }
  const { table } = content;
  const read = fromTable[spec.kind] as (
    spec: TargetSpec,
    table: Table,
    columns: readonly string[],
    first?: Targets,
  ) => Targets;
  const help = () => namesHelp(spec, table, columns[0]!);
  const targets = saidAt(spec.at, () => read(spec, table, columns, first), help);
  return inRange(spec, targets, (row, column) => cellPlace(table, row, columns[column]!));
}

function inRange(spec: TargetSpec, targets: Targets, place: (row: number, column: number) => string): Targets {
  const { values, width } = targets;
  const range = spec.kind === "regression" ? spec.range : undefined;
  const at = (index: number) => place(Math.floor(index / width), index % width);
  checkRange({ values, range, left: [], at: spec.at, place: at });
  return targets;
}

/** The targets that came with the examples: there must be some, without columns to choose, and of the kind that is asked for. */
function givenTargets(spec: TargetSpec, { targets, file, made }: ExamplesContent): ExampleTargets {
  if (targets === undefined)
    refuse(dataError(`${file} comes without labels`, spec.at, "write `idx(path, labels: path)`, or `target: none`"));
  if (("column" in spec && spec.column !== undefined) || ("columns" in spec && spec.columns !== undefined))
    refuse(dataError(`${targets.file} has no columns to choose the target by`, spec.at, "leave the column out"));
  const wanted = spec.kind === "class" ? countOf(spec.classes) : spec.kind === "binary" ? 2 : undefined;
  if (made === undefined || (made.classes === wanted && spec.kind !== "multi_label")) return targets;
  return made.classes === undefined
    ? refuse(dataError(`${file} makes a number to predict, not classes`, spec.at, "write `target: regression`"))
    : refuse(dataError(`${file} makes ${made.classes} classes`, spec.at, `write \`target: class(${made.classes})\``));
}

/** Help for a column of texts, or of labels that do not count from 0: its values as the names of the classes; and for what is no target. */
function namesHelp(spec: TargetSpec, table: Table, column: string): string | undefined {
  const index = table.names.indexOf(column);
  if (index < 0) return undefined;
  const found = [...new Set(table.rows.map((cells) => cells[index]!))];
  if (found.some(isMissing)) return "take the rows out of the table: `missing` fills in features, and no targets";
  if (spec.kind === "binary" && found.length > 2)
    return `write \`target: class(${found.length}, column: ${column})\`, or \`regression(column: ${column})\` for numbers`;
  if (spec.kind !== "class" || typeof spec.classes !== "number") return undefined;
  if (found.length !== spec.classes) return undefined;
  const sorted = found.sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1));
  return `name the classes: \`class([${sorted.map((name) => JSON.stringify(name)).join(", ")}], column: ${column})\``;
}
