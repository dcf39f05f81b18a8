/** Examples without names in a program: images and rows of IDX files, and made data. */
import {
  partNames,
  type PartName,
  type DataSpec,
  type FeaturesSpec,
  type GeneratorSource,
  type IdxSource,
  type SourceSpec,
} from "../../data/spec.ts";
import { code, joined, portable } from "./code.ts";
import { bytesOf, readType } from "./data-files.ts";
import { declaredWidth, sourceName, sourcesOf, targetName, type Reading } from "./data-reading.ts";
import { classCount, targetWidth } from "./data-targets.ts";
import { literal } from "./names.ts";
import type { Section } from "./section.ts";

/** Reads IDX files, or makes examples. */
export function exampleReading(spec: DataSpec): Reading {
  const sources = sourcesOf(spec);
  const name = targetName(spec);
  const isSingle = sources.length === 1;
  const read = (source: SourceSpec) =>
    source.kind === "generator" ? makeText(source) : readText(spec, source as IdxSource);
  const countOf = (source: SourceSpec, of: string) => (source.kind === "generator" ? source.examples : `${of}count`);
  const width = staticWidth(spec);
  const [[, train]] = sources as [(typeof sources)[number]];
  const files = sources.filter(([, { kind }]) => kind === "idx").map(([, source]) => source);
  const parts = [
    ...(train.kind === "idx" && spec.split?.kind !== "stratified" ? ["count"] : []),
    "features",
    ...(spec.target.kind === "none" ? [] : [name]),
    ...(width === undefined ? ["inputs"] : []),
  ];
  const variable = (part: PartName) => sourceName(spec, part, "examples");
  const shared = {
    helpers: files.length === 0 ? [] : [code`${readType}`, examplesReader(spec, files, width)],
    opening: isSingle
      ? [code`const { ${parts.join(", ")} } = ${read(train)};`]
      : sources.map(([part, source]) => code`const ${variable(part)} = ${read(source)};`),
    left: undefined,
    encoding: width === undefined ? [] : [code`const inputs = ${width};`],
  };
  if (isSingle)
    return {
      ...shared,
      count: countOf(train, ""),
      labels: name,
      features: "features",
      targets: name,
      examples: () => "",
      rows: () => countOf(train, ""),
    };
  const rows = (part: PartName) => countOf(spec.sources[part]!, `${variable(part)}.`);
  return {
    ...shared,
    opening: [...shared.opening, ...(width === undefined ? sameWidths(spec, variable) : [])],
    count: rows("train"),
    labels: `${variable("train")}.${name}`,
    features: `${variable("train")}.features`,
    targets: `${variable("train")}.${name}`,
    examples: variable,
    rows,
  };
}

/** How many numbers an example has, where that is known before the data is read. */
function staticWidth({ features, sources }: DataSpec): number | undefined {
  if (sources.train.kind === "generator") return sources.train.features ?? 2;
  return declaredWidth(features);
}

const imageShape = ({ height, width, channels }: Extract<FeaturesSpec, { kind: "image" }>): readonly number[] =>
  channels === 1 ? [height, width] : [height, width, channels];

/** The width of the training examples is that of all. */
function sameWidths({ sources }: DataSpec, variable: (part: PartName) => string): readonly Section[] {
  const others = partNames.filter((part) => part !== "train" && sources[part]?.kind === "idx");
  const checks = others.map((part) => {
    const message = literal(
      `${(sources[part] as IdxSource).path}: its examples have another size than those to train on`,
    );
    return code`if (${variable(part)}.inputs !== inputs) ${portable("fail")}(${message});`;
  });
  return [code`const { inputs } = ${variable("train")};`, ...checks];
}

/** A call of a generator; it takes classes or features where it has a choice. */
function makeText({ name, examples, noise, seed, classes, features }: GeneratorSource): Section {
  const choice = classes ?? features;
  return code`${portable(name)}(${[examples, noise, seed, ...(choice === undefined ? [] : [choice])].join(", ")})`;
}

/** A call of `readExamples`. */
function readText({ target }: DataSpec, { path, labels = "" }: IdxSource): Section {
  const paths = target.kind === "none" ? [path] : [path, labels];
  return code`await readExamples(${paths.map(literal).join(", ")}, read)`;
}

/** `readExamples(path, labelPath, read)`, with the checks that the declared features and target ask for. */
function examplesReader(spec: DataSpec, files: readonly SourceSpec[], width: number | undefined): Section {
  const { features } = spec;
  const isBytes = "range" in features && features.range !== undefined && features.kind === "image";
  const what = spec.target.kind === "regression" ? "targets" : "labels";
  const hasTargets = spec.target.kind !== "none";
  const declared = features.kind === "image" ? imageShape(features).join(" × ") : width;
  const sized = code`if (values.length !== count * ${width!})
    ${portable("fail")}(\`${declared!} numbers an example are declared, and \${path} has \${size.join(" × ")}\`);`;
  const finite = code`${portable("checkFinite")}(values, size, path);`;
  const given = [
    "count",
    "features: values",
    ...(hasTargets ? [targetName(spec) === what ? what : `${targetName(spec)}: ${what}`] : []),
  ];
  const inputs = width === undefined ? [code`inputs: ${portable("product")}(size)`] : [];
  return joined([
    `/** Reads examples${width === undefined ? "" : ` of ${width} numbers`} from an IDX file${hasTargets ? `, and their ${what} from another` : ""}. */`,
    `async function readExamples(path: string, ${hasTargets ? "labelPath: string, " : ""}read: Read) {`,
    code`const { shape, values } = ${portable("readIdx")}(${bytesOf(files, "path")}, path);`,
    `const [count = 0, ...size] = shape;`,
    ...(width === undefined ? [] : [sized]),
    ...(isBytes ? [] : [finite]),
    ...(hasTargets ? targetLines(spec, files, what) : []),
    code`return { ${joined([...given, ...inputs], ", ")} };`,
    "}\n",
  ]);
}

/** Reads the targets of examples: as many as there are examples, and within the classes. */
function targetLines({ target }: DataSpec, files: readonly SourceSpec[], what: string): readonly Section[] {
  const width = targetWidth(target);
  const expected = width === 1 ? "count" : `count * ${width}`;
  const each = width === 1 ? "" : ` of ${width} each`;
  const message = `\`\${labelPath} has \${${what}.length} ${what}, and \${path} has \${count} examples${each}\``;
  const classes = target.kind === "class" ? classCount(target) : 2;
  return [
    code`const ${what} = ${portable("readIdx")}(${bytesOf(files, "labelPath")}, labelPath).values;`,
    code`if (${what}.length !== ${expected}) ${portable("fail")}(${message});`,
    target.kind === "regression"
      ? code`${portable("checkFinite")}(${what}, [${width}], labelPath);`
      : code`${portable("checkLabels")}(${what}, ${width}, ${classes}, labelPath);`,
  ];
}
