import { execFileSync } from "node:child_process";
import { chmodSync, lstatSync, readFileSync, readdirSync, statSync, symlinkSync, utimesSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";
import { dnnc, folderOf, sound, theBuild } from "./command.ts";

const loose = sound.replace("small {", "small{").replace("epochs: 5", "epochs:5");
const broken = "data a { x: }\n";

test("specs are laid out in place, and told by name; what has the layout is not touched", async () => {
  const cwd = folderOf({ "good.dnn": sound, "deep/loose.dnn": loose, "notes.txt": "data  a {}" });
  utimesSync(join(cwd, "good.dnn"), 1000, 1000);
  expect(await dnnc(["fmt"], { cwd })).toEqual({
    code: 0,
    out: "deep/loose.dnn\n",
    err: "dnnc: 1 of 2 files laid out anew\n",
  });
  expect(readFileSync(join(cwd, "deep/loose.dnn"), "utf8")).toBe(sound);
  expect(statSync(join(cwd, "good.dnn")).mtimeMs).toBe(1_000_000);
  expect(readFileSync(join(cwd, "notes.txt"), "utf8")).toBe("data  a {}");
  expect(readdirSync(join(cwd, "deep"))).toEqual(["loose.dnn"]);
  expect(await dnnc(["fmt"], { cwd })).toEqual({ code: 0, out: "", err: "dnnc: 2 files have the layout\n" });
});

test("--check writes nothing: exit code 1, and the names of the files that would change", async () => {
  const cwd = folderOf({ "good.dnn": sound, "loose.dnn": loose });
  expect(await dnnc(["fmt", "--check", "."], { cwd })).toEqual({
    code: 1,
    out: "loose.dnn\n",
    err: "dnnc: 1 of 2 files would change: run `dnnc fmt`\n",
  });
  expect(readFileSync(join(cwd, "loose.dnn"), "utf8")).toBe(loose);
  expect(await dnnc(["fmt", "--check", "good.dnn"], { cwd })).toMatchObject({ code: 0, out: "" });
});

test("a file with syntax errors is told of and left as it is, and the others are laid out", async () => {
  const cwd = folderOf({ "broken.dnn": broken, "loose.dnn": loose });
  const { code, out, err } = await dnnc(["fmt", "."], { cwd });
  expect({ code, out }).toEqual({ code: 1, out: "loose.dnn\n" });
  expect(err).toMatchInlineSnapshot(`
    "error[syntax]: \`x\` has no value
      ┌─ broken.dnn:1:10
      │
    1 │ data a { x: }
      │          ^^ the value is missing behind this
      │
      = help: write \`x: …\`

    dnnc: 1 of 2 files laid out anew, 1 is left as it is
    "
  `);
  expect(readFileSync(join(cwd, "broken.dnn"), "utf8")).toBe(broken);
});

test("a path that names nothing is wrong usage, and the others are laid out", async () => {
  const cwd = folderOf({ "loose.dnn": loose });
  const { code, out, err } = await dnnc(["fmt", "loose.dnn", "gone.dnn"], { cwd });
  expect({ code, out }).toEqual({ code: 2, out: "loose.dnn\n" });
  expect(err).toContain("dnnc: gone.dnn: there is no such file\n");
});

test("standard input goes to standard output, with the options of the place it belongs to", async () => {
  const cwd = folderOf({
    ".prettierrc": '{ "tabWidth": 4 }',
    "wide/.editorconfig": "root = true\n[*]\nindent_size = 8\n",
  });
  const input = "data a {\nx: 1 }";
  expect(await dnnc(["fmt", "-"], { cwd, input })).toEqual({ code: 0, out: "data a {\n    x: 1\n}\n", err: "" });
  const there = await dnnc(["fmt", "--stdin-filepath", "wide/a.dnn"], { cwd, input });
  expect(there.out).toBe("data a {\n    x: 1\n}\n");
  expect(await dnnc(["fmt", "--check", "--stdin-filepath", "a.dnn"], { cwd, input })).toMatchObject({
    code: 1,
    out: "a.dnn\n",
  });
  const wrong = await dnnc(["fmt", "--stdin-filepath", "wide/a.dnn", "-"], { cwd, input: broken });
  expect({ code: wrong.code, out: wrong.out }).toEqual({ code: 1, out: "" });
  expect(wrong.err).toContain("┌─ wide/a.dnn:1:10");
});

test("--stdin-filepath is refused beside other files", async () => {
  const { code, err } = await dnnc(["fmt", "a.dnn", "--stdin-filepath", "b.dnn"]);
  expect(code).toBe(2);
  expect(err).toBe("dnnc: `--stdin-filepath` names standard input, and no other file is read with it\n");
});

test(".prettierrc, .editorconfig and .prettierignore hold as they do for prettier", async () => {
  const cwd = folderOf({
    ".prettierrc": '{ "overrides": [{ "files": "tabs/*.dnn", "options": { "useTabs": true } }] }',
    ".editorconfig": "root = true\n[*.dnn]\nindent_style = space\nindent_size = 4\nend_of_line = crlf\n",
    ".prettierignore": "kept/\n",
    "tabs/a.dnn": "data a {\nx: 1 }",
    "b.dnn": "data a {\nx: 1 }",
    "kept/c.dnn": "data a {\nx: 1 }",
  });
  expect(await dnnc(["fmt"], { cwd })).toMatchObject({ code: 0, out: "b.dnn\ntabs/a.dnn\n" });
  expect(readFileSync(join(cwd, "tabs/a.dnn"), "utf8")).toBe("data a {\r\n\tx: 1\r\n}\r\n");
  expect(readFileSync(join(cwd, "b.dnn"), "utf8")).toBe("data a {\r\n    x: 1\r\n}\r\n");
  expect(readFileSync(join(cwd, "kept/c.dnn"), "utf8")).toBe("data a {\nx: 1 }");
});

test.each([
  ['{ "printWidth": "wide" }', "the options for a.dnn do not hold: Invalid"],
  ['{ "printWidth', "the options for a.dnn cannot be read: "],
])("options that are none are wrong usage: %s", async (config, message) => {
  const cwd = folderOf({ ".prettierrc": config, "a.dnn": loose });
  const { code, err } = await dnnc(["fmt"], { cwd });
  expect(code).toBe(2);
  expect(err).toContain(message);
  expect(readFileSync(join(cwd, "a.dnn"), "utf8")).toBe(loose);
});

test("a byte-order mark, the permissions and a link stay", async () => {
  const cwd = folderOf({ "marked.dnn": "\ufeffdata  a {}", "real.dnn": "data  a {}" });
  chmodSync(join(cwd, "marked.dnn"), 0o640);
  symlinkSync("real.dnn", join(cwd, "link.dnn"));
  expect(await dnnc(["fmt", "marked.dnn", "link.dnn"], { cwd })).toMatchObject({ code: 0 });
  expect(readFileSync(join(cwd, "marked.dnn"), "utf8")).toBe("\ufeffdata a {}\n");
  expect(statSync(join(cwd, "marked.dnn")).mode & 0o777).toBe(0o640);
  expect(lstatSync(join(cwd, "link.dnn")).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(cwd, "real.dnn"), "utf8")).toBe("data a {}\n");
});

test("the built plugin lays out what `prettier --write` finds", async () => {
  const plugin = join(dirname((await theBuild()).file), "prettier.js");
  const cwd = folderOf({ "deep/loose.dnn": loose, ".prettierrc": JSON.stringify({ plugins: [plugin] }) });
  const prettier = resolve("node_modules/prettier/bin/prettier.cjs");
  execFileSync(process.execPath, [prettier, "--write", "**/*.dnn"], { cwd });
  expect(readFileSync(join(cwd, "deep/loose.dnn"), "utf8")).toBe(sound);
});

test("prettier is loaded when something is formatted, and with no other verb", async () => {
  const { imports } = await theBuild();
  const loading = [...imports].filter(([, loaded]) => loaded.includes("prettier")).map(([file]) => file);
  expect(loading.filter((file) => file.endsWith(".cjs"))).toEqual(["fmt.cjs"]);
});
