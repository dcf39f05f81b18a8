/** New rows for a trained network: read, then put through all that was fitted on the training rows. */
import type { Diagnostic, Report } from "../diagnostics/diagnostic.ts";
import { fail } from "../portable/fail.ts";
import { restored } from "../portable/normalize.ts";
import { orderedRows } from "../portable/split.ts";
import { cellsOf, isMissing, numbersOf, type Table } from "../portable/table.ts";
import type { Span } from "../text/source.ts";
import { unknownColumn } from "./columns.ts";
import { encodeTable, interleaved } from "./encode.ts";
import { collected, refuse, saidAt } from "./failure.ts";
import { checkFinite, product, readIdx } from "./idx.ts";
import { inflated } from "./inflated.ts";
import { readChecked } from "./locate.ts";
import { readCsv } from "./read-csv.ts";
import { rowsBy } from "./scalings.ts";
import { idxExamples } from "./sources.ts";
import type { Fitted, FittedColumn } from "./spec.ts";

export type RowFormat = "csv" | "idx";

/** Features `[count, width]`, encoded and normalized like those the network was trained on; undefined where something is wrong. */
export interface NewRows {
  readonly rows: Float32Array | undefined;
  readonly count: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** A file, or what came in its place, and the name to call it by. */
export interface Input {
  readonly file: string;
  readonly format: RowFormat;
  readonly bytes: Uint8Array;
}

/** Reads a file of new rows from the path that the user gave, wherever it lies; the target may be absent. */
export async function readRows(path: string, format: RowFormat, fitted: Fitted, width: number): Promise<NewRows> {
  const at = placeOf(path);
  const { value: bytes, diagnostics } = await collected(at, () => readChecked(path, path, at));
  return bytes === undefined
    ? { rows: undefined, count: 0, diagnostics }
    : prepareRows({ file: path, format, bytes }, fitted, width);
}

/** New rows from bytes: a table's columns are found by name (by place where the training data had no names), images by their size. */
export async function prepareRows(input: Input, fitted: Fitted, width: number): Promise<NewRows> {
  const at = placeOf(input.file);
  const strange: Diagnostic[] = [];
  const { value, diagnostics } = await collected(at, () =>
    saidAt(at, () => readNumbers(input, fitted, width, at, (one) => strange.push(one))),
  );
  if (value === undefined) return { rows: undefined, count: 0, diagnostics };
  const count = value.length / width;
  const rows = rowsBy(value, width, orderedRows(count), fitted.features);
  return { rows, count, diagnostics: [...diagnostics, ...strange] };
}

/** Outputs of the network, `[count, outputs]`, in the target's own units. */
export const restoreTargets = (outputs: ArrayLike<number>, fitted: Pick<Fitted, "targets">): Float64Array =>
  restored(outputs, fitted.targets);

/** Deviations of outputs, in the target's own units. */
export const restoreDeviations = (deviations: ArrayLike<number>, { targets }: Fitted): Float64Array =>
  restored(
    deviations,
    targets.map(({ scale }) => ({ shift: 0, scale: Math.abs(scale) })),
  );

/** The file as a place to point at. */
const placeOf = (path: string): Span => ({ source: { path, text: "" }, start: 0, end: 0 });

function readNumbers(
  { file, format, bytes }: Input,
  fitted: Fitted,
  width: number,
  at: Span,
  report: Report,
): ArrayLike<number> {
  if (format === "csv") return tableNumbers(readCsv(bytes, file), fitted, width, at, report);
  if (fitted.columns.length > 0) fail(`${file}: the network was trained on named columns, so new rows come as a table`);
  const { values, shape } = idxExamples(readIdx(inflated(bytes, file), file), file);
  checkFinite(values, shape, file);
  if (product(shape) !== width)
    fail(`${file} has ${shape.join(" × ")} numbers an example, where the network takes ${width}`);
  return values;
}

function tableNumbers(table: Table, fitted: Fitted, width: number, at: Span, report: Report): Float64Array {
  if (fitted.columns.length === 0 && table.names.length !== width)
    fail(`${table.file} has ${table.names.length} columns, where the network takes ${width} numbers`);
  if (fitted.columns.length === 0) return interleaved(table.names.map((name) => numbersOf(table, name)));
  const absent = fitted.columns.filter(({ name }) => !table.names.includes(name));
  if (absent.length > 0) refuse(...absent.map(({ name }) => unknownColumn(name, table, at)));
  fitted.columns.forEach((column) => tellStrangers(table, column, at, report));
  return encodeTable(table, fitted.columns);
}

/** Says once for a column which of its categories training has never seen: they count as none of those it knows. */
function tellStrangers(table: Table, { name, categories, declared }: FittedColumn, at: Span, report: Report): void {
  if (categories === undefined || declared === true) return;
  const cells = new Set(cellsOf(table, name).filter((cell) => !isMissing(cell)));
  const strangers = [...cells].filter((cell) => !categories.includes(cell));
  if (strangers.length === 0) return;
  const shown = strangers.slice(0, 3).map((cell) => JSON.stringify(cell));
  report({
    code: "data",
    severity: "warning",
    message: `${table.file}, column ${name}: training has never seen ${shown.join(", ")}${strangers.length > 3 ? " and others" : ""}`,
    at,
    help: `it counts as none of ${categories.join(", ")}`,
  });
}
