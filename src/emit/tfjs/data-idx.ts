/** The reading of IDX files in a program: of the types of number that its data has, and no other. */
import type { DataSpec, Dtype, FeaturesSpec, IdxSource } from "../../data/spec.ts";
import { code, joined, portable, type Piece } from "./code.ts";
import { textsLiteral } from "./data-literal.ts";
import { targetName } from "./data-reading.ts";
import { classCount, targetWidth } from "./data-targets.ts";
import type { Section } from "./section.ts";

/** The bytes from the place `start` of a file to its end, big endian, as numbers: of several bytes each so many as are `held`. */
const readings: { readonly [D in Dtype]: { readonly type: string; readonly bytes: number; readonly text: string } } = {
  uint8: { type: "Uint8Array", bytes: 1, text: "bytes.subarray(start)" },
  int8: { type: "Int8Array", bytes: 1, text: "Int8Array.from(bytes.subarray(start))" },
  int16: { type: "Int16Array", bytes: 2, text: numbersText("Int16Array", 2, "getInt16") },
  int32: { type: "Int32Array", bytes: 4, text: numbersText("Int32Array", 4, "getInt32") },
  float32: { type: "Float32Array", bytes: 4, text: numbersText("Float32Array", 4, "getFloat32") },
  float64: { type: "Float64Array", bytes: 8, text: numbersText("Float64Array", 8, "getFloat64") },
};

function numbersText(type: string, bytes: number, get: string): string {
  return `${type}.from({ length: held }, (_, i) => view.${get}(start + ${bytes} * i))`;
}

const isFloat = (dtype: Dtype): boolean => dtype.startsWith("float");

/** `readExamples(read, path, labelsPath)`, with the checks that the declared features and target ask for, and what it reads with. */
export function idxReader(
  spec: DataSpec,
  files: readonly IdxSource[],
  width: number | undefined,
  values: string,
): Section {
  const hasTargets = spec.target.kind !== "none";
  const given = [
    "count",
    values,
    ...(hasTargets ? [targetName(spec)] : []),
    ...(width === undefined ? ["inputs"] : []),
  ];
  const isPacked = files.some(({ path, labels = "" }) => /\.gz$/i.test(path) || (hasTargets && /\.gz$/i.test(labels)));
  const [{ dtype, labelDtype }] = files as [IdxSource];
  const isOne = !hasTargets || dtype === labelDtype;
  const names = isOne ? { values: "readIdx", labels: "readIdx" } : { values: "readIdx", labels: "readLabels" };
  const { features } = spec;
  const what =
    features.kind === "image"
      ? `images of ${sidesOf(features).join(" × ")} pixels`
      : `examples${width === undefined ? "" : ` of ${width} numbers`}`;
  return joined([
    fileReader(names.values, dtype, isPacked),
    ...(isOne ? [] : [fileReader(names.labels, labelDtype, isPacked)]),
    `/** Reads ${what}${hasTargets ? `, and their ${targetName(spec)} from another file` : ""}. */`,
    `async function readExamples(read: Read, path: string${hasTargets ? ", labelsPath: string" : ""}) {`,
    `const { count, ${width === undefined ? "" : "sides, "}values${values === "values" ? "" : `: ${values}`} } = await ${names.values}(read, path);`,
    width === undefined ? `const inputs = ${values}.length / count;` : sizeCheck(features, width, values),
    ...(isFloat(dtype) ? [finite(values, "path", width ?? "inputs")] : []),
    ...(hasTargets ? targetLines(spec, `await ${names.labels}(read, labelsPath)`, labelDtype) : []),
    `return { ${given.join(", ")} };`,
    "}\n",
  ]);
}

type Image = Extract<FeaturesSpec, { kind: "image" }>;

const sidesOf = ({ height, width, channels }: Image): readonly number[] =>
  channels === 1 ? [height, width] : [height, width, channels];

/** Refuses examples of another size than declared. A file may have an image as one row, and its only channel as a side. */
function sizeCheck(features: FeaturesSpec, width: number, values: string): string {
  const declared = features.kind === "image" ? sidesOf(features) : [width];
  const sides = declared.join(" × ");
  const refused = `throw new Error(\`${sides} numbers an example are declared, and \${path} has \${sides.join(" × ")}\`);`;
  if (features.kind !== "image") return `if (${values}.length !== ${width} * count) ${refused}`;
  const allowed = [sides, ...(features.channels === 1 ? [`${sides} × 1`] : []), String(width)];
  return `if (!${textsLiteral(allowed)}.includes(sides.join(" × "))) ${refused}`;
}

/** `readIdx(read, path)` for numbers of one type. */
function fileReader(name: string, dtype: Dtype, isPacked: boolean): Section {
  const { type, bytes: each, text } = readings[dtype];
  const bytes = isPacked ? code`await ${portable("unpacked")}(await read(path), path)` : "await read(path)";
  const held = each === 1 ? "values.length" : "held";
  return code`/**
     * How many examples an IDX file has, the sides of each, and the numbers of all. In the file: two zero bytes, the type of number,
     * how many dimensions, each in 4 bytes, and the numbers.
     */
    async function ${name}(read: Read, path: string): Promise<{ count: number; sides: number[]; values: ${type} }> {
      const bytes = ${bytes};
      const dtype = ["uint8", "int8", "", "int16", "int32", "float32", "float64"][bytes[2]! - 8];
      if (bytes[0] !== 0 || bytes[1] !== 0 || !dtype) throw new Error(\`\${path} is not an IDX file\`);
      if (dtype !== "${dtype}") throw new Error(\`\${path} holds \${dtype} numbers, where its dtype is declared as ${dtype}\`);
      const start = 4 + 4 * (bytes[3] ?? 0);
      if (bytes.length < start) throw new Error(\`\${path} ends within its header\`);
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      const [count = 0, ...sides] = Array.from({ length: start / 4 - 1 }, (_, axis) => view.getUint32(4 + 4 * axis));
      ${each === 1 ? `const values = ${text};` : `const held = (bytes.length - start) / ${each};`}
      if (${held} !== sides.reduce((all, side) => all * side, count)) throw new Error(\`\${path} should hold \${[count, ...sides].join(" × ")} numbers and holds \${${held}}\`);
      return { count, sides, values${each === 1 ? "" : `: ${text}`} };
    }
`;
}

/** Refuses numbers that are not finite as 32-bit floats. */
const finite = (values: string, path: string, width: number | string): string =>
  `const strange = ${values}.findIndex((value) => !Number.isFinite(Math.fround(value)));
  if (strange >= 0) throw new Error(\`\${${path}}, example \${Math.floor(strange / ${width}) + 1}: \${${values}[strange]} is not a finite 32-bit number\`);`;

/** Reads the targets of examples: as many as there are examples, and within the classes. */
function targetLines(spec: DataSpec, call: string, dtype: Dtype): readonly Piece[] {
  const { target } = spec;
  const what = targetName(spec);
  const width = targetWidth(target);
  const classes = target.kind === "class" ? classCount(target) : 2;
  const wrong =
    dtype === "uint8"
      ? `label >= ${classes}`
      : `${isFloat(dtype) ? "!Number.isInteger(label) || " : ""}label < 0 || label >= ${classes}`;
  const example = width === 1 ? "wrong + 1" : `Math.floor(wrong / ${width}) + 1`;
  const message = `\`\${labelsPath}, example \${${example}}: the label \${${what}[wrong]} is not one of 0 to ${classes - 1}\``;
  const count = width === 1 ? `${what}.length` : `${what}.length / ${width}`;
  return [
    `const { values: ${what} } = ${call};`,
    `if (${count} !== count) throw new Error(\`\${labelsPath} has \${${count}} ${what}, and \${path} \${count} examples\`);`,
    ...(target.kind === "regression"
      ? isFloat(dtype)
        ? [finite(what, "labelsPath", width).replaceAll("strange", "wrong")]
        : []
      : [`const wrong = ${what}.findIndex((label) => ${wrong});`, `if (wrong >= 0) throw new Error(${message});`]),
  ];
}
