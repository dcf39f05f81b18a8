/** What the sources of a spec hold, before any of it is chosen, encoded or fitted. */
import { fail } from "../portable/fail.ts";
import type { Table } from "../portable/table.ts";
import type { Span } from "../text/source.ts";
import { dataError, refuse, saidAt } from "./failure.ts";
import { generators } from "./generators.ts";
import { product, readIdx, type Idx } from "./idx.ts";
import { inflated } from "./inflated.ts";
import { readAllowed } from "./locate.ts";
import { readCsv } from "./read-csv.ts";
import type { CsvSource, Dtype, GeneratorSource, IdxSource, SourceSpec } from "./spec.ts";

export type Content = TableContent | ExamplesContent;

/** Cells with named columns; features and targets are chosen among them. */
export interface TableContent {
  readonly kind: "table";
  readonly at: Span;
  readonly file: string;
  readonly table: Table;
}

/** Numbers without names, `[count, …shape]`, and what is to be learnt from them. */
export interface ExamplesContent {
  readonly kind: "examples";
  readonly at: Span;
  readonly file: string;
  readonly count: number;
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
  readonly targets: ExampleTargets | undefined;
  /** Of made examples: how many classes there are; undefined where the targets are numbers to predict. */
  readonly made?: { readonly classes: number | undefined };
}

/** `[count, width]` labels or numbers. */
export interface ExampleTargets {
  readonly file: string;
  readonly width: number;
  readonly values: ArrayLike<number>;
}

/** The readers, one for each kind of source. */
const readers: {
  readonly [K in SourceSpec["kind"]]: (
    source: Extract<SourceSpec, { kind: K }>,
    folders: readonly string[],
  ) => Content | Promise<Content>;
} = { csv: readCsvSource, idx: readIdxSource, generator: readGenerator };

/** Reads a source; a path is looked up in `folders` in order. */
export async function readSource(source: SourceSpec, folders: readonly string[]): Promise<Content> {
  const read = readers[source.kind] as (source: SourceSpec, folders: readonly string[]) => Content | Promise<Content>;
  return read(source, folders);
}

async function readCsvSource({ path, at }: CsvSource, folders: readonly string[]): Promise<Content> {
  const bytes = await readAllowed(path, folders, at);
  return { kind: "table", at, file: path, table: saidAt(at, () => readCsv(bytes, path)) };
}

async function readIdxSource(source: IdxSource, folders: readonly string[]): Promise<Content> {
  const { path, labels, dtype, labelDtype, at } = source;
  const declared = async (file: string, argument: string, type: Dtype): Promise<Idx> => {
    const bytes = await readAllowed(file, folders, at);
    const idx = saidAt(at, () => readIdx(inflated(bytes, file), file));
    if (idx.dtype === type) return idx;
    const message = `${file} holds ${idx.dtype} numbers, where its dtype is declared as ${type}`;
    return refuse(dataError(message, at, `write \`${argument}: ${idx.dtype}\``));
  };
  const images = await declared(path, "dtype", dtype);
  const content = saidAt(at, () => idxExamples(images, path));
  if (labels === undefined) return { ...content, at };
  const answers = await declared(labels, "label_dtype", labelDtype);
  return { ...content, at, targets: saidAt(at, () => idxTargets(answers, labels, content)) };
}

/** The examples of an IDX file of images or of rows. */
export function idxExamples({ shape, values }: Idx, file: string): Omit<ExamplesContent, "at"> {
  if (shape.length === 1)
    fail(`${file} holds one number for each of ${shape[0]} examples, as labels do, where images or rows are expected`);
  return { kind: "examples", file, count: shape[0]!, shape: shape.slice(1), values, targets: undefined };
}

/** The labels of an IDX file, as many as there are examples. */
function idxTargets({ shape, values }: Idx, file: string, examples: Omit<ExamplesContent, "at">): ExampleTargets {
  if (shape.length > 2) fail(`${file} holds images of ${shape.slice(1).join(" × ")}, where labels are expected`);
  if (shape[0] !== examples.count)
    fail(`${file} has ${shape[0]} labels, and ${examples.file} ${examples.count} examples`);
  return { file, width: product(shape.slice(1)), values };
}

/** The most numbers that a generator makes. */
const mostNumbers = 2 ** 28;

function readGenerator(source: GeneratorSource): Content {
  const { name, examples, at } = source;
  return saidAt(at, () => {
    if (!Number.isInteger(examples) || examples < 1) fail(`${name} makes a whole number of examples, not ${examples}`);
    for (const [what, count, least] of [
      ["classes", source.classes, 2],
      ["features", source.features, name === "friedman" ? 5 : 1],
    ] as const)
      if (count !== undefined && !(Number.isInteger(count) && count >= least))
        fail(`${name} has a whole number of ${what} from ${least}, not ${count}`);
    if (examples * (source.features ?? 2) > mostNumbers) fail(`${name}: ${examples} examples do not fit into memory`);
    const { features: values, targets, width, classes } = generators[name](source);
    const target = { file: name, width: 1, values: targets };
    const made = { classes };
    return { kind: "examples", at, file: name, count: examples, shape: [width], values, targets: target, made };
  });
}
