/** Tables in a program: which columns are features and targets, and how they become numbers. */
import type { CsvSource, DataSpec, PartName } from "../../data/spec.ts";
import { code, joined, portable, type Piece } from "./code.ts";
import { csvReader, readType } from "./data-files.ts";
import { textsLiteral } from "./data-literal.ts";
import { declaredWidth, sourceName, sourcesOf, targetName, type Reading } from "./data-reading.ts";
import { columnLiteral, targetColumns, targetsOfTable, targetWidth } from "./data-targets.ts";
import { literal } from "./names.ts";
import type { Section } from "./section.ts";

/** Reads the tables of a data set. */
export function tableReading(spec: DataSpec): Reading {
  const { features, target } = spec;
  const sources = sourcesOf(spec);
  const tableOf = (part: PartName) => sourceName(spec, part, "table");
  const train = tableOf("train");
  const column = targetColumns(target) === undefined ? "target" : columnLiteral(target, targetColumns(target)!);
  const found = code`${portable("binaryValues")}(${train}, ${column})`;
  const isShared = sources.length > 1 && target.kind === "binary";
  const targetsOf = (table: string) => targetsOfTable(target, { table, column, values: isShared ? "values" : found });
  const name = targetName(spec);
  const all = sources.map(([, source]) => source);
  const byPlace = features.kind !== "names" || column === "target";
  const shared = {
    helpers: [code`${readType}`, csvReader(all, byPlace)],
    opening: [...tables(spec, tableOf), ...(isShared ? [code`const values = ${found};`] : [])],
    count: `${train}.rows.length`,
    left: isEncoded(spec) ? code`${portable("oneHotPlaces")}(columns)` : undefined,
  };
  const encoded = (table: string) => encodedFeatures(spec, table);
  const fitted = [...fittedColumns(spec, train), code`const inputs = ${widthOf(spec)};`];
  if (sources.length === 1) {
    const targets = target.kind === "none" ? [] : [code`const ${name} = ${targetsOf(train)};`];
    return {
      ...shared,
      opening: [...shared.opening, ...targets],
      labels: name,
      encoding: [...fitted, code`const features = ${encoded(train)};`],
      features: "features",
      targets: name,
      examples: () => "",
      rows: () => shared.count,
    };
  }
  const targets = target.kind === "none" ? "" : code`, ${name}: ${targetsOf("table")}`;
  const make = code`(table: ${portable("Table")}): Examples => ({ features: ${encoded("table")}${targets} });`;
  return {
    ...shared,
    labels: targetsOf(train),
    encoding: [...fitted, code`const examples = ${make}`, code`const trainExamples = examples(${train});`],
    features: "trainExamples.features",
    targets: `trainExamples.${name}`,
    examples: (part) => (part === "train" ? "trainExamples" : `examples(${tableOf(part)})`),
    rows: (part) => `${tableOf(part)}.rows.length`,
  };
}

/** Reads the tables and tells the names of the features; those of a header come from the training table. */
function tables(spec: DataSpec, tableOf: (part: PartName) => string): readonly Section[] {
  const isDropping = spec.missing === "drop";
  const kept = (table: Piece): Piece => (isDropping ? code`${portable("withoutMissing")}(${table}, names)` : table);
  const read = ({ path }: CsvSource) => code`await readCsv(${literal(path)}, read)`;
  const [[, first], ...others] = sourcesOf(spec) as [[PartName, CsvSource], ...[PartName, CsvSource][]];
  return [
    ...firstTable(spec, tableOf("train"), read(first), kept),
    ...others.map(([part, source]) => code`const ${tableOf(part)} = ${kept(read(source))};`),
  ];
}

/** Reads the training table. Rows are dropped by the names of the features, which may have to be taken from the header first. */
function firstTable(spec: DataSpec, table: string, read: Piece, kept: (table: Piece) => Piece): readonly Section[] {
  const { features, target, missing } = spec;
  const isByPlace = targetColumns(target) === undefined;
  const isListed = features.kind === "names";
  const listed = isListed ? [code`const names = ${textsLiteral(features.names)};`] : [];
  const fromHeader = (header: string) => [
    ...(isByPlace ? [lastColumns(spec, header)] : []),
    ...(isListed ? [] : headerNames(spec, header)),
  ];
  if (missing !== "drop" || (isListed && !isByPlace))
    return [...listed, code`const ${table} = ${kept(read)};`, ...fromHeader(table)];
  return [
    ...listed,
    code`const allRows = ${read};`,
    ...fromHeader("allRows"),
    code`const ${table} = ${kept("allRows")};`,
  ];
}

/** The last column is the target where it has no name, or the last ones of several labels. */
function lastColumns({ target }: DataSpec, header: string): Section {
  const last = target.kind === "multi_label" ? `slice(-${targetWidth(target)})` : "at(-1)!";
  return code`const target = ${header}.names.${last};`;
}

/** All columns besides the target are features, as many as are declared. */
function headerNames({ features, target }: DataSpec, header: string): readonly Section[] {
  const named = targetColumns(target);
  const others =
    named === undefined
      ? `.slice(0, -${targetWidth(target)})`
      : named.length === 0
        ? ""
        : `.filter((name) => ${named.length === 1 ? `name !== ${literal(named[0]!)}` : `!${textsLiteral(named)}.includes(name)`})`;
  const declared = declaredWidth(features);
  const names = code`const names = ${header}.names${others};`;
  if (declared === undefined) return [names];
  const message = `\`${declared} feature columns are declared, and \${${header}.file} has \${names.length}\``;
  return [names, code`if (names.length !== ${declared}) ${portable("fail")}(${message});`];
}

/** The categorical columns that may be among the features. */
const categoricalOf = ({ features, categorical }: DataSpec) =>
  categorical.filter(({ column }) => features.kind !== "names" || features.names.includes(column));

/** Whether columns of categories stand among the features, so that a column may become several numbers. */
const isEncoded = (spec: DataSpec): boolean => categoricalOf(spec).length > 0;

/** Fits on the training rows what stands in for missing numbers, and the categories that occur. */
function fittedColumns(spec: DataSpec, table: string): readonly Section[] {
  const statistic = spec.missing === "median" || spec.missing === "mean" ? spec.missing : undefined;
  const number = statistic && code`${portable("standIn")}(${table}, name, train, ${portable(statistic)})`;
  if (!isEncoded(spec))
    return number === undefined ? [] : [code`const ${statistic!}s = names.map((name) => ${number});`];
  const zeros = statistic === undefined ? "" : "missing: 0, ";
  const categorical = categoricalOf(spec);
  const found = categorical.filter(({ categories }) => categories === undefined).map(({ column }) => column);
  const categories = code`${portable("categoriesOf")}(${table}, name, train)`;
  const branches: [condition: string, column: Section][] = categorical.flatMap(({ column, categories: declared }) =>
    declared === undefined
      ? []
      : [
          [
            `name === ${literal(column)}`,
            code`{ name, ${zeros}categories: ${textsLiteral(declared)}, declared: true }`,
          ],
        ],
  );
  if (found.length > 0) branches.push([isOneOf(found), code`{ name, ${zeros}categories: ${categories} }`]);
  if (spec.features.kind !== "names" || spec.features.names.length > categorical.length)
    branches.push(["", number === undefined ? code`{ name }` : code`{ name, missing: ${number} }`]);
  const chain = branches.map(([condition, column], i) =>
    i === branches.length - 1 ? column : code`${condition} ? ${column} : `,
  );
  const isObject = branches.length === 1;
  const body = isObject ? code`(${joined(chain, "")})` : joined(chain, "");
  return [code`const columns = names.map((name): ${portable("FittedColumn")} => ${body});`];
}

const isOneOf = (names: readonly string[]): string =>
  names.length === 1 ? `name === ${literal(names[0]!)}` : `${textsLiteral(names)}.includes(name)`;

/** The features of a table as rows of numbers. */
function encodedFeatures(spec: DataSpec, table: string): Section {
  if (isEncoded(spec)) return code`${portable("encodeTable")}(${table}, columns)`;
  const isFilled = spec.missing === "median" || spec.missing === "mean";
  const column = isFilled ? `(name, i) => ` : `(name) => `;
  const numbers = code`${portable("presentNumbers")}(${table}, name${isFilled ? `, ${spec.missing}s[i]` : ""})`;
  return code`${portable("interleaved")}(names.map(${column}${numbers}))`;
}

/** How many numbers an example has: a literal where that is known before the data is read. */
function widthOf(spec: DataSpec): Piece {
  const { features } = spec;
  const categorical = categoricalOf(spec);
  if (features.kind === "names" && categorical.every(({ categories }) => categories !== undefined))
    return categorical.reduce((width, { categories }) => width + categories!.length - 1, features.names.length);
  if (categorical.length > 0) return code`${portable("encodedWidth")}(columns)`;
  return declaredWidth(features) ?? "names.length";
}
