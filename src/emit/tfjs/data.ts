/** The data of a program: code that reads, splits and normalizes as `src/data/load.ts` does, written for one spec. */
import { partNames, type PartName, type DataSpec, type Interval, type PartSize } from "../../data/spec.ts";
import { code, joined, portable, type Piece } from "./code.ts";
import { exampleReading } from "./data-examples.ts";
import { numberLiteral } from "./data-literal.ts";
import { sourcesOf, targetName, type Reading } from "./data-reading.ts";
import { tableReading } from "./data-table.ts";
import { fits, hasScalings, targetRows, targetScalings } from "./data-targets.ts";
import { dataType } from "./data-type.ts";
import type { Section } from "./section.ts";

/** The names that the section may declare or import at the top of a program. */
export const dataNames: readonly string[] = "Part Examples Read readCsv readExamples loadData Data".split(" ");

/** Whether the program reads files, so that `loadData` takes a way to read them and gives a promise. */
export const readsFiles = (spec: DataSpec): boolean => sourcesOf(spec).some(([, { kind }]) => kind !== "generator");

/** The function `loadData(read)` of a program, without `read` where data is made, and what stands above it; `seed` names the constant that holds the run's seed. */
export function dataSection(spec: DataSpec, seed: string): Section {
  const reading = spec.sources.train.kind === "csv" ? tableReading(spec) : exampleReading(spec);
  const scaling = featureScaling(spec, reading);
  return joined(
    [
      partType,
      ...(sourcesOf(spec).length > 1 ? [examplesType(spec)] : []),
      ...reading.helpers,
      `/** ${readsFiles(spec) ? "Reads" : "Makes"} the data${spec.split === undefined ? "" : " and divides it"}; ${normalizations(spec)}. */`,
      `export ${readsFiles(spec) ? "async function loadData(read: Read): Promise<Data>" : "function loadData(): Data"} {`,
      ...reading.opening,
      trainRows(spec, reading, seed),
      ...reading.encoding,
      ...scaling.fit,
      ...targetScalings(spec.target, reading.targets),
      partFunction(spec, scaling.rows),
      returned(spec, reading),
      "}\n",
      dataType(spec),
    ],
    "\n",
  );
}

const partType = `/** One part of the data: features and targets row by row. */
interface Part { readonly count: number; readonly features: Float32Array; readonly targets: Float32Array }
`;

const examplesType = (spec: DataSpec): string => `/** The numbers of a source, example by example. */
interface Examples { readonly features: ArrayLike<number>${spec.target.kind === "none" ? "" : `; readonly ${targetName(spec)}: ArrayLike<number>`} }
`;

/** What becomes of the features, in words. */
function normalizations({ normalize, features }: DataSpec): string {
  if (normalize === "none") return "the features stay as they are";
  if (normalize === "standardize") return "over the training rows each feature has mean 0 and deviation 1";
  const range = "range" in features ? features.range : undefined;
  if (range === undefined) return "over the training rows each feature lies between 0 and 1";
  return `features from ${range.low} to ${range.high} are brought to 0 to 1`;
}

/** The rows of each part of the training source. */
function trainRows({ split }: DataSpec, { count, labels }: Reading, seed: string): Section {
  const ordered = code`${portable("orderedRows")}(${count})`;
  if (split === undefined) return code`const train = ${ordered};`;
  const order = {
    ordered,
    random: code`${portable("randomRows")}(${count}, ${seed})`,
    stratified: code`${portable("stratifiedRows")}(${labels}, ${seed})`,
  };
  const names = ["train", split.validation === undefined ? "" : "validation", split.test === undefined ? "" : "test"];
  const sizes = [split.train, split.validation, split.test].map(sizeText);
  const last = names.findLastIndex((name) => name !== "") + 1;
  const given = joined([order[split.kind], ...sizes.slice(0, last)], ", ");
  return code`const [${names.slice(0, last).join(", ")}] = ${portable("divided")}(${given});`;
}

const sizeText = (size: PartSize): string =>
  size === undefined
    ? "undefined"
    : "share" in size
      ? `{ share: ${numberLiteral(size.share)} }`
      : `{ count: ${numberLiteral(size.count)} }`;

/** How the features are normalized: what is fitted on the training rows, and the features of the chosen `rows`. */
function featureScaling(
  { normalize, features }: DataSpec,
  reading: Reading,
): { fit: readonly Section[]; rows: Section } {
  const range = "range" in features ? features.range : undefined;
  const taken = "features, inputs, rows";
  const left = reading.left === undefined ? "" : code`, ${reading.left}`;
  if (normalize === "none") return { fit: [], rows: code`${portable("takenRows")}(${taken})` };
  const value = features.kind === "image" ? "pixel" : "value";
  const isDeclared = normalize === "min_max" && range !== undefined;
  if (isDeclared && reading.left === undefined)
    return { fit: [], rows: code`${portable("takenRows")}(${taken}, (${value}) => ${fromRange(value, range)})` };
  const fitted = isDeclared
    ? code`${portable("fromRange")}(${numberLiteral(range.low)}, ${numberLiteral(range.high)}, inputs${left})`
    : code`${portable(fits[normalize])}(${reading.features}, inputs, train${left})`;
  return {
    fit: [code`const featureScalings = ${fitted};`],
    rows: code`${portable("scaledRows")}(${taken}, featureScalings)`,
  };
}

/** A value of a declared range brought to 0..1. */
function fromRange(value: string, { low, high }: Interval): string {
  const scale = high - low || 1;
  const shifted = Object.is(low, 0)
    ? value
    : low > 0
      ? `${value} - ${numberLiteral(low)}`
      : `${value} + ${numberLiteral(-low)}`;
  if (scale === 1) return shifted;
  return `${shifted === value ? value : `(${shifted})`} / ${numberLiteral(scale)}`;
}

function partFunction(spec: DataSpec, features: Section): Section {
  const fields = ["features", ...(spec.target.kind === "none" ? [] : [targetName(spec)])];
  const examples = sourcesOf(spec).length === 1 ? "" : `{ ${fields.join(", ")} }: Examples, `;
  return code`const part = (${examples}rows: Uint32Array): Part => ({
    count: rows.length,
    features: ${features},
    targets: ${targetRows(spec)},
  });`;
}

/** The parts, each of rows of the training source or all rows of its own, and what belongs to all of them. */
function returned(spec: DataSpec, { examples, rows }: Reading): Section {
  const { sources, split } = spec;
  const isSingle = sourcesOf(spec).length === 1;
  const call = (of: PartName, chosen: Piece) => code`part(${isSingle ? "" : code`${examples(of)}, `}${chosen})`;
  const parts = partNames.flatMap((part) => {
    if (part === "train" || (split?.[part] !== undefined && sources[part] === undefined))
      return [code`${part}: ${call("train", part)}`];
    if (sources[part] === undefined) return [];
    return [code`${part}: ${call(part, code`${portable("orderedRows")}(${rows(part)})`)}`];
  });
  return code`return { ${joined([...parts, "inputs", ...(hasScalings(spec.target) ? ["scalings"] : [])], ", ")} };`;
}
