import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "../src/syntax/parse.ts";

/**
 * The text of `grammar/standard.ts`: the standard library, parsed, so that no start of the compiler reads it again.
 * A span is `[start, end]` of its file; `src/vocabulary/standard.ts` gives it its source back.
 */
export function standardModule(folder: string): string {
  const names = readdirSync(folder).filter((name) => name.endsWith(".dnn"));
  return [
    "// Generated from grammar/std/*.dnn by `npm run generate`; not to be edited.",
    "/** The standard library: each file's text, and its declarations as JSON with spans as `[start, end]`. */",
    "export const standardFiles: readonly { readonly path: string; readonly text: string; readonly declarations: string }[] = [",
    ...names.sort().map((name) => fileEntry(folder, name)),
    "];",
    "",
  ].join("\n");
}

function fileEntry(folder: string, name: string): string {
  const source = { path: `std/${name}`, text: readFileSync(join(folder, name), "utf8") };
  const { file, diagnostics } = parse(source);
  const [mistake] = diagnostics;
  if (mistake !== undefined) throw new Error(`${source.path} at ${mistake.at.start}: ${mistake.message}`);
  const declarations = JSON.stringify(file.declarations, (key, value) =>
    key === "span" || key === "inside" ? [value.start, value.end] : value,
  );
  return `  { path: ${JSON.stringify(source.path)}, text: ${JSON.stringify(source.text)}, declarations: ${quoted(declarations)} },`;
}

/** In single quotes, so that the quotes of JSON stand as they are. */
const quoted = (text: string): string => `'${text.replaceAll(/[\\']/g, "\\$&")}'`;
