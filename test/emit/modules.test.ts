/** A program in several modules: as strict as one in one file, and the same numbers. */
import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve as absolute } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { afterAll, expect, test } from "vitest";
import { readHeader } from "../../src/emit/header.ts";
import { emitModules, moduleFiles } from "../../src/emit/tfjs/index.ts";
import { resolve } from "../../src/network/resolve.ts";
import { parse } from "../../src/syntax/parse.ts";
import type { Source } from "../../src/text/source.ts";
import { linesOf, programsOf } from "./running.ts";
import { node } from "./strict.ts";

const folder = absolute(realpathSync("node_modules"), ".cache/modules", String(process.pid));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const examples: readonly Source[] = readdirSync("examples")
  .filter((name) => name.endsWith(".dnn"))
  .map((name) => ({ path: name, text: readFileSync(join("examples", name), "utf8") }));

async function modulesOf({ path, text }: Source, main = true): Promise<ReadonlyMap<string, string>> {
  const training = resolve(parse({ path, text }).file).model.trainings[0]!;
  return (await emitModules(training, { file: basename(path), text, main })).files!;
}

test("the modules of every example are well typed, without an unused import", { timeout: 120_000 }, async () => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const places: string[] = [];
  for (const source of examples)
    for (const main of [true, false])
      for (const [name, text] of await modulesOf(source, main)) {
        const place = join(folder, `${basename(source.path, ".dnn")}${main ? "" : "-without-main"}`, name);
        mkdirSync(join(place, ".."), { recursive: true });
        writeFileSync(place, text);
        places.push(place);
      }
  const found = ts.getPreEmitDiagnostics(
    ts.createProgram(places, { ...node, noEmit: true, allowImportingTsExtensions: true }),
  );
  expect(
    found.map(
      ({ file, messageText }) =>
        `${file?.fileName.slice(folder.length)}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
    ),
  ).toEqual([]);
});

test.each(["spirals.dnn", "own_words.dnn"])(
  "the modules of %s train to the numbers of the one file",
  { timeout: 120_000 },
  async (name) => {
    const source = examples.find(({ path }) => path === name)!;
    const place = join(folder, `run-${basename(name, ".dnn")}`);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "package.json"), '{ "type": "module" }');
    for (const [file, text] of await modulesOf(source)) {
      const { outputText } = ts.transpileModule(text, { compilerOptions: { ...node, module: ts.ModuleKind.ESNext } });
      writeFileSync(join(place, file.replace(/ts$/, "js")), outputText.replace(/(from "\.\/\w+)\.ts"/g, '$1.js"'));
    }
    const asked = ["--epochs", "2", "--json"];
    const { stdout } = await promisify(execFile)(process.execPath, [join(place, "main.js"), ...asked]);
    const single = await (await programsOf([source])).run(name, asked.slice(0, 2));
    const timeless = (text: string) => linesOf(text).map(({ seconds: _, ...line }) => line);
    expect(timeless(stdout)).toEqual(timeless(single));
    expect(timeless(stdout).length).toBeGreaterThan(3);
  },
);

test("each module says who wrote it, and a program that is not run by itself has no main", async () => {
  const source = examples.find(({ path }) => path === "spirals.dnn")!;
  const files = await modulesOf(source);
  expect([...files.keys()].toSorted()).toEqual(moduleFiles.toSorted());
  for (const text of files.values()) expect(readHeader(text)).toMatchObject({ file: "spirals.dnn", isChanged: false });
  expect([...(await modulesOf(source, false)).keys()]).toEqual([...files.keys()].filter((name) => name !== "main.ts"));
});
