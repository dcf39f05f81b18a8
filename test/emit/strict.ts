/** TypeScript as strict as a reader of an emitted program may be, over programs that lie in memory. */
import { dirname, join, resolve } from "node:path";
import ts from "typescript";

const strict: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  erasableSyntaxOnly: true,
  verbatimModuleSyntax: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
};

/** What a program that starts by itself may use. */
export const node: ts.CompilerOptions = { ...strict, types: ["node"] };

/** What a browser has, and nothing of Node. */
export const browser: ts.CompilerOptions = { ...strict, types: [], lib: ["lib.es2022.d.ts", "lib.dom.d.ts"] };

/** Texts by their paths, as files beside this one: there they find TF.js. */
export function programOfTexts(texts: ReadonlyMap<string, string>, options: ts.CompilerOptions): ts.Program {
  const files = new Map([...texts].map(([path, text]) => [join(import.meta.dirname, path), text]));
  const folders = new Set([...files.keys()].map((path) => dirname(path)));
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile, directoryExists } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.directoryExists = (path) => folders.has(path) || directoryExists!(path);
  host.getSourceFile = (path, settings, ...rest) => {
    const text = files.get(path);
    return text === undefined
      ? getSourceFile(path, settings, ...rest)
      : ts.createSourceFile(path, text, settings, true);
  };
  host.getCurrentDirectory = () => resolve(import.meta.dirname, "../..");
  return ts.createProgram([...files.keys()], options, host);
}
