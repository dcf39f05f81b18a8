/** What the data tests are built with: files in a temporary folder, specs whose places can be read, IDX bytes. */
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import { loadData } from "../../src/data/load.ts";
import type { DataSet, DataSpec, IdxSource, SourceSpec, TargetSpec } from "../../src/data/spec.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { textOf, type Span } from "../../src/text/source.ts";

const source = { path: "spec.dnn", text: "data source validation test features categorical target split" };

/** The entry of the spec that has this name. */
export function at(word: string): Span {
  const start = source.text.indexOf(word);
  return { source, start, end: start + word.length };
}

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A new folder with these files, gone when the test is over. */
export function folderWith(files: Files = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "dnnc-data-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

export const csv = (path: string, word = "source"): SourceSpec => ({ kind: "csv", path, at: at(word) });
export const idx = (
  path: string,
  labels?: string,
  word = "source",
  types: Partial<Pick<IdxSource, "dtype" | "labelDtype">> = {},
): SourceSpec => ({
  kind: "idx",
  path,
  labels,
  dtype: "uint8",
  labelDtype: "uint8",
  ...types,
  at: at(word),
});

/** A spec of `table.csv` with all its columns; `changes` say what is different. */
export function spec(changes: Partial<DataSpec> = {}): DataSpec {
  return {
    name: "table",
    at: at("data"),
    sources: { train: csv("table.csv") },
    features: { kind: "all", at: at("features") },
    target: regression(),
    categorical: [],
    missing: "median",
    normalize: "none",
    split: undefined,
    ...changes,
  };
}

export const regression = (columns?: readonly string[], more: Partial<TargetSpec> = {}): TargetSpec =>
  ({ kind: "regression", columns, normalize: "none", range: undefined, at: at("target"), ...more }) as TargetSpec;
export const classes = (count: number | readonly string[], column?: string): TargetSpec => ({
  kind: "class",
  classes: count,
  column,
  at: at("target"),
});
export const binary = (column?: string): TargetSpec => ({ kind: "binary", column, at: at("target") });
export const noTarget: TargetSpec = { kind: "none", at: at("target") };
export const named = (...names: string[]) => ({ kind: "names", names, at: at("features") }) as const;
export const categorical = (column: string, categories?: readonly string[]) => ({
  column,
  categories,
  at: at("categorical"),
});

type Sizes = { train?: number; validation?: number; test?: number };

/** A split by shares up to 1, by counts above. */
export function split(kind: "random" | "ordered" | "stratified", sizes: Sizes): DataSpec["split"] {
  const size = (value: number | undefined) =>
    value === undefined ? undefined : value <= 1 ? { share: value } : { count: value };
  const [train, validation, test] = [size(sizes.train), size(sizes.validation), size(sizes.test)];
  return { kind, train, validation, test, at: at("split") };
}

/** A finding as a line: its place in the spec, what is wrong, why, and the help. */
export const spoken = ({ at, message, why, help }: Diagnostic): string =>
  `${textOf(at)}: ${message}${why === undefined ? "" : ` (${why})`}${help === undefined ? "" : ` → ${help}`}`;

/** What is found wrong with a spec over some files, `FOLDER` for the folder's name. */
export async function findings(wanted: DataSpec, files: Files): Promise<string[]> {
  const folder = folderWith(files);
  const { diagnostics } = await loadData(wanted, { folders: [folder], seed: 1 });
  return diagnostics.map((each) => spoken(each).replaceAll(folder, "FOLDER"));
}

/** The data that a spec reads from some files, where nothing is wrong. */
export async function loaded(wanted: DataSpec, files: Files = {}, seed = 1): Promise<DataSet> {
  const { data, diagnostics } = await loadData(wanted, { folders: [folderWith(files)], seed });
  if (data === undefined) throw new Error(diagnostics.map(spoken).join("\n"));
  return data;
}

/** The rows of a part's numbers. */
export const rowsOf = (values: ArrayLike<number>, width: number): number[][] =>
  Array.from({ length: values.length / width }, (_, row) =>
    Array.from({ length: width }, (_, column) => values[row * width + column]!),
  );

/** The bytes of an IDX file: its type, its dimensions, and the numbers as they are stored. */
export function idxBytes(type: number, shape: readonly number[], numbers: Uint8Array | readonly number[]): Uint8Array {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.set([0, 0, type, shape.length]);
  shape.forEach((size, axis) => header.writeUInt32BE(size, 4 + 4 * axis));
  return Buffer.concat([header, Uint8Array.from(numbers)]);
}

/** Real data beside the repository, where it is there. */
export const sharedData = resolve(import.meta.dirname, "../../../shared/data");
export const hasSharedData = existsSync(join(sharedData, "california-housing.csv"));
