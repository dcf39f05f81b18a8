/** Targets in a program: how they are read from the columns of a table, and put into the rows of a part. */
import type { DataSpec, Interval, Normalization, TargetSpec } from "../../data/spec.ts";
import { code, portable, type Piece } from "./code.ts";
import { numberLiteral, textsLiteral } from "./data-literal.ts";
import type { Reading } from "./data-reading.ts";
import { literal } from "./names.ts";
import type { Section } from "./section.ts";

type Kind = TargetSpec["kind"];
type TargetOf<K extends Kind> = Extract<TargetSpec, { kind: K }>;
type ByKind<Result, More extends readonly unknown[] = []> = {
  readonly [K in Kind]: (target: TargetOf<K>, ...more: More) => Result;
};
const byKind = <Result, More extends readonly unknown[]>(
  table: ByKind<Result, More>,
  target: TargetSpec,
  ...more: More
): Result => (table[target.kind] as (target: TargetSpec, ...more: More) => Result)(target, ...more);

/** How many classes a class target has. */
export const classCount = ({ classes }: TargetOf<"class">): number =>
  typeof classes === "number" ? classes : classes.length;

const widths: ByKind<number> = {
  class: () => 1,
  binary: () => 1,
  multi_label: ({ count, columns }) => columns?.length ?? count,
  regression: ({ columns }) => columns?.length ?? 1,
  none: () => 0,
};

/** How many numbers the target of an example has before classes become one-hot. */
export const targetWidth = (target: TargetSpec): number => byKind(widths, target);

/** How many numbers the target of an example has in a part. */
export const totalWidth = (target: TargetSpec): number =>
  target.kind === "class" ? classCount(target) : targetWidth(target);

/** The columns that a target names; undefined: the last ones. */
export const targetColumns = (target: TargetSpec): readonly string[] | undefined => byKind(namedColumns, target);

const listed = (column: string | undefined) => (column === undefined ? undefined : [column]);

const namedColumns: ByKind<readonly string[] | undefined> = {
  class: ({ column }) => listed(column),
  binary: ({ column }) => listed(column),
  multi_label: ({ columns }) => columns,
  regression: ({ columns }) => columns,
  none: () => [],
};

/** A table, its columns of targets (the name of one, a list of several), and the two values of a binary target. */
export interface TargetTable {
  readonly table: string;
  readonly column: Piece;
  readonly values: Piece;
}

const tableTexts: ByKind<Piece, [TargetTable]> = {
  class: ({ classes }, { table, column }) =>
    typeof classes === "number"
      ? code`${portable("classLabels")}(${table}, ${column}, ${classes})`
      : code`${portable("namedLabels")}(${table}, ${column}, ${textsLiteral(classes)})`,
  binary: (_, { table, column, values }) => code`${portable("binaryLabels")}(${table}, ${column}, ${values})`,
  multi_label: (_, { table, column }) => {
    const labels = code`${portable("binaryLabels")}(${table}, name, ${portable("labelValues")}(${table}, name))`;
    return code`${column}.map((name) => ${labels})`;
  },
  regression: (target, { table, column }) =>
    targetWidth(target) === 1
      ? code`${portable("numbersOf")}(${table}, ${column})`
      : code`${column}.map((name) => ${portable("numbersOf")}(${table}, name))`,
  none: () => "",
};

/** The targets of a table: the numbers of a column, or of several labels and outcomes a list of columns. */
export const targetsOfTable = (target: TargetSpec, from: TargetTable): Piece => byKind(tableTexts, target, from);

/** Puts the target of a `row` in its place `i`. */
export function targetLines({ target }: DataSpec, { target: value }: Reading): readonly Section[] {
  if (target.kind === "none") return [];
  if (target.kind === "class") return [code`targets[${classCount(target)} * i + ${value("")}] = 1;`];
  const width = targetWidth(target);
  const place = width === 1 ? "i" : `${width} * i + j`;
  if (hasScalings(target)) {
    const parameters = width === 1 ? "({ shift, scale })" : "({ shift, scale }, j)";
    return [code`scalings.forEach(${parameters} => (targets[${place}] = (${value("j")} - shift) / scale));`];
  }
  if (width === 1) return [code`targets[i] = ${value("")};`];
  return [code`for (let j = 0; j < ${width}; j++) targets[${place}] = ${value("j")};`];
}

/** Whether outputs have to be taken back into the units of the target. */
export const hasScalings = (target: TargetSpec): target is TargetOf<"regression"> =>
  target.kind === "regression" && target.normalize !== "none";

/** Fits the scalings of a target on its training rows. */
export function targetScalings(spec: DataSpec, { labels, isTable }: Reading): readonly Section[] {
  const { target } = spec;
  if (!hasScalings(target)) return [];
  const width = targetWidth(target);
  const { range, normalize } = target;
  if (range !== undefined && normalize === "min_max") {
    const scaling = rangeScaling(range);
    const type = portable("Scaling");
    if (width === 1) return [code`const scalings: readonly ${type}[] = [${scaling}];`];
    return [code`const scalings = new Array<${type}>(${width}).fill(${scaling});`];
  }
  const fit = portable(fits[normalize]);
  if (width === 1 || !isTable) return [code`const scalings = ${fit}(${labels}, ${width}, train);`];
  return [code`const scalings = ${labels}.flatMap((values) => ${fit}(values, 1, train));`];
}

/** What takes a declared range to 0..1, as a value. */
export const rangeScaling = ({ low, high }: Interval): string =>
  `{ shift: ${numberLiteral(low)}, scale: ${numberLiteral(high - low || 1)} }`;

/** The function that fits a normalization on the training rows. */
export const fits: Readonly<Record<Normalization, string>> = {
  standardize: "standardization",
  min_max: "minMax",
  none: "",
};

/** The column of a target as text: the name of one, or a list. */
export const columnLiteral = (target: TargetSpec, columns: readonly string[]): string =>
  target.kind === "multi_label" || columns.length !== 1 ? textsLiteral(columns) : literal(columns[0]!);
