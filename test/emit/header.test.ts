/** Who wrote a file, from what, and whether a hand has changed it since: told by one line of it. */
import { readFileSync } from "node:fs";
import { format, type Options } from "prettier";
import { expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { headerLine, readHeader, sealed, specHash, withoutHeader } from "../../src/emit/header.ts";
import { emitProgram } from "../../src/emit/tfjs/index.ts";
import { resolve } from "../../src/network/resolve.ts";
import { parse } from "../../src/syntax/parse.ts";

const fashion = { file: "fashion.dnn", text: "network n {\n  input\n}\n" };
const fileOf = (body: string, spec = fashion): string =>
  sealed(`/**\n * A title.\n *\n * ${headerLine(spec)}\n */\n${body}`);

async function programOf(file: string): Promise<string> {
  const text = readFileSync(`examples/${file}`, "utf8");
  const training = resolve(parse({ path: file, text }).file).model.trainings[0]!;
  return (await emitProgram(training, { file, text })).text!;
}

test("the line names the compiler, the spec and the beginning of its SHA-256", () => {
  expect(headerLine(fashion)).toBe(
    `Written by dnnc ${manifest.version} from fashion.dnn (sha256 5ad7e95b40b470f7): change the spec, or make this file your own.`,
  );
});

test("a spec has one number, whatever its line endings are", () => {
  expect(specHash("a\r\nb\r\n")).toBe(specHash("a\nb\n"));
  expect(specHash("a\nb\n")).not.toBe(specHash("a\nb"));
});

test("what was written is read again, and is unchanged with other line endings too", () => {
  const text = fileOf("const seed = 42;\n");
  const header = { version: manifest.version, file: "fashion.dnn", specHash: specHash(fashion.text), isChanged: false };
  expect(readHeader(text)).toEqual(header);
  expect(readHeader(text.replaceAll("\n", "\r\n"))).toEqual(header);
});

test.each([
  ["a number", (text: string) => text.replace("42", "43")],
  ["a comment", (text: string) => `${text}// ours\n`],
  ["the title", (text: string) => text.replace("A title", "Our title")],
  ["the spec's name", (text: string) => text.replace("fashion.dnn", "other.dnn")],
  ["the seal itself", (text: string) => text.replace(/seal [0-9a-f]{16}/, "seal 0000000000000000")],
  ["no seal any more", (text: string) => text.replace(/, seal [0-9a-f]{16}/, "")],
])("a hand that changes %s breaks the seal", (_, change) => {
  const text = fileOf("const seed = 42;\n");
  expect(change(text)).not.toBe(text);
  expect(readHeader(change(text))?.isChanged).toBe(true);
});

test("a file without the line is its user's own", () => {
  expect(readHeader("const seed = 42;\n")).toBeUndefined();
  expect(readHeader(fileOf("").replace(/ \* Written.*\n/, ""))).toBeUndefined();
});

test("a name that would end the comment, or the line, does neither", () => {
  for (const file of ["a\nb.dnn", "a\u2028b.dnn", "a\u202eb.dnn", "x (sha256 0123456789abcdef): change the spec.dnn"]) {
    const line = headerLine({ file, text: "" });
    expect(line).not.toMatch(/[\n\u2028\u202e]/);
    expect(readHeader(sealed(`/** ${line} */\n`))).toMatchObject({ specHash: specHash(""), isChanged: false });
  }
});

test("a title that imitates the line is not taken for it", () => {
  const text = sealed(`/**\n * ${headerLine({ file: "other.dnn", text: "" })}\n *\n * ${headerLine(fashion)}\n */\n`);
  expect(readHeader(text)).toMatchObject({ file: "fashion.dnn", specHash: specHash(fashion.text), isChanged: false });
});

test("without its header two files of different specs are the same where their code is", () => {
  const other = fileOf("const seed = 42;\n", { file: "b.dnn", text: "" });
  expect(withoutHeader(other)).toBe(withoutHeader(fileOf("const seed = 42;\r\n")));
});

const houses: readonly Options[] = [
  { printWidth: 80, singleQuote: true, semi: false },
  { printWidth: 100, useTabs: true, trailingComma: "none" },
  { arrowParens: "avoid", bracketSpacing: false, objectWrap: "collapse", experimentalTernaries: true },
  { experimentalOperatorPosition: "start", quoteProps: "consistent", printWidth: 60 },
];

test.each(["spirals.dnn", "fashion.dnn", "wide_and_deep.dnn", "own_words.dnn"])(
  "the program of %s is unchanged for a formatter of any taste",
  async (file) => {
    const program = await programOf(file);
    expect(readHeader(program)).toEqual({
      version: manifest.version,
      file,
      specHash: specHash(readFileSync(`examples/${file}`, "utf8")),
      isChanged: false,
    });
    for (const taste of houses) {
      const formatted = await format(program, { parser: "typescript", ...taste });
      expect(formatted).not.toBe(program);
      expect({ taste, isChanged: readHeader(formatted)?.isChanged }).toEqual({ taste, isChanged: false });
    }
  },
);
