/** The laws of the formatter over specs that people wrote: examples, the standard library, and what the pages show. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lex } from "../../src/syntax/lex.ts";
import { resolve } from "../../src/network/resolve.ts";
import { drawFrom, scatter } from "./any-spec.ts";
import { formatted, readSound, violation } from "./laws.ts";

const filesOf = (folder: string, ending: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
    .sort();

const specs = ["examples", "grammar/std"].flatMap((folder) => filesOf(folder, ".dnn"));
const pages = ["README.md", "CHANGELOG.md", ...filesOf("docs", ".md"), ...filesOf("src/rules", ".md")];

const snippets = pages.flatMap((page) =>
  [...readFileSync(page, "utf8").matchAll(/^( *)```dnn\n([^]*?)^ *```$/gm)].map((match, index) => ({
    name: `${page}, ${index + 1}`,
    text: match[2]!.replaceAll(new RegExp(`^${match[1]!}`, "gm"), ""),
  })),
);

test.each(specs)("%s has the layout of this repository", async (path) => {
  const text = readFileSync(path, "utf8");
  expect(await formatted(text, { printWidth: 120 })).toBe(text);
});

test.each(specs)("the laws hold over %s in any width", async (path) => {
  const file = readSound(readFileSync(path, "utf8"))!;
  for (const printWidth of [30, 80, 120]) expect(await violation(file, { printWidth })).toBeUndefined();
});

test("the laws hold over every spec that a page shows", async () => {
  const sound = snippets.flatMap(({ name, text }) => {
    const file = readSound(text);
    return file === undefined ? [] : [{ name, file }];
  });
  expect(sound.length).toBeGreaterThan(100);
  for (const { name, file } of sound) expect(await violation(file), name).toBeUndefined();
});

/** What a spec means, without the places where it stands. */
function resolved(text: string): string {
  const { model, diagnostics } = resolve(readSound(text)!);
  const { file: _file, ...meaning } = model;
  const isSpan = (value: object): boolean => "source" in value && "start" in value && "end" in value;
  return JSON.stringify([meaning, diagnostics], (_key, value: unknown) => {
    if (value instanceof Map || value instanceof Set) return [...value];
    return typeof value === "object" && value !== null && isSpan(value) ? undefined : value;
  });
}

test.each(filesOf("examples", ".dnn"))("%s in any layout means the same when it is formatted", async (path) => {
  const text = readFileSync(path, "utf8");
  const tokens = lex({ path, text }).tokens.map(({ image }) => image);
  let sound = 0;
  // A comment between `epochs` and its colon makes a count of the number in front of it: that one is no spec.
  for (let seed = 0; sound < 3; seed++) {
    const scattered = scatter(drawFrom(seed), tokens, { comments: 0.1, newline: "\n", ignores: false });
    const file = readSound(scattered);
    if (file === undefined) continue;
    sound++;
    expect(await violation(file)).toBeUndefined();
    expect(resolved(await formatted(scattered))).toBe(resolved(scattered));
  }
});
