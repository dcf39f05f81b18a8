/** The data of a program: code that reads, splits and normalizes as `src/data/load.ts` does, written for one spec. */
import { partNames, type DataSpec, type PartName } from "../../data/spec.ts";
import { code, joined, type Piece } from "./code.ts";
import { exampleReading } from "./data-examples.ts";
import { isSeveral, sourcesOf, takesRows, type Reading } from "./data-reading.ts";
import { allRows, division, type Division } from "./data-split.ts";
import { tableReading } from "./data-table.ts";
import { hasScalings, targetLines, targetScalings, totalWidth } from "./data-targets.ts";
import { givesFeatureScalings } from "./data-scale.ts";
import { dataType, givesInputs } from "./data-type.ts";
import type { Section } from "./section.ts";

/** The names that the section declares at the top of a program, besides those of the portable functions. */
export const dataNames: readonly string[] = "Part Read readIdx readLabels readCsv readExamples loadData Data".split(
  " ",
);

/** Whether the program reads files, so that `loadData` takes a way to read them and gives a promise. */
export const readsFiles = (spec: DataSpec): boolean => sourcesOf(spec).some(([, { kind }]) => kind !== "generator");

/** The function `loadData(read)` of a program, without `read` where data is made, and what stands above it; `seed` names the constant that holds the run's seed. */
export function dataSection(spec: DataSpec, seed: string): Section {
  const reading = spec.sources.train.kind === "csv" ? tableReading(spec) : exampleReading(spec);
  const divided = division(spec, reading, seed);
  const isReading = readsFiles(spec);
  return joined(
    [
      partType,
      ...(isReading ? [readType] : []),
      ...reading.helpers,
      `/** ${isReading ? "Reads" : "Makes"} the data${spec.split === undefined ? "" : " and divides it"}; ${normalizations(spec)}. */`,
      `export ${isReading ? "async function loadData(read: Read): Promise<Data>" : "function loadData(): Data"} {`,
      ...reading.opening,
      ...divided.lines,
      ...reading.fitted,
      ...targetScalings(spec, reading),
      partFunction(spec, reading),
      returned(spec, reading, divided),
      "}\n",
      dataType(spec),
    ],
    "\n",
  );
}

const partType = `/** One part of the data: features and targets row by row. */
export type Part = { readonly count: number; readonly features: Float32Array; readonly targets: Float32Array };
`;

const readType = `/** Gives the bytes of a data file by its path, as it stands in \`loadData\`. */
export type Read = (path: string) => Promise<Uint8Array>;
`;

/** What normalization makes of the features, in words. */
function normalizations({ normalize, features }: DataSpec): string {
  if (normalize === "none") return "the features stay as they are";
  if (normalize === "standardize") return "over the training rows each feature has mean 0 and deviation 1";
  const range = "range" in features ? features.range : undefined;
  if (range === undefined) return "over the training rows each feature lies between 0 and 1";
  return `features from ${range.low} to ${range.high} are brought to 0 to 1`;
}

/** `part(rows)`, or `part(start, end)`: the features and targets of some rows. */
function partFunction(spec: DataSpec, reading: Reading): Section {
  const { inputs, parameter, before, features } = reading;
  const isList = takesRows(spec);
  const count = isList ? "rows.length" : "end - start";
  const width = totalWidth(spec.target);
  const size = (each: Piece) => (each === 1 ? count : code`${each} * ${isList ? count : `(${count})`}`);
  const targets = spec.target.kind === "none" ? "new Float32Array()" : code`new Float32Array(${size(width)})`;
  const own = isSeveral(spec) ? code`${parameter}, ` : "";
  return code`const part = (${own}${isList ? "rows: Uint32Array" : "start: number, end: number"}): Part => {
    ${joined(before)}
    const features = new Float32Array(${size(inputs)});
    const targets = ${targets};
    ${isList ? "rows.forEach((row, i) => {" : "for (let row = start, i = 0; row < end; row++, i++) {"}
      ${features}
      ${joined(targetLines(spec, reading))}
    ${isList ? "});" : "}"}
    return { count: ${count}, features, targets };
  };`;
}

/** The parts, each of rows of the training source or all rows of its own, and what belongs to all of them. */
function returned(spec: DataSpec, reading: Reading, { rows }: Division): Section {
  const { sources, split } = spec;
  const call = (of: PartName, chosen: Piece) =>
    code`part(${isSeveral(spec) ? code`${reading.given(of)}, ` : ""}${chosen})`;
  const parts = partNames.flatMap((part) => {
    if (part === "train" || (split?.[part] !== undefined && sources[part] === undefined))
      return [code`${part}: ${call("train", rows(part))},`];
    if (sources[part] === undefined) return [];
    return [code`${part}: ${call(part, allRows(spec, reading.rows(part)))},`];
  });
  const inputs = reading.inputs === "inputs" ? "inputs," : `inputs: ${String(reading.inputs)},`;
  const told = [
    ...(givesInputs(spec) ? [inputs] : []),
    ...(givesFeatureScalings(spec) ? ["featureScalings,"] : []),
    ...(hasScalings(spec.target) ? ["scalings,"] : []),
  ];
  return code`return { ${joined([...parts, ...told], " ")} };`;
}
