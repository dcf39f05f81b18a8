/** docs/emitted.md: its specs and code are those of the examples. `npx vitest run test/emit/page.test.ts -u` writes them anew. */
import { readFileSync } from "node:fs";
import { format } from "prettier";
import ts from "typescript";
import { expect, test } from "vitest";
import { emitProgram } from "../../src/emit/tfjs/index.ts";
import { resolve } from "../../src/network/resolve.ts";
import { parse } from "../../src/syntax/parse.ts";
import { sourceOf } from "./every-spec.ts";
import { browser, node, programOfTexts } from "./strict.ts";

const page = readFileSync("docs/emitted.md", "utf8");

async function programOf(file: string): Promise<string> {
  const { path, text } = sourceOf(`examples/${file}`);
  return (await emitProgram(resolve(parse({ path, text }).file).model.trainings[0]!, { file, text })).text!;
}

/** What a program declares under these names, each with its doc comment. */
function declarations(program: string, names: readonly string[]): string {
  const source = ts.createSourceFile("program.ts", program, ts.ScriptTarget.ES2022, true);
  const nameOf = (node: ts.Statement): string | undefined =>
    ts.isVariableStatement(node)
      ? node.declarationList.declarations[0]!.name.getText()
      : (node as ts.FunctionDeclaration).name?.getText();
  return names
    .map((name) => {
      const found = source.statements.find((node) => nameOf(node) === name);
      expect(found, `${name} in the program`).toBeDefined();
      return program.slice(found!.getStart(source, true), found!.end);
    })
    .join("\n\n");
}

/** The page's fenced blocks that a comment stands before. */
const blocks = /^<!-- (.*) -->\n\n```(\w+)\n([^]*?)```$/gm;

test("the specs and the code of docs/emitted.md are those of the examples and their programs", async () => {
  const programs = { "fashion.dnn": await programOf("fashion.dnn"), "spirals.dnn": await programOf("spirals.dnn") };
  const anew = page.replace(blocks, (block, from: string, language: string) => {
    const spec = /^the spec (\S+)$/.exec(from)?.[1];
    const [file, names] = /^(\w+\.dnn): (.*)$/.exec(from)?.slice(1) ?? [];
    if (spec === undefined && file === undefined) return block;
    const code =
      spec === undefined
        ? declarations(programs[file as keyof typeof programs], names!.split(", "))
        : sourceOf(`examples/${spec}`).text.trimEnd();
    return `<!-- ${from} -->\n\n\`\`\`${language}\n${code}\n\`\`\``;
  });
  await expect(await format(anew, { parser: "markdown", printWidth: 120 })).toMatchFileSnapshot(
    "../../docs/emitted.md",
  );
});

test("what docs/emitted.md does with a program is what TypeScript lets it do", async () => {
  const uses = [...page.matchAll(blocks)].filter(([, from]) => from!.startsWith("a program"));
  expect(uses.length).toBe(3);
  const { path, text } = sourceOf("examples/fashion.dnn");
  const training = resolve(parse({ path, text }).file).model.trainings[0]!;
  for (const [, from, , code] of uses) {
    const inBrowser = from!.endsWith("in a browser");
    const program = (await emitProgram(training, { file: "fashion.dnn", text, main: !inBrowser })).text!;
    const texts = new Map([
      ["use.ts", code!],
      ["fashion.ts", program],
    ]);
    const found = ts.getPreEmitDiagnostics(programOfTexts(texts, inBrowser ? browser : node));
    expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))).toEqual([]);
  }
});
