/** The targets of a content as numbers: labels of classes, zeros and ones, or measured values. */
import { encodeTable } from "../portable/encode.ts";
import { fail } from "../portable/fail.ts";
import { cellPlace, type Table } from "../portable/table.ts";
import { binaryLabels, binaryValues, checkLabels, classLabels } from "../portable/target.ts";
import { dataError, refuse, saidAt } from "./failure.ts";
import { checkRange } from "./features.ts";
import type { Content, ExampleTargets, TableContent } from "./sources.ts";
import type { TargetSpec } from "./spec.ts";

/** `[count, width]`; with `classes`, `[count]` labels that become that many numbers each. */
export interface Targets {
  readonly values: ArrayLike<number>;
  readonly width: number;
  readonly classes: number | undefined;
  /** What the labels are called, where that is declared or found. */
  readonly names: readonly string[] | undefined;
}

type TargetOf<K extends TargetSpec["kind"]> = Extract<TargetSpec, { kind: K }>;

/** The targets of a content. `first` are those of the training part, where this is another one: its binary values hold for all. */
export function targetsOf(spec: TargetSpec, content: Content, columns: readonly string[], first?: Targets): Targets {
  if (spec.kind === "none") return { values: [], width: 0, classes: undefined, names: undefined };
  const targets =
    content.kind === "table"
      ? saidAt(
          spec.at,
          () => tableTargets(spec, content, columns, first),
          () => classHelp(spec, content, columns),
        )
      : saidAt(spec.at, () => exampleTargets(spec, given(spec, content.file, content.targets)));
  checkTargetRange(spec, content, columns, targets);
  return targets;
}

function tableTargets(
  spec: Exclude<TargetSpec, TargetOf<"none">>,
  { table }: TableContent,
  columns: readonly string[],
  first: Targets | undefined,
): Targets {
  switch (spec.kind) {
    case "class":
      return labelled(classLabels(table, columns[0]!, spec.classes), spec);
    case "binary": {
      const names = (first?.names as [string, string] | undefined) ?? binaryValues(table, columns[0]!);
      return { values: binaryLabels(table, columns[0]!, names), width: 1, classes: undefined, names };
    }
    case "multi_label":
      return { values: multiLabels(table, columns), width: columns.length, classes: undefined, names: columns };
    case "regression": {
      const numbers = columns.map((name) => ({ name, missing: undefined, categories: undefined }));
      return { values: encodeTable(table, numbers), width: columns.length, classes: undefined, names: undefined };
    }
  }
}

const labelled = (values: ArrayLike<number>, { classes }: TargetOf<"class">): Targets =>
  typeof classes === "number"
    ? { values, width: 1, classes, names: undefined }
    : { values, width: 1, classes: classes.length, names: classes };

/** `[rows, columns]`: 0 or 1 for each label, read like a binary column. */
function multiLabels(table: Table, columns: readonly string[]): Float64Array {
  const labels = columns.map((name) => binaryLabels(table, name, binaryValues(table, name)));
  return Float64Array.from({ length: table.rows.length * columns.length }, (_, i) => {
    return labels[i % columns.length]![Math.floor(i / columns.length)]!;
  });
}

/** The targets that came with the examples; columns cannot be named where there are none. */
function given(spec: TargetSpec, file: string, targets: ExampleTargets | undefined): ExampleTargets {
  if (targets === undefined)
    refuse(dataError(`${file} comes without labels`, spec.at, "write `idx(path, labels: path)`, or `target: none`"));
  if (("column" in spec && spec.column !== undefined) || ("columns" in spec && spec.columns !== undefined))
    refuse(dataError(`${targets.file} has no columns to choose the target by`, spec.at, "leave the column out"));
  return targets;
}

function exampleTargets(spec: Exclude<TargetSpec, TargetOf<"none">>, targets: ExampleTargets): Targets {
  const { file, width, values, made } = targets;
  const wide = spec.kind === "multi_label" ? spec.count : spec.kind === "regression" ? width : 1;
  if (width !== wide) fail(`${file} has ${width} numbers for each example, where ${wide} are expected`);
  if (made !== undefined) checkMade(spec, file, made.classes);
  if (spec.kind === "regression") {
    const index = Array.prototype.findIndex.call(values, (value: number) => !Number.isFinite(Math.fround(value)));
    if (index >= 0)
      fail(`${file}: ${values[index]} of example ${Math.floor(index / width) + 1} is not a finite 32-bit number`);
    return { values, width, classes: undefined, names: undefined };
  }
  const classes = spec.kind !== "class" ? 2 : typeof spec.classes === "number" ? spec.classes : spec.classes.length;
  checkLabels(values, classes, file);
  return spec.kind === "class" ? labelled(values, spec) : { values, width, classes: undefined, names: undefined };
}

/** What a generator makes must be what the target says: that many classes, or a number. */
function checkMade(spec: TargetSpec, file: string, classes: number | undefined): void {
  const wanted =
    spec.kind === "class"
      ? typeof spec.classes === "number"
        ? spec.classes
        : spec.classes.length
      : spec.kind === "binary"
        ? 2
        : undefined;
  if (spec.kind === "multi_label" || wanted !== classes)
    fail(
      `${file} makes ${classes === undefined ? "a number to predict (`target: regression`)" : `${classes} classes (\`target: class(${classes})\`)`}`,
    );
}

/** Help for a column of texts, or of labels that do not count from 0: the names it holds. */
function classHelp(spec: TargetSpec, { table }: TableContent, columns: readonly string[]): string | undefined {
  if (spec.kind !== "class" || typeof spec.classes !== "number") return undefined;
  const index = table.names.indexOf(columns[0]!);
  const found = [...new Set(table.rows.map((cells) => cells[index]!))].sort(
    (a, b) => Number(a) - Number(b) || (a < b ? -1 : 1),
  );
  if (found.length !== spec.classes) return undefined;
  return `name the classes: \`class([${found.map((name) => JSON.stringify(name)).join(", ")}], column: ${columns[0]})\``;
}

function checkTargetRange(spec: TargetSpec, content: Content, columns: readonly string[], targets: Targets): void {
  if (spec.kind !== "regression" || spec.range === undefined) return;
  const { width, values } = targets;
  checkRange(values, spec.range, [], spec, (i) =>
    content.kind === "table"
      ? cellPlace(content.table, Math.floor(i / width), columns[i % width]!)
      : `${content.file}: the target of example ${Math.floor(i / width) + 1}`,
  );
}
