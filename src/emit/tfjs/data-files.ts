/** Functions that read files; a program has those that its sources need. */
import type { SourceSpec } from "../../data/spec.ts";
import { code, portable } from "./code.ts";
import type { Section } from "./section.ts";

/** The type of what `loadData` reads files with. */
export const readType = `/** Gives the bytes of a data file by its path, as it stands in \`loadData\`. */
export type Read = (path: string) => Promise<Uint8Array>;
`;

/** The bytes of a file, unpacked where one of the files is named as a gzip file. */
export function bytesOf(sources: readonly SourceSpec[], path: string): Section {
  const isPacked = sources.flatMap(pathsOf).some((each) => /\.gz$/i.test(each));
  return isPacked ? code`await ${portable("unpacked")}(await read(${path}), ${path})` : code`await read(${path})`;
}

const pathsOf = (source: SourceSpec): readonly string[] =>
  source.kind === "generator" ? [] : [source.path, ...("labels" in source ? [source.labels ?? ""] : [])];

/** `readCsv(path, read)`: a table; its header is checked where the program takes columns by their place in it. */
export function csvReader(sources: readonly SourceSpec[], byPlace: boolean): Section {
  const text = code`${portable("decodeText")}(${bytesOf(sources, "path")}, path)`;
  const table = code`${portable("readTable")}(${portable("parseCsv")}(${text}, path), path)`;
  return code`/** The table of a CSV file; the first line names its columns. */
    async function readCsv(path: string, read: Read): Promise<${portable("Table")}> {
      ${byPlace ? code`const table = ${table};\n${portable("checkNames")}(table);\nreturn table;` : code`return ${table};`}
    }
`;
}
