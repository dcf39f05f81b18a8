/**
 * The text of the program of every example and of every spec of the chapter: what TypeScript, prettier and ESLint say of it, and what it is.
 * `npx vitest run test/emit/text.test.ts -u` writes the programs that are kept in programs/ anew.
 */
import { join } from "node:path";
import { ESLint } from "eslint";
import { builtinRules } from "eslint/use-at-your-own-risk";
import { format } from "prettier";
import ts from "typescript";
import tseslint from "typescript-eslint";
import { beforeAll, describe, expect, test } from "vitest";
import { check } from "../../src/check.ts";
import { isError } from "../../src/diagnostics/diagnostic.ts";
import { withoutHeader } from "../../src/emit/header.ts";
import { emitModules, emitProgram } from "../../src/emit/tfjs/index.ts";
import { resolve } from "../../src/network/resolve.ts";
import { parse } from "../../src/syntax/parse.ts";
import { everySpec, sourceOf, specNameOf } from "./every-spec.ts";
import { linesOfCode } from "./lines-of-code.ts";
import { browser, node, programOfTexts } from "./strict.ts";

/** What a spec becomes: `name.ts`, and `name/model.ts`, `name/training.ts` and so on. */
const texts = new Map<string, string>();
const ofOneFile = (path: string): string => `${specNameOf(path)}.ts`;
const modulesOf = (path: string): readonly string[] =>
  [...texts.keys()].filter((file) => file.startsWith(`${specNameOf(path)}/`));

const trainingOf = (path: string, text = sourceOf(path).text) =>
  resolve(parse({ path, text }).file).model.trainings[0]!;

beforeAll(async () => {
  for (const path of everySpec) {
    const spec = { file: `${specNameOf(path)}.dnn`, text: sourceOf(path).text };
    const [program, modules] = [await emitProgram(trainingOf(path), spec), await emitModules(trainingOf(path), spec)];
    texts.set(ofOneFile(path), program.text!);
    for (const [file, text] of modules.files!) texts.set(join(specNameOf(path), file), text);
  }
}, 240_000);

const complaints = (program: ts.Program): readonly string[] =>
  ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const at = file && `${file.fileName}:${file.getLineAndCharacterOfPosition(start!).line + 1}: `;
    return `${at ?? ""}${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });

describe("TypeScript, strictly", { timeout: 240_000 }, () => {
  test("finds nothing wrong with any program, in one file and in several, for Node", () => {
    expect(complaints(programOfTexts(texts, node))).toEqual([]);
  });

  test("finds nothing in the modules beside `main` that a browser has not", () => {
    const rest = new Map([...texts].filter(([file]) => file.includes("/") && !file.endsWith("/main.ts")));
    expect(rest.size).toBeGreaterThanOrEqual(4 * everySpec.length);
    expect(complaints(programOfTexts(rest, browser))).toEqual([]);
  });
});

/** What `strict` asks for beyond `recommended` and a program does its own way: `!` where it is known, numbers in texts, `() => act()`. */
const ways = [
  ...["no-non-null-assertion", "restrict-template-expressions", "no-confusing-void-expression"],
  "use-unknown-in-catch-callback-variable",
];

test("ESLint finds nothing wrong with any program, types considered", { timeout: 240_000 }, async () => {
  const recommended = [...builtinRules].filter(([, { meta }]) => meta?.docs?.recommended === true);
  expect(recommended.length).toBeGreaterThan(50);
  const eslint = new ESLint({
    cwd: import.meta.dirname,
    overrideConfigFile: true,
    overrideConfig: tseslint.config(
      { rules: Object.fromEntries(recommended.map(([name]) => [name, "error"] as const)) },
      ...tseslint.configs.strictTypeChecked,
      { rules: Object.fromEntries(ways.map((rule) => [`@typescript-eslint/${rule}`, "off"] as const)) },
      { languageOptions: { parserOptions: { programs: [programOfTexts(texts, node)] } } },
    ) as ESLint.Options["overrideConfig"],
  });
  const found: string[] = [];
  for (const [file, text] of texts) {
    // The modules hold the same code as the one file; of three of them we see that they do.
    if (file.includes("/") && !/^(fashion|housing|residual)\//.test(file)) continue;
    for (const { messages } of await eslint.lintText(text, { filePath: join(import.meta.dirname, file) }))
      for (const { line, ruleId, message } of messages) found.push(`${file}:${line}: ${ruleId}: ${message}`);
  }
  expect(found).toEqual([]);
  for (const text of texts.values()) expect(text).not.toMatch(/eslint-|@ts-/);
});

describe.each(everySpec)("%s", (path) => {
  test("has no error and no warning", () => {
    expect(check(sourceOf(path)).diagnostics.filter(({ severity }) => severity !== "info")).toEqual([]);
  });

  test("is left as it is by prettier, in one file and in several", { timeout: 60_000 }, async () => {
    for (const file of [ofOneFile(path), ...modulesOf(path)]) {
      const text = texts.get(file)!;
      expect(await format(text, { parser: "typescript", printWidth: 120 }), file).toBe(text);
    }
  });

  test("gives the program that is kept beside the spec in programs/", async () => {
    // Which dnnc wrote it, and from which bytes, changes with each version.
    const program = withoutHeader(texts.get(ofOneFile(path))!).replace(/^ \*\n *\n/m, "");
    const page = `# ${path}\n\n\`\`\`dnn\n${sourceOf(path).text}\`\`\`\n\n\`\`\`ts\n${program}\`\`\`\n`;
    await expect(page).toMatchFileSnapshot(`programs/${specNameOf(path)}.md`);
  });

  test("gives the same bytes with Windows line endings", { timeout: 60_000 }, async () => {
    const text = sourceOf(path).text.replace(/\n/g, "\r\n");
    const spec = { file: `${specNameOf(path)}.dnn`, text };
    expect((await emitProgram(trainingOf(path, text), spec)).text).toBe(texts.get(ofOneFile(path)));
    for (const [file, code] of (await emitModules(trainingOf(path, text), spec)).files!)
      expect(code, file).toBe(texts.get(join(specNameOf(path), file)));
  });
});

// The shorter, the sooner it is read. It may become shorter, and longer only for a reason.
test.each([
  ["examples/fashion.dnn", 368],
  ["examples/spirals.dnn", 349],
])("the program of %s has at most %i lines of code", (path, most) => {
  expect(linesOfCode(texts.get(ofOneFile(path))!)).toBeLessThanOrEqual(most);
});

test.each(["examples/fashion.dnn", "examples/spirals.dnn"])(
  "no module of %s has more than 200 lines, comments and blank lines included",
  (path) => {
    for (const file of modulesOf(path)) expect(texts.get(file)!.split("\n").length, file).toBeLessThanOrEqual(200);
  },
);

test("names and texts of a spec stay data in its program, however hostile", async () => {
  const text = `data d { source: csv("a\\"; process.exit(7); //\\u{2028}*/.csv")  features: ["x\`\${process.exit(7)}", "__proto__", constructor]
    target: regression(column: "*/ process.exit(7) /*")  split: random(validation: 50%) }
    /// */ process.exit(7); /*
    activation process(x) = x ^ 2
    network delete { input  constructor = dense(3, activation: process)  __proto__ = dense(2)  concat(constructor)  dense(1) }
    train delete on d as await { optimizer: sgd }`;
  const path = "hostile */ process.exit(7) /*.dnn";
  expect(check({ path, text }).diagnostics.filter(isError)).toEqual([]);
  const program = (await emitProgram(trainingOf(path, text), { file: path, text })).text!;
  expect(complaints(programOfTexts(new Map([["hostile.ts", program]]), node))).toEqual([]);
  const accesses: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) accesses.push(node.getText());
    node.forEachChild(visit);
  };
  visit(ts.createSourceFile("hostile.ts", program, ts.ScriptTarget.ES2022, true));
  expect(accesses).not.toContain("process.exit");
  expect(accesses).toContain("tf.matMul");
});
