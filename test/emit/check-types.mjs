/** `node check-types.mjs FOLDER OPTIONS`: what TypeScript, with options as JSON, finds wrong in the programs of a folder, all checked at once, as `types.json` there. */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const [, , folder, options] = process.argv;
const files = readdirSync(folder).filter((name) => name.endsWith(".ts"));
const program = ts.createProgram(
  files.map((name) => join(folder, name)),
  JSON.parse(options),
);
const found = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
  const message = ts.flattenDiagnosticMessageText(messageText, "\n");
  if (file === undefined) return { file: undefined, message };
  const { line } = file.getLineAndCharacterOfPosition(start);
  return { file: file.fileName.slice(folder.length + 1), message: `${message}: ${file.text.split("\n")[line].trim()}` };
});
writeFileSync(join(folder, "types.json"), JSON.stringify({ found, megabytes: process.memoryUsage().rss / 2 ** 20 }));
