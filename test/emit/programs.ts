/** What the tests of emitted code are built with: programs of text, checked by TypeScript and run by Node. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { onTestFinished } from "vitest";
import { mergedImports, portableCode } from "../../src/emit/tfjs/portable.ts";
import type { Section } from "../../src/emit/tfjs/section.ts";
import { node } from "./strict.ts";

const root = resolve(import.meta.dirname, "../..");

/** A module of sections: imports, the portable functions that they need, and their code. */
export function moduleOf(sections: readonly Section[], before = ""): string {
  const portable = portableCode(sections.flatMap((section) => section.portable));
  const imports = Object.entries(mergedImports([portable, ...sections].map((section) => section.imports)));
  const lines = imports.map(([from, names]) => `import { ${names.join(", ")} } from ${JSON.stringify(from)};`);
  return [lines.join("\n"), before, portable.code, ...sections.map(({ code }) => code), ""].join("\n\n");
}

/** What TypeScript finds wrong in some modules, all checked at once: `name:line: message`. */
export function typeErrors(modules: Readonly<Record<string, string>>): string[] {
  const texts = new Map(Object.entries(modules).map(([name, text]) => [join(root, "test/emit", `${name}.mts`), text]));
  const host = ts.createCompilerHost(node);
  const { readFile, fileExists, getSourceFile } = host;
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.getSourceFile = (path, options, ...rest) => {
    const text = texts.get(path);
    return text === undefined ? getSourceFile(path, options, ...rest) : ts.createSourceFile(path, text, options);
  };
  host.getCurrentDirectory = () => root;
  const program = ts.createProgram([...texts.keys()], node, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const message = ts.flattenDiagnosticMessageText(messageText, "\n");
    if (file === undefined) return message;
    return `${file.fileName.slice(root.length + 11, -4)}:${file.getLineAndCharacterOfPosition(start!).line + 1}: ${message}`;
  });
}

/** Reads files as the `main` of a program does. */
export const readerOf =
  (folders: readonly string[]) =>
  async (path: string): Promise<Uint8Array> => {
    const file = folders.map((folder) => join(folder, path)).find((each) => existsSync(each));
    if (file === undefined) throw new Error(`${path} was not found in ${folders.join(", ")}`);
    return readFileSync(file);
  };

/** Runs a module of TypeScript and gives what it exports. */
export async function run<T>(text: string): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "dnnc-emit-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "program.mjs");
  const { module, target } = node;
  writeFileSync(file, ts.transpileModule(text, { compilerOptions: { module, target }, fileName: "p.mts" }).outputText);
  return import(/* @vite-ignore */ pathToFileURL(file).href);
}
