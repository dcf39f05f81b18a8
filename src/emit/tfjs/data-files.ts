/** Functions that read files; a program has those that its sources need. */
import type { SourceSpec } from "../../data/spec.ts";
import { code, imported, portable } from "./code.ts";
import type { Section } from "./section.ts";

/** `readFile(path, folders)`: the bytes of a file, unpacked where one of the files is named as a gzip file. */
export function fileReader(sources: readonly SourceSpec[]): Section {
  const isPacked = sources.flatMap(pathsOf).some((path) => /\.gz$/i.test(path));
  const bytes = code`${imported("node:fs", "readFileSync")}(file)`;
  return code`/** The ${isPacked ? "unpacked " : ""}bytes of a file, which is looked up in the folders in order. */
    function readFile(path: string, folders: readonly string[]): Uint8Array {
      const files = folders.map((folder) => ${imported("node:path", "join")}(folder, path));
      const file = files.find((each) => ${imported("node:fs", "existsSync")}(each));
      if (file === undefined) ${portable("fail")}(\`\${path} was not found in \${folders.join(", ")}\`);
      return ${isPacked ? code`${portable("inflated")}(${bytes}, path)` : bytes};
    }
`;
}

const pathsOf = (source: SourceSpec): readonly string[] =>
  source.kind === "generator" ? [] : [source.path, ...("labels" in source ? [source.labels ?? ""] : [])];

/** `readCsv(path, folders)`: a table; its header is checked where the program takes columns by their place in it. */
export function csvReader(byPlace: boolean): Section {
  const text = code`${portable("decodeText")}(readFile(path, folders), path)`;
  const table = code`${portable("readTable")}(${portable("parseCsv")}(${text}, path), path)`;
  return code`/** The table of a CSV file; the first line names its columns. */
    function readCsv(path: string, folders: readonly string[]): ${portable("Table")} {
      ${byPlace ? code`const table = ${table};\n${portable("checkNames")}(table);\nreturn table;` : code`return ${table};`}
    }
`;
}
