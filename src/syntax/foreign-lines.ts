/** Lines of programs: imports, functions, classes, loops. Each is said once, and left out. */
import type { IToken } from "chevrotain";
import * as t from "../../grammar/tokens.ts";
import { clip, quoted, replacing, startOf, syntaxError } from "./build.ts";
import {
  amongLayers,
  inFormula,
  lineEndOf,
  longest,
  opensLine,
  sameLine,
  spanAt,
  written,
  type Form,
  type Reader,
  type Reading,
} from "./foreign-form.ts";
import { isName } from "./split.ts";
import { is } from "./trouble.ts";

interface Told {
  readonly message: string;
  readonly help: string;
  readonly why?: string;
}

/** A line from `at` to `last`, left out; where an edit is certain, the text goes too. */
const line = (reading: Reading, at: number, last: number, to: number, told: Told, isCertain = false): Form => {
  const { message, ...more } = told;
  const span = spanAt(reading, reading.tokens[at]!, reading.tokens[last]!);
  return {
    length: to - at + 1,
    put: [],
    found: syntaxError(message, span, { ...more, ...(isCertain && { fix: replacing(span, "") }) }),
  };
};

const isImport = ({ image }: IToken): boolean => image === "import" || image === "from";

/** What such a line is hardly without; `import words` may be one's own. */
const modules = new Set([
  "from",
  "as",
  "torch",
  "tensorflow",
  "keras",
  "jax",
  "flax",
  "optax",
  "numpy",
  "pandas",
  "sklearn",
]);

/** `import torch.nn as nn`, `from torch import nn`, several below one another: no name is brought in. */
const imported: Reader = (reading, at) => {
  const { tokens } = reading;
  const begins = (index: number): boolean => {
    const [word, next] = [tokens[index], tokens[index + 1]];
    return word !== undefined && next !== undefined && isImport(word) && opensLine(reading, word) && isName(next);
  };
  if (!begins(at) || !sameLine(reading, tokens[at]!, tokens[at + 1]!)) return undefined;
  if (tokens[at]!.image === "from" && !tokens.slice(at, at + 20).some(({ image }) => image === "import")) return;
  let end = lineEndOf(reading, at);
  while (begins(end + 1) && end < at + longest) end = lineEndOf(reading, end + 1);
  const told = {
    message: "no word of the language is brought in from a module",
    help: 'leave it out: all words are known; a file of words is named in quotation marks, `import "words.dnn"`',
  };
  const isForeign = tokens.slice(at, end + 1).some(({ image }) => image === "." || modules.has(image));
  return line(reading, at, end, end, told, isForeign);
};

/** The last token of the lines below that are indented deeper than the line at `at`. */
function blockEnd(reading: Reading, at: number): number {
  const { tokens } = reading;
  const indent = columnOf(reading, tokens[at]!);
  let end = lineEndOf(reading, at);
  while (end + 1 < tokens.length && end < at + longest && columnOf(reading, tokens[end + 1]!) > indent) {
    const next = lineEndOf(reading, end + 1);
    if (next <= end) break;
    end = next;
  }
  return end;
}

const columnOf = ({ source }: Reading, token: IToken): number =>
  startOf(token) - (source.text.lastIndexOf("\n", startOf(token)) + 1);

const headEnd = (reading: Reading, at: number): number => {
  const end = lineEndOf(reading, at);
  return is(reading.tokens[end], t.Colon) ? end - 1 : end;
};

/** A head that ends with a colon, and what is indented below it. */
const headed =
  (told: (head: string, reading: Reading) => Told): Reader =>
  (reading, at) => {
    const { tokens } = reading;
    const end = lineEndOf(reading, at);
    if (!opensLine(reading, tokens[at]!) || !is(tokens[end], t.Colon) || end < at + 2) return undefined;
    const last = headEnd(reading, at);
    const head = written(reading, tokens[at + 1]!, tokens[last]!);
    return line(reading, at, last, blockEnd(reading, at), told(head, reading));
  };

const definition = headed((head) => ({
  message: "a spec defines no function",
  why: "a formula is a word of its kind, and the compiler differentiates it",
  help: `declare it: \`activation ${/^\w+/.exec(head)?.[0] ?? "own"}(x) = …\``,
}));

const classed = headed((head) => ({
  message: "a spec has no classes",
  help: `write \`network ${/^\w+/.exec(head)?.[0] ?? "NAME"} { … }\` with its layers one below the other`,
}));

/** `for i in range(3):`; the lines below it stand for themselves. */
const loop: Reader = (reading, at) => {
  const form = headed(() => ({
    message: "a spec has no loops",
    help: amongLayers(reading)
      ? "write `repeat 3 { … }` around the layers that come again"
      : "leave it out: `epochs: 30` in a `train` block says how often, and `dnnc train FILE` does it",
  }))(reading, at);
  return form && amongLayers(reading) ? { ...form, length: lineEndOf(reading, at) - at + 1 } : form;
};

/** `return x` */
const returned: Reader = (reading, at) => {
  const next = reading.tokens[at + 1];
  const isAlone = next !== undefined && sameLine(reading, reading.tokens[at]!, next);
  if (!isAlone || !opensLine(reading, reading.tokens[at]!) || !(isName(next) || is(next, t.LeftParenthesis))) return;
  const end = lineEndOf(reading, at);
  if (inFormula(reading)) return undefined;
  const told = {
    message: "a network returns nothing: it ends in its last line",
    help: "leave it out; several outputs are listed, `outputs: [main, aux]`",
  };
  return line(reading, at, end, end, told, true);
};

/** `let a = dense(3)` */
const declared: Reader = (reading, at) => {
  const [word, name, assign] = [reading.tokens[at]!, reading.tokens[at + 1], reading.tokens[at + 2]];
  if (name === undefined || !isName(name) || !is(assign, t.Assign) || !opensLine(reading, word)) return undefined;
  const span = spanAt(reading, word);
  return {
    length: 1,
    put: [],
    found: syntaxError(`no ${quoted(word.image)} stands before a name`, span, {
      help: `write \`${name.image} = …\``,
      fix: replacing({ ...span, end: startOf(name) }, ""),
    }),
  };
};

/** `model = keras.Sequential([ … ])` outside every declaration */
export const assigned: Reader = (reading, at) => {
  const { tokens } = reading;
  const isDeclared = tokens[at - 1] !== undefined && t.belongs(tokens[at - 1]!.tokenType, t.KindOfWord);
  if (!reading.isOutside || isDeclared || columnOf(reading, tokens[at]!) > 0) return undefined;
  const end = lineEndOf(reading, at);
  const isModel = tokens.slice(at, end + 1).some(({ image }) => /^(?:Sequential|Model|Module)$/.test(image));
  const name = tokens[at]!.image;
  const told = isModel
    ? {
        message: "a network is a declaration",
        help: `write \`network ${clip(name)} { … }\` with its layers one below the other`,
      }
    : {
        message: "a spec has no steps of a program",
        help: "leave it out: settings stand in the braces of a declaration",
      };
  return line(reading, at, at, end, told);
};

/** `print(x)` */
const printed: Reader = (reading, at) => {
  if (!opensLine(reading, reading.tokens[at]!) || !is(reading.tokens[at + 1], t.LeftParenthesis)) return undefined;
  const end = lineEndOf(reading, at);
  const told = {
    message: "a spec has no steps of a program",
    help: "leave it out: `dnnc explain FILE` tells what the spec means",
  };
  return line(reading, at, end, end, told, true);
};

/** `@tf.function` */
export const decorated: Reader = (reading, at) => {
  const [mark, name] = [reading.tokens[at]!, reading.tokens[at + 1]];
  if (mark.image !== "@" || !opensLine(reading, mark) || !name || !isName(name)) return undefined;
  const end = lineEndOf(reading, at);
  return line(reading, at, end, end, { message: "a spec has no decorators", help: "leave it out" }, true);
};

/** By the word that such a line begins with. */
export const statements: ReadonlyMap<string, Reader> = new Map([
  ["import", imported],
  ["from", imported],
  ["def", definition],
  ["class", classed],
  ["for", loop],
  ["while", loop],
  ["return", returned],
  ["let", declared],
  ["const", declared],
  ["var", declared],
  ["print", printed],
]);
