/** The features of a content as rows of numbers, and the facts that are declared of them. */
import { encodedWidth, encodeTable, fitCategories, fitNumber, oneHotPlaces } from "../portable/encode.ts";
import { fail } from "../portable/fail.ts";
import type { FittedColumn } from "../portable/encode.ts";
import { cellPlace, type Table } from "../portable/table.ts";
import { declaredCount, textHelp } from "./columns.ts";
import { dataError, refuse, saidAt } from "./failure.ts";
import type { Content, ExamplesContent } from "./sources.ts";
import type { DataSpec, FeaturesSpec, Interval } from "./spec.ts";

/** `[count, width]` numbers in the file's own units; `left` marks the zeros and ones of categories. */
export interface Features {
  readonly width: number;
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
  readonly left: readonly boolean[];
}

/** Fits the named columns on the training rows of a table. */
export function fitColumns(spec: DataSpec, table: Table, names: readonly string[], rows: Uint32Array): FittedColumn[] {
  const { categorical, missing, features } = spec;
  const help = () =>
    textHelp(
      table,
      names,
      categorical.map(({ column }) => column),
    );
  return names.map((name) => {
    const known = categorical.find(({ column }) => column === name);
    return saidAt(
      known?.at ?? features.at,
      () =>
        known === undefined
          ? fitNumber(table, name, rows, missing)
          : fitCategories(table, name, rows, missing, known.categories),
      help,
    );
  });
}

/** The features of a content, with every declared fact held against them. */
export function featuresOf(spec: DataSpec, content: Content, columns: readonly FittedColumn[]): Features {
  const { features } = spec;
  const range = "range" in features ? features.range : undefined;
  if (content.kind === "examples") {
    const shape = exampleShape(features, content);
    checkFinite(content, spec);
    if (range)
      checkRange(content.values, range, [], features, (i) => `${content.file}: ${examplePlace(content.shape, i)}`);
    return { width: product(content.shape), shape, values: content.values, left: [] };
  }
  const { table } = content;
  const width = encodedWidth(columns);
  const left = oneHotPlaces(columns);
  const values = saidAt(features.at, () => encodeTable(table, columns));
  const names = columns.flatMap(({ name, categories }) => categories?.map(() => name) ?? [name]);
  const place = (i: number) => cellPlace(table, Math.floor(i / width), names[i % width]!);
  if (range) checkRange(values, range, left, features, place);
  return { width, shape: features.kind === "image" ? imageShape(features) : [width], values, left };
}

const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

type Image = Extract<FeaturesSpec, { kind: "image" }>;
const imageShape = ({ height, width, channels }: Image): readonly number[] =>
  channels === 1 ? [height, width] : [height, width, channels];

/** The shape of one example: what is declared, where the file agrees; else the file's own. */
function exampleShape(spec: FeaturesSpec, { shape, file }: ExamplesContent): readonly number[] {
  if (spec.kind === "names")
    refuse(dataError(`${file} has no column names to choose features by`, spec.at, "write `features: all`"));
  const declared = declaredCount(spec);
  const flat = shape.length === 1 || spec.kind !== "image";
  const wanted = spec.kind === "image" ? imageShape(spec) : [declared ?? product(shape)];
  const isSame = flat ? product(shape) === product(wanted) : withoutOne(shape).join() === withoutOne(wanted).join();
  if (!isSame) {
    const help =
      spec.kind === "image" ? `write \`image(${shape.join(", ")})\`` : `write \`columns(${product(shape)})\``;
    refuse(
      dataError(
        `${wanted.join(" × ")} numbers an example are declared, and ${file} has ${shape.join(" × ")}`,
        spec.at,
        help,
      ),
    );
  }
  return spec.kind === "all" ? shape : wanted;
}

/** One channel is no dimension: `[28, 28, 1]` and `[28, 28]` are the same. */
const withoutOne = (shape: readonly number[]): readonly number[] =>
  shape.length === 3 && shape[2] === 1 ? shape.slice(0, 2) : shape;

/** Where the number `index` stands, counted from 1: `example 3, row 1, column 2`. */
function examplePlace(shape: readonly number[], index: number): string {
  const width = product(shape);
  const names = shape.length === 1 ? ["feature"] : ["row", "column", "channel"];
  let rest = index % width;
  const places = shape.map((_, axis) => {
    const step = product(shape.slice(axis + 1));
    const place = Math.floor(rest / step) + 1;
    rest %= step;
    return `${names[axis] ?? `axis ${axis + 1}`} ${place}`;
  });
  return [`example ${Math.floor(index / width) + 1}`, ...places].join(", ");
}

/** Refuses numbers that are not finite as 32-bit floats; whole-number types have none. */
function checkFinite({ values, shape, file }: ExamplesContent, { features }: DataSpec): void {
  if (!(values instanceof Float32Array || values instanceof Float64Array)) return;
  const index = values.findIndex((value) => !Number.isFinite(Math.fround(value)));
  if (index >= 0)
    saidAt(features.at, () =>
      fail(`${file}: ${examplePlace(shape, index)}: ${values[index]} is not a finite 32-bit number`),
    );
}

/** Refuses the first number outside a declared range; the smallest and largest there are help to declare it. */
export function checkRange(
  values: ArrayLike<number>,
  { low, high }: Interval,
  left: readonly boolean[],
  spec: { readonly at: FeaturesSpec["at"] },
  place: (index: number) => string,
): void {
  const index = firstOutside(values, low, high, left);
  if (index < 0) return;
  const [least, most] = extent(values, left);
  const message = `${place(index)}: ${values[index]} lies outside the declared range ${low}..${high}`;
  refuse(dataError(message, spec.at, `the values lie in ${least}..${most}`));
}

function firstOutside(values: ArrayLike<number>, low: number, high: number, left: readonly boolean[]): number {
  if (values instanceof Uint8Array && low <= 0 && high >= 255) return -1;
  const width = Math.max(left.length, 1);
  for (let i = 0; i < values.length; i++) if ((values[i]! < low || values[i]! > high) && !left[i % width]) return i;
  return -1;
}

function extent(values: ArrayLike<number>, left: readonly boolean[]): readonly [number, number] {
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (left[i % Math.max(left.length, 1)]) continue;
    least = Math.min(least, values[i]!);
    most = Math.max(most, values[i]!);
  }
  return [least, most];
}
