/** Tables in a program: which columns are features and targets, and how they become numbers. */
import type { CategoricalSpec, CsvSource, DataSpec, PartName, SourceSpec } from "../../data/spec.ts";
import { code, joined, portable, type Piece } from "./code.ts";
import { textsLiteral } from "./data-literal.ts";
import { declaredWidth, isSeveral, sourceName, sourcesOf, targetName, type Reading } from "./data-reading.ts";
import { categoricalOf, fromRange, givesFeatureScalings, scaledBy } from "./data-scale.ts";
import { columnLiteral, fits, targetColumns, targetsOfTable, targetWidth } from "./data-targets.ts";
import { literal } from "./names.ts";
import type { Section } from "./section.ts";

/** Reads the tables of a data set. */
export function tableReading(spec: DataSpec): Reading {
  const { target } = spec;
  const several = isSeveral(spec);
  const tableOf = (part: PartName) => sourceName(spec, part, "table");
  const train = tableOf("train");
  const column = targetColumns(target) === undefined ? "target" : columnLiteral(target, targetColumns(target)!);
  const found = code`${portable("binaryValues")}(${train}, ${column})`;
  const isShared = several && target.kind === "binary";
  const targetsOf = (table: string) => targetsOfTable(target, { table, column, values: isShared ? "answers" : found });
  const labels = targetName(spec);
  const own = target.kind === "none" ? [] : [code`const ${labels} = ${targetsOf("table")};`];
  const rows = (part: PartName) => `${tableOf(part)}.rows.length`;
  const columns = columnsText(spec, train);
  const place = `features[${several ? "inputs" : "columns.length"} * i + j]`;
  return {
    helpers: [csvReader(sourcesOf(spec).map(([, source]) => source))],
    opening: [
      ...tables(spec, tableOf),
      ...(isShared ? [code`const answers = ${found};`] : []),
      ...(several ? [] : own),
    ],
    count: rows("train"),
    labels: several ? targetsOf(train) : labels,
    isTable: true,
    fitted: [...columns.fitted, ...(several ? [code`const inputs = ${columns.width};`] : [])],
    inputs: several ? "inputs" : "columns.length",
    parameter: code`table: ${portable("Table")}`,
    given: tableOf,
    rows,
    before: several ? [...columns.before, ...own] : [],
    features: givesFeatureScalings(spec)
      ? code`featureScalings.forEach(({ shift, scale }, j) => (${place} = (columns[j]![row]! - shift) / scale));`
      : code`columns.forEach((values, j) => (${place} = values[row]!));`,
    target: (place) =>
      targetWidth(target) === 1 && target.kind !== "multi_label" ? `${labels}[row]!` : `${labels}[${place}]![row]!`,
  };
}

/** `readCsv(read, path)`. */
function csvReader(sources: readonly SourceSpec[]): Section {
  const isPacked = sources.some((source) => source.kind === "csv" && /\.gz$/i.test(source.path));
  const bytes = isPacked ? code`await ${portable("unpacked")}(await read(path), path)` : "await read(path)";
  return code`/** The table of a CSV file in UTF-8. */
    async function readCsv(read: Read, path: string): Promise<${portable("Table")}> {
      return ${portable("parseTable")}(${portable("decodeText")}(${bytes}, path), path);
    }
`;
}

/** Reads the tables and tells the names of the features; those of a header come from the training table. */
function tables(spec: DataSpec, tableOf: (part: PartName) => string): readonly Section[] {
  const isDropping = spec.missing === "drop";
  const kept = (table: Piece): Piece => (isDropping ? code`${portable("withoutMissing")}(${table}, names)` : table);
  const read = ({ path }: CsvSource) => code`await readCsv(read, ${literal(path)})`;
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
  return [names, code`if (names.length !== ${declared}) throw new Error(${message});`];
}

/**
 * The columns of numbers that a table becomes. A single table becomes `columns` at once. With several, `encoders` are made once of what
 * is fitted on the training rows, and `part` puts its table through them.
 */
function columnsText(spec: DataSpec, train: string): Columns {
  const categorical = categoricalOf(spec);
  const several = isSeveral(spec);
  if (givesFeatureScalings(spec)) return scaledColumns(spec, train);
  const numbers = numberText(spec, train);
  if (categorical.length === 0 && numbers.fit.length === 0) {
    const columns = [code`const columns = names.map((name) => ${numbers.list});`];
    return several
      ? { fitted: [], before: columns, width: "names.length" }
      : { fitted: columns, before: [], width: "columns.length" };
  }
  const body = joined(branchesOf(spec, train, numbers));
  const map = categorical.length > 0 ? "flatMap" : "map";
  const type = categorical.length === 0 ? "" : ": readonly ArrayLike<number>[]";
  if (!several)
    return {
      fitted: [code`const columns = names.${map}((name)${type} => {\n${body}\n});`],
      before: [],
      width: "columns.length",
    };
  const encoder =
    categorical.length === 0 ? "" : code`: ((table: ${portable("Table")}) => readonly ArrayLike<number>[])`;
  return {
    fitted: [code`const encoders = names.map((name)${encoder} => {\n${body}\n});`],
    before: [code`const columns = encoders.${map}((encode) => encode(table));`],
    width: map === "map" ? "names.length" : `encoders.flatMap((encode) => encode(${train})).length`,
  };
}

/** Columns of numbers as they stand in a table, and the scalings that `part` puts them through. */
function scaledColumns(spec: DataSpec, train: string): Columns {
  const isFilled = spec.missing === "median" || spec.missing === "mean";
  const present = code`${portable(spec.missing)}(${portable("presentIn")}(${train}, name, train))`;
  const numbersOf = portable("numbersOf");
  const fit = portable(fits[spec.normalize]);
  if (!isSeveral(spec)) {
    const fitted = [
      code`const columns = names.map((name) => ${numbersOf}(table, name${isFilled ? code`, ${present}` : ""}));`,
      code`const featureScalings = columns.flatMap((values) => ${fit}(values, 1, train));`,
    ];
    return { fitted, before: [], width: "columns.length" };
  }
  const columnsOf = (table: string) =>
    code`names.map((name${isFilled ? ", j" : ""}) => ${numbersOf}(${table}, name${isFilled ? ", missing[j]!" : ""}))`;
  return {
    fitted: [
      ...(isFilled ? [code`const missing = names.map((name) => ${present});`] : []),
      code`const featureScalings = ${columnsOf(train)}.flatMap((values) => ${fit}(values, 1, train));`,
    ],
    before: [code`const columns = ${columnsOf("table")};`],
    width: "names.length",
  };
}

/** Lines of `loadData`, lines of `part`, and how many columns there are. */
interface Columns {
  readonly fitted: readonly Section[];
  readonly before: readonly Section[];
  readonly width: Piece;
}

/** What is fitted for a column, what has to hold of a table, and what the column becomes. */
interface Encoding {
  readonly fit: readonly Section[];
  readonly check: readonly Section[];
  readonly list: Section;
}

/** Columns of categories by their names, and last those of numbers, where there are some. */
function branchesOf(spec: DataSpec, train: string, numbers: Encoding): readonly Section[] {
  const categorical = categoricalOf(spec);
  const several = isSeveral(spec);
  const given = ({ fit, check, list }: Encoding): Section => {
    if (!several) return joined([...fit, ...check, code`return ${list};`]);
    const value = check.length === 0 ? list : code`{\n${joined(check)}\nreturn ${list};\n}`;
    return joined([...fit, code`return (table: ${portable("Table")}) => ${value};`]);
  };
  const found = categorical.filter(({ categories }) => categories === undefined);
  const listed = { ...numbers, list: categorical.length === 0 ? numbers.list : code`[${numbers.list}]` };
  const branches: readonly { readonly names: readonly string[]; readonly body: Section }[] = [
    ...categorical
      .filter(({ categories }) => categories !== undefined)
      .map((one) => ({ names: [one.column], body: given(categoryText(spec, one, train)) })),
    ...(found.length === 0
      ? []
      : [{ names: found.map(({ column }) => column), body: given(categoryText(spec, found[0]!, train)) }]),
    ...(spec.features.kind === "names" && spec.features.names.length === categorical.length
      ? []
      : [{ names: [], body: given(listed) }]),
  ];
  return branches.map(({ names, body }, i) =>
    i === branches.length - 1 ? body : code`if (${isOneOf(names)}) {\n${body}\n}`,
  );
}

/** How a column of numbers is filled and scaled. */
function numberText(spec: DataSpec, train: string): Encoding {
  const scaled = scaledBy(spec);
  const isFilled = spec.missing === "median" || spec.missing === "mean";
  const filling = isFilled
    ? [code`const missing = ${portable(spec.missing)}(${portable("presentIn")}(${train}, name, train));`]
    : [];
  const numbersOf = (table: string) => code`${portable("numbersOf")}(${table}, name${isFilled ? ", missing" : ""})`;
  if (scaled.by === "nothing") return { fit: filling, check: [], list: numbersOf("table") };
  if (scaled.by === "range") {
    const list = code`${numbersOf("table")}.map((value) => ${fromRange("value", scaled.range)})`;
    return { fit: filling, check: [], list };
  }
  const fit = (values: Piece) =>
    code`const { shift, scale } = ${portable(fits[spec.normalize])}(${values}, 1, train)[0]!;`;
  const scaling = (values: Piece) => code`${values}.map((value) => (value - shift) / scale)`;
  return isSeveral(spec)
    ? { fit: [...filling, fit(numbersOf(train))], check: [], list: scaling(numbersOf("table")) }
    : {
        fit: [...filling, code`const numbers = ${numbersOf("table")};`, fit("numbers")],
        check: [],
        list: scaling("numbers"),
      };
}

/** How a column of categories becomes one column for each. */
function categoryText(spec: DataSpec, { categories }: CategoricalSpec, train: string): Encoding {
  const isFilled = spec.missing === "median" || spec.missing === "mean";
  const cells = code`${portable(isFilled ? "cellsOf" : "presentCells")}(table, name)`;
  const list = code`${portable("indicators")}(${cells}, categories)`;
  return categories === undefined
    ? { fit: [code`const categories = ${portable("categoriesOf")}(${train}, name, train);`], check: [], list }
    : {
        fit: [code`const categories = ${textsLiteral(categories)};`],
        check: [code`${portable("checkCategories")}(table, name, categories);`],
        list,
      };
}

const isOneOf = (names: readonly string[]): string =>
  names.length === 1 ? `name === ${literal(names[0]!)}` : `${textsLiteral(names)}.includes(name)`;
