/** Writes `grammar/standard.ts`: the texts of the standard library, so that the compiler has them without reading files. */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export function standardModule(folder: string): string {
  const files = readdirSync(folder).filter((name) => name.endsWith(".dnn")).sort();
  const texts = files.map((name) => `  ${JSON.stringify(name)}: ${JSON.stringify(readFileSync(join(folder, name), "utf8"))},`);
  return [
    "// Generated from grammar/std/*.dnn by `npm run generate`; do not edit.",
    "/** The standard library: file name to text. */",
    "export const standardTexts: Readonly<Record<string, string>> = {",
    ...texts,
    "};",
    "",
  ].join("\n");
}

if (process.argv[2] === "write") writeFileSync("grammar/standard.ts", standardModule("grammar/std"));
