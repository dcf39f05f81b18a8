/** Targets in a program: from the columns of a table, and as rows of a part. */
import type { DataSpec, Normalization, TargetSpec } from "../../data/spec.ts";
import { code, joined, portable, type Piece } from "./code.ts";
import { numberLiteral, textsLiteral } from "./data-literal.ts";
import { literal } from "./names.ts";
import { targetName } from "./data-reading.ts";
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
  class: ({ classes }, { table, column }) => {
    const wanted = typeof classes === "number" ? classes : textsLiteral(classes);
    return code`${portable("classLabels")}(${table}, ${column}, ${wanted})`;
  },
  binary: (_, { table, column, values }) => code`${portable("binaryLabels")}(${table}, ${column}, ${values})`,
  multi_label: (_, { table, column }) => {
    const labels = code`${portable("binaryLabels")}(${table}, name, ${portable("labelValues")}(${table}, name))`;
    return code`${portable("interleaved")}(${column}.map((name) => ${labels}))`;
  },
  regression: (target, { table, column }) =>
    targetWidth(target) === 1
      ? code`${portable("presentNumbers")}(${table}, ${column})`
      : code`${portable("interleaved")}(${column}.map((name) => ${portable("presentNumbers")}(${table}, name)))`,
  none: () => "",
};

/** The targets of a table. */
export const targetsOfTable = (target: TargetSpec, from: TargetTable): Piece => byKind(tableTexts, target, from);

/** The targets of the chosen `rows`. */
export function targetRows(spec: DataSpec): Piece {
  const { target } = spec;
  const name = targetName(spec);
  if (target.kind === "none") return "new Float32Array()";
  if (target.kind === "class") return code`${portable("oneHot")}(${name}, rows, ${classCount(target)})`;
  const taken = joined([name, targetWidth(target), "rows"], ", ");
  if (!hasScalings(target)) return code`${portable("takenRows")}(${taken})`;
  return code`${portable("scaledRows")}(${taken}, scalings)`;
}

/** Whether outputs have to be taken back into the units of the target. */
export const hasScalings = (target: TargetSpec): target is TargetOf<"regression"> =>
  target.kind === "regression" && target.normalize !== "none";

/** Fits the scalings of a target on its training rows. */
export function targetScalings(target: TargetSpec, targets: Piece): readonly Section[] {
  if (!hasScalings(target)) return [];
  const width = targetWidth(target);
  const { range, normalize } = target;
  if (range === undefined || normalize !== "min_max")
    return [code`const scalings = ${portable(fits[normalize])}(${targets}, ${width}, train);`];
  const { low, high } = range;
  const scaling = `{ shift: ${numberLiteral(low)}, scale: ${numberLiteral(high - low || 1)} }`;
  const type = portable("Scaling");
  if (width === 1) return [code`const scalings: readonly ${type}[] = [${scaling}];`];
  return [code`const scalings = new Array<${type}>(${width}).fill(${scaling});`];
}

/** The function that fits a normalization on the training rows. */
export const fits: Readonly<Record<Normalization, string>> = {
  standardize: "standardization",
  min_max: "minMax",
  none: "",
};

/** The column of a target as text: the name of one, or a list. */
export const columnLiteral = (target: TargetSpec, columns: readonly string[]): string =>
  target.kind === "multi_label" || columns.length !== 1 ? textsLiteral(columns) : literal(columns[0]!);
