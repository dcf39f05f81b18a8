/** The reading of IDX files in a program: of the types of number that its data has, and no other. */
import type { DataSpec, Dtype, IdxSource } from "../../data/spec.ts";
import { code, joined, portable, type Piece } from "./code.ts";
import { targetName } from "./data-reading.ts";
import { classCount, targetWidth } from "./data-targets.ts";
import type { Section } from "./section.ts";

/** Bytes from the place `start` of a file to its end, big endian, as numbers. */
const readings: { readonly [D in Dtype]: { readonly type: string; readonly bytes: number; readonly text: string } } = {
  uint8: { type: "Uint8Array", bytes: 1, text: "bytes.subarray(4 + 4 * bytes[3]!)" },
  int8: { type: "Int8Array", bytes: 1, text: "Int8Array.from(bytes.subarray(start))" },
  int16: { type: "Int16Array", bytes: 2, text: numbersText("Int16Array", 2, "getInt16") },
  int32: { type: "Int32Array", bytes: 4, text: numbersText("Int32Array", 4, "getInt32") },
  float32: { type: "Float32Array", bytes: 4, text: numbersText("Float32Array", 4, "getFloat32") },
  float64: { type: "Float64Array", bytes: 8, text: numbersText("Float64Array", 8, "getFloat64") },
};

function numbersText(type: string, bytes: number, get: string): string {
  return `${type}.from({ length: (bytes.length - start) / ${bytes} }, (_, i) => view.${get}(start + ${bytes} * i))`;
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
  const size =
    features.kind === "image"
      ? `, ${[features.height, features.width, ...(features.channels === 1 ? [] : [features.channels])].join(", ")}`
      : width === undefined
        ? ""
        : `, ${width}`;
  const what =
    features.kind === "image"
      ? `images of ${[features.height, features.width, ...(features.channels === 1 ? [] : [features.channels])].join(" × ")} pixels`
      : `examples${width === undefined ? "" : ` of ${width} numbers`}`;
  return joined([
    fileReader({ name: names.values, dtype, isPacked, isAny: width === undefined }),
    ...(isOne ? [] : [fileReader({ name: names.labels, dtype: labelDtype, isPacked, isAny: width === undefined })]),
    `/** Reads ${what}${hasTargets ? `, and their ${targetName(spec)} from another file` : ""}. */`,
    `async function readExamples(read: Read, path: string${hasTargets ? ", labelsPath: string" : ""}) {`,
    ...(width === undefined
      ? [
          `const { count, values${values === "values" ? "" : `: ${values}`} } = await ${names.values}(read, path);`,
          `const inputs = ${values}.length / count;`,
        ]
      : [`const ${values} = await ${names.values}(read, path${size});`, `const count = ${values}.length / ${width};`]),
    ...(isFloat(dtype) ? [finite(values, "path", width ?? "inputs")] : []),
    ...(hasTargets ? targetLines(spec, `await ${names.labels}(read, labelsPath`, labelDtype, width === undefined) : []),
    `return { ${given.join(", ")} };`,
    "}\n",
  ]);
}

interface FileReader {
  readonly name: string;
  readonly dtype: Dtype;
  readonly isPacked: boolean;
  /** The file says how many numbers an example has. */
  readonly isAny: boolean;
}

function fileReader({ name, dtype, isPacked, isAny }: FileReader): Section {
  const { type, text } = readings[dtype];
  const bytes = isPacked ? code`await ${portable("unpacked")}(await read(path), path)` : "await read(path)";
  const size = isAny ? "" : ", ...size: number[]";
  const result = isAny ? `{ count: number; values: ${type} }` : type;
  const shape = isAny ? "view.getUint32(4 + 4 * axis)" : "";
  return code`/** The numbers of an IDX file: two zero bytes, the type of number, how many dimensions, each in 4 bytes, and the numbers. */
    async function ${name}(read: Read, path: string${size}): Promise<${result}> {
      const bytes = ${bytes};
      const dtype = ["uint8", "int8", "", "int16", "int32", "float32", "float64"][bytes[2]! - 8];
      if (bytes[0] !== 0 || dtype === undefined) throw new Error(\`\${path} is not an IDX file\`);
      if (dtype !== "${dtype}") throw new Error(\`\${path} holds \${dtype} numbers, where its dtype is declared as ${dtype}\`);
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      ${isAny ? `const shape = Array.from({ length: bytes[3]! }, (_, axis) => ${shape});` : "const shape = [view.getUint32(4), ...size];"}
      ${dtype === "uint8" ? "" : "const start = 4 + 4 * bytes[3]!;"}
      const values = ${text};
      if (values.length !== shape.reduce((all, side) => all * side)) throw new Error(\`\${path} should hold \${shape.join(" × ")} numbers and holds \${values.length}\`);
      return ${isAny ? "{ count: shape[0]!, values }" : "values"};
    }
`;
}

/** Refuses numbers that are not finite as 32-bit floats. */
const finite = (values: string, path: string, width: number | string): string =>
  `const strange = ${values}.findIndex((value) => !Number.isFinite(Math.fround(value)));
  if (strange >= 0) throw new Error(\`\${${path}}, example \${Math.floor(strange / ${width}) + 1}: \${${values}[strange]} is not a finite 32-bit number\`);`;

/** Reads the targets of examples: as many as there are examples, and within the classes. */
function targetLines(spec: DataSpec, call: string, dtype: Dtype, isAny: boolean): readonly Piece[] {
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
    isAny ? `const { values: ${what} } = ${call});` : `const ${what} = ${call}${width === 1 ? "" : `, ${width}`});`,
    `if (${count} !== count) throw new Error(\`\${labelsPath} has \${${count}} ${what}, and \${path} \${count} examples\`);`,
    ...(target.kind === "regression"
      ? isFloat(dtype)
        ? [finite(what, "labelsPath", width).replaceAll("strange", "wrong")]
        : []
      : [`const wrong = ${what}.findIndex((label) => ${wrong});`, `if (wrong >= 0) throw new Error(${message});`]),
  ];
}
