/** Examples without names in a program: images and rows of IDX files, and made data. */
import type { DataSpec, FeaturesSpec, GeneratorSource, IdxSource, PartName, SourceSpec } from "../../data/spec.ts";
import { code, portable } from "./code.ts";
import { idxReader } from "./data-idx.ts";
import { numberLiteral } from "./data-literal.ts";
import { declaredWidth, isSeveral, sourceName, sourcesOf, targetName, type Reading } from "./data-reading.ts";
import { fromRange, scaledBy } from "./data-scale.ts";
import { fits, targetWidth } from "./data-targets.ts";
import { literal } from "./names.ts";
import type { Section } from "./section.ts";

/** Reads IDX files, or makes examples. */
export function exampleReading(spec: DataSpec): Reading {
  const sources = sourcesOf(spec);
  const several = isSeveral(spec);
  const values = valuesName(spec.features);
  const labels = targetName(spec);
  const width = staticWidth(spec);
  const files = sources.map(([, source]) => source).filter((source) => source.kind === "idx");
  const turns = turnsOf(spec);
  const hasLabels = spec.target.kind !== "none" && turns === undefined;
  const variable = (part: PartName) => sourceName(spec, part, "examples");
  const opening = sources.map(([part, source]) => {
    const made = source.kind === "generator" ? makeText(source) : readText(spec, source as IdxSource);
    const told = source.kind === "generator" ? ` // ${Object.keys(argumentsOf(source)).join(", ")}` : "";
    if (several) return code`const ${variable(part)} = ${examplesText(spec, source, made)};${told}`;
    if (source.kind === "generator")
      return code`const ${turns === undefined ? `[${[values, ...(hasLabels ? [labels] : [])].join(", ")}]` : values} = ${made};${told}`;
    const given = ["count", values, ...(hasLabels ? [labels] : []), ...(width === undefined ? ["inputs"] : [])];
    return code`const { ${given.join(", ")} } = ${made};`;
  });
  const of = (part: PartName) => (several ? `${variable(part)}.` : "");
  const rows = (part: PartName) => {
    const source = spec.sources[part]!;
    return source.kind === "generator" ? source.examples : `${of(part)}count`;
  };
  const inputs = width ?? "inputs";
  const isAlike = new Set(sources.map(([, { kind }]) => kind)).size === 1;
  const types = isAlike
    ? `typeof ${variable("train")}`
    : `{ readonly ${values}: ArrayLike<number>${hasLabels ? `; readonly ${labels}: ArrayLike<number>` : ""} }`;
  const scaled = scaledBy(spec);
  const value = `${values}[${String(inputs)} * row + j]!`;
  const place = `features[${String(inputs)} * i + j]`;
  const isFitted = scaled.by === "fit";
  return {
    helpers: files.length === 0 ? [] : [idxReader(spec, files, width, values)],
    opening: [...opening, ...(several && width === undefined ? sameWidths(spec, variable) : [])],
    count: rows("train"),
    labels:
      turns === undefined
        ? `${of("train")}${labels}`
        : code`Uint32Array.from({ length: ${pieceOf(rows("train"))} }, (_, row) => row % ${turns})`,
    isTable: false,
    fitted: isFitted
      ? [code`const featureScalings = ${portable(fits[spec.normalize])}(${of("train")}${values}, ${inputs}, train);`]
      : [],
    inputs,
    parameter: code`{ ${[values, ...(hasLabels ? [labels] : [])].join(", ")} }: ${types}`,
    given: variable,
    rows,
    before: [],
    features: isFitted
      ? code`featureScalings.forEach(({ shift, scale }, j) => (${place} = (${value} - shift) / scale));`
      : code`for (let j = 0; j < ${inputs}; j++) ${place} = ${scaled.by === "range" ? fromRange(value, scaled.range) : value};`,
    target: (column) =>
      turns === undefined
        ? `${labels}[${targetWidth(spec.target) === 1 ? "row" : `${targetWidth(spec.target)} * row + ${column}`}]!`
        : spec.target.kind === "class"
          ? `(row % ${turns})`
          : `row % ${turns}`,
  };
}

const pieceOf = (count: number | string): string => (typeof count === "number" ? numberLiteral(count) : count);

/** What the numbers of all examples are called. */
const valuesName = ({ kind }: FeaturesSpec): string => (kind === "image" ? "images" : "values");

/** How many classes take turns in made data, where all sources are made so; the labels are then no list. */
function turnsOf(spec: DataSpec): number | undefined {
  const classes = sourcesOf(spec).map(([, source]) => (source.kind === "generator" ? madeClasses(source) : undefined));
  return classes.every((count) => count === classes[0]) ? classes[0] : undefined;
}

/** How many classes a generator makes; undefined where it makes numbers to predict. */
const madeClasses = ({ name, classes }: GeneratorSource): number | undefined =>
  name === "linear" || name === "friedman" ? undefined : (classes ?? (name === "blobs" ? 3 : 2));

/** How many numbers an example has, where that is known before the data is read. */
function staticWidth({ features, sources }: DataSpec): number | undefined {
  if (sources.train.kind === "generator") return madeWidth(sources.train);
  return declaredWidth(features);
}

const madeWidth = ({ name, features }: GeneratorSource): number =>
  name === "linear" ? (features ?? 1) : name === "friedman" ? (features ?? 10) : 2;

/** The width of the training examples is that of all. */
function sameWidths(spec: DataSpec, variable: (part: PartName) => string): readonly Section[] {
  const others = sourcesOf(spec).filter(([part, { kind }]) => part !== "train" && kind === "idx");
  const checks = others.map(([part, source]) => {
    const message = literal(`${(source as IdxSource).path}: its examples have another size than those to train on`);
    return code`if (${variable(part)}.inputs !== inputs) throw new Error(${message});`;
  });
  return [code`const { inputs } = ${variable("train")};`, ...checks];
}

/** A call of a generator: points in the plane, or features and numbers to predict. */
const makeText = (source: GeneratorSource): Section =>
  code`${portable(source.name)}(${Object.values(argumentsOf(source)).map(numberLiteral).join(", ")})`;

/** What a generator is called with, in order. */
function argumentsOf(source: GeneratorSource): Readonly<Record<string, number>> {
  const { name, examples, noise, seed } = source;
  return {
    ...{ examples, noise, seed },
    ...(name === "spirals" || name === "blobs" ? { classes: madeClasses(source)! } : {}),
    ...(madeClasses(source) === undefined ? { features: madeWidth(source) } : {}),
  };
}

/** Made examples with names, beside others. */
function examplesText(spec: DataSpec, source: SourceSpec, made: Section): Section {
  if (source.kind !== "generator") return made;
  const values = valuesName(spec.features);
  const labels = targetName(spec);
  const classes = madeClasses(source);
  if (classes === undefined)
    return code`{ ${values}: ${made}[0]${spec.target.kind === "none" ? "" : code`, ${labels}: ${made}[1]`} }`;
  if (turnsOf(spec) !== undefined || spec.target.kind === "none") return code`{ ${values}: ${made} }`;
  const turns = code`Uint32Array.from({ length: ${numberLiteral(source.examples)} }, (_, row) => row % ${classes})`;
  return code`{ ${values}: ${made}, ${labels}: ${turns} }`;
}

/** A call of `readExamples`. */
function readText({ target }: DataSpec, { path, labels = "" }: IdxSource): Section {
  const paths = target.kind === "none" ? [path] : [path, labels];
  return code`await readExamples(read, ${paths.map(literal).join(", ")})`;
}
