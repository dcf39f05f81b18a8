import { check, format, getFileInfo, type Options } from "prettier";
import { expect, test } from "vitest";
import * as plugin from "../../src/format/plugin.ts";
import { formatted } from "./laws.ts";

const plugins = [plugin];

test("prettier knows a spec by its ending", async () => {
  expect(await getFileInfo("deep/mnist.dnn", { plugins })).toEqual({ ignored: false, inferredParser: "dnn" });
  expect(await format("data  a{}", { filepath: "a.dnn", plugins })).toBe("data a {}\n");
});

const call = "network a { dense(300, activation: elu, bias: false) }";

test.each<[Options, string]>([
  [{}, "network a { dense(300, activation: elu, bias: false) }\n"],
  [{ printWidth: 50 }, "network a {\n  dense(300, activation: elu, bias: false)\n}\n"],
  [
    { printWidth: 30, tabWidth: 4 },
    "network a {\n    dense(\n        300,\n        activation: elu,\n        bias: false,\n    )\n}\n",
  ],
  [{ printWidth: 50, useTabs: true }, "network a {\n\tdense(300, activation: elu, bias: false)\n}\n"],
  [{ printWidth: 50, endOfLine: "crlf" }, "network a {\r\n  dense(300, activation: elu, bias: false)\r\n}\r\n"],
])("%o holds", async (options, expected) => {
  expect(await formatted(call, options)).toBe(expected);
});

test("CRLF becomes what `endOfLine` says: LF by default, itself with `auto`", async () => {
  const text = "// one\r\ndata a {\r\n}\r\n";
  expect(await formatted(text)).toBe("// one\ndata a {}\n");
  expect(await formatted(text, { endOfLine: "auto" })).toBe("// one\r\ndata a {}\r\n");
});

test("a byte-order mark stays where it is, and none is added", async () => {
  expect(await formatted("\ufeffdata  a {}")).toBe("\ufeffdata a {}\n");
  expect(await formatted("data  a {}")).toBe("data a {}\n");
});

test("a file of nothing stays one, and comments alone are kept", async () => {
  expect(await formatted(" \n\n ")).toBe("");
  expect(await formatted("\n\n// one\n\n\n//  two")).toBe("// one\n\n//  two\n");
});

test("wide characters count as wide as they are shown", async () => {
  const text = 'network a { x(text: "幅の広い文字", other: 12345) }';
  expect(await formatted(text, { printWidth: 50 })).toContain("{\n  x(text");
  expect(await formatted(text.replace("幅の広い文字", "abcdef"), { printWidth: 50 })).not.toContain("{\n");
});

test("a syntax error is thrown at its place, with its help and how many more there are", async () => {
  const text = "data a { x: }\nnetwork b { dense(3 }\n";
  await expect(formatted(text)).rejects.toMatchObject({
    name: "SyntaxError",
    message: expect.stringContaining("`x` has no value; write `x: …` (1:10), and 1 more"),
    loc: { start: { line: 1, column: 10 } },
  });
});

test("a spec in a page of Markdown is formatted, and a part of one is left alone", async () => {
  const page = (spec: string, part: string): string =>
    `# Page\n\n\`\`\`dnn\n${spec}\n\`\`\`\n\n\`\`\`dnn\n${part}\n\`\`\`\n`;
  const text = page("data  a{x:1}", "dense(  300 )");
  expect(await format(text, { parser: "markdown", plugins })).toBe(page("data a { x: 1 }", "dense(  300 )"));
});

test("`requirePragma` leaves out a file without `// @format`, which `insertPragma` writes", async () => {
  const options = { requirePragma: true };
  expect(await formatted("data  a {}", options)).toBe("data  a {}");
  expect(await formatted("// Mine.\n// @prettier\ndata  a {}", options)).toBe("// Mine.\n// @prettier\ndata a {}\n");
  expect(await formatted("data  a {} // @format", options)).toBe("data  a {} // @format");
  expect(await formatted("data  a {}", { insertPragma: true })).toBe("// @format\n\ndata a {}\n");
});

test("`checkIgnorePragma` leaves out a file with `// @noformat`", async () => {
  expect(await formatted("// @noformat\ndata  a {}", { checkIgnorePragma: true })).toBe("// @noformat\ndata  a {}");
});

test("what is formatted passes the check", async () => {
  const options = { parser: "dnn", plugins };
  expect(await check("data  a {}", options)).toBe(false);
  expect(await check("data a {}\n", options)).toBe(true);
});

test("a chain of 500 operations and 200 brackets in brackets are formatted", async () => {
  const sum = `activation f(x) = ${"x + ".repeat(450)}x`;
  const nested = `activation f(x) = ${"g(".repeat(150)}x${")".repeat(150)}`;
  for (const text of [sum, nested]) expect(await formatted(await formatted(text))).toBe(await formatted(text));
});
