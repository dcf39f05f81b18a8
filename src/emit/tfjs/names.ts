/** Identifiers of an emitted program: made of the spec's names, never colliding, never a reserved word. */
import type { Entry } from "../../syntax/ast.ts";

const reserved = new Set(
  (
    "abstract any arguments as async await boolean break case catch class const continue debugger declare default delete do else enum eval export extends " +
    "false finally for from function get if implements import in instanceof interface is keyof let module namespace new null number object of package private " +
    "protected public return set static string super switch symbol this throw true try type typeof undefined unknown var void while with yield " +
    "erf Array Float32Array Float64Array Infinity JSON Math NaN Number Object Promise String Uint32Array console globalThis performance process"
  ).split(" "),
);

export interface Names {
  /** A fresh identifier that reads like `wish`: `dense_1` gives `dense1`. */
  fresh(wish: string): string;
  /** The same for a name that is to stay as it is where it may: `dense_1`. */
  same(wish: string): string;
  /** Names of an inner scope, which may not hide these. */
  inner(): Names;
}

/** A word of the spec in camel case, without anything an identifier cannot hold. */
export const camel = (name: string): string =>
  name
    .replace(/[^A-Za-z0-9_$]+/g, "_")
    .replace(/_+([A-Za-z0-9])/g, (_, letter: string, at: number) => (at === 0 ? letter : letter.toUpperCase()))
    .replace(/_+$/, "");

export function makeNames(taken: Iterable<string> = []): Names {
  const used = new Set(taken);
  const free = (base: string): string => {
    const start = base === "" || /^[0-9]/.test(base) ? `value${base}` : base;
    let name = start;
    for (let i = 2; used.has(name) || reserved.has(name); i++) name = `${start}${/[0-9]$/.test(start) ? "_" : ""}${i}`;
    used.add(name);
    return name;
  };
  return {
    fresh: (wish) => free(camel(wish)),
    same: (wish) => free(wish.replace(/[^A-Za-z0-9_$]+/g, "_")),
    inner: () => makeNames(used),
  };
}

/** A text as a TypeScript string literal. */
export const literal = (text: string): string =>
  JSON.stringify(text)
    .replace(/\u2028/g, "\\u2028")
    .replace(/\u2029/g, "\\u2029");

/** A text that may stand inside a comment. */
export const inComment = (text: string): string => text.replace(/\*\//g, "* /").replace(/[\u2028\u2029]/g, " ");

/** A doc comment of one or several lines; none where there is nothing to say. */
export function docComment(text: string): string {
  if (text.trim() === "") return "";
  const lines = inComment(text.trim())
    .split(/\r\n|[\r\n]/)
    .map((line) => line.trim());
  return lines.length === 1
    ? `/** ${lines[0]} */`
    : ["/**", ...lines.map((line) => ` * ${line}`.trimEnd()), " */"].join("\n");
}

/** A text as line comments; none where there is nothing to say. */
export const lineComments = (text: string): readonly string[] =>
  inComment(text)
    .split(/\r\n|[\r\n]/)
    .filter((line) => line.trim() !== "")
    .map((line) => `// ${line.trim()}`);

/** What a declaration's entries say in their doc comments, a line each. */
export const entryDocs = (entries: readonly Entry[]): string =>
  entries.flatMap(({ name, doc }) => (doc === undefined ? [] : [`${name.name}: ${doc}`])).join("\n");
