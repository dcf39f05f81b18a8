/** `node check-types.mjs FOLDER`: what TypeScript finds wrong in the programs of a folder, all checked at once, as `types.json` there. */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const folder = process.argv[2];
const files = readdirSync(folder).filter((name) => name.endsWith(".ts"));
const program = ts.createProgram(
  files.map((name) => join(folder, name)),
  {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    noUncheckedIndexedAccess: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    noImplicitOverride: true,
    noFallthroughCasesInSwitch: true,
    erasableSyntaxOnly: true,
    verbatimModuleSyntax: true,
    skipLibCheck: true,
    types: ["node"],
  },
);
const found = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
  const message = ts.flattenDiagnosticMessageText(messageText, "\n");
  if (file === undefined) return { file: undefined, message };
  const { line } = file.getLineAndCharacterOfPosition(start);
  return { file: file.fileName.slice(folder.length + 1), message: `${message}: ${file.text.split("\n")[line].trim()}` };
});
writeFileSync(join(folder, "types.json"), JSON.stringify({ found, megabytes: process.memoryUsage().rss / 2 ** 20 }));
