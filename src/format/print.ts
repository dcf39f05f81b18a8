/** How each kind of node is laid out, in prettier's docs: what is a `group` stays on one line where it fits. */
import { doc, type AstPath, type Doc, type ParserOptions } from "prettier";
import { printBrackets, printFile } from "./brackets.ts";
import { endsWithComment, startsWithComment } from "./comments.ts";
import { printBinary, printIf, printParentheses } from "./formulas.ts";
import type { Piece, Pieces } from "./tree.ts";

const { group, hardline, indent, indentIfBreak, line } = doc.builders;

export type Path<K extends keyof Pieces = keyof Pieces> = AstPath<Pieces[K]>;
export type Options = ParserOptions<Piece>;
/** Prints the part of a node that the keys lead to, with its comments. */
export type Print = (...keys: (string | number)[]) => Doc;

type Printers = { readonly [K in keyof Pieces]: (path: Path<K>, print: Print, options: Options) => Doc };

const printers: Printers = {
  file: printFile,
  leaf: ({ node }) => node.text,
  brackets: printBrackets,
  parentheses: printParentheses,
  import: (path, print) => row(path, print, ["import ", "path"], [" as ", "as"]),
  data: (path, print) => row(path, print, ["data ", "name"], [" ", "block"]),
  network: (path, print) => row(path, print, ["network ", "name"], [" ", "block"]),
  block: (path, print) => row(path, print, ["block ", "name"], ["", "parameters"], [" ", "block"]),
  train: (path, print) => row(path, print, ["train ", "name"], [" on ", "data"], [" as ", "as"], [" ", "block"]),
  stage: (path, print) => row(path, print, ["stage ", "name"], [" ", "block"]),
  preset: (path, print) => row(path, print, ["preset ", "name"], [" ", "block"]),
  word: printWord,
  state: (path, print) => row(path, print, ["state ", "block"]),
  line: ({ node }, print) => [print("name"), assigned(" =", node.name, node.value, print("value"))],
  parameter: printParameter,
  entry: ({ node }, print) => [print("name"), assigned(":", node.name, node.value, print("value"))],
  repeat: (path, print) => row(path, print, ["repeat ", "count"], [" ", "block"]),
  flow: printFlow,
  call: (path, print) => row(path, print, ["", "name"], ["", "arguments"]),
  argument: ({ node }, print) =>
    node.name ? [print("name"), assigned(":", node.name, node.value, print("value"))] : print("value"),
  range: (path, print) => row(path, print, ["", "low"], [path.node.operator, "high"]),
  unary: (path, print) => row(path, print, [path.node.operator === "not" ? "not " : "-", "operand"]),
  binary: printBinary,
  if: printIf,
};

/** A node without its comments. */
export const printPiece = (path: AstPath<Piece>, options: Options, print: (path: AstPath) => Doc): Doc =>
  (printers[path.node.kind] as (path: AstPath, print: Print, options: Options) => Doc)(
    path,
    (...keys) => path.call(print, ...(keys as [never])),
    options,
  );

type Parts<N> = { [K in keyof N]: N[K] extends Piece | undefined ? K : never }[keyof N] & string;

/** The parts that are there, each behind its text, which begins a line where a comment stands before it. */
function row<N extends Piece>({ node }: AstPath<N>, print: Print, ...parts: readonly [string, Parts<N>][]): Doc {
  let last: Piece | undefined;
  return parts.map(([text, key]): Doc => {
    const part = node[key] as Piece | undefined;
    if (part === undefined) return "";
    const before = last !== undefined && endsWithComment(last) ? [hardline, text.trimStart()] : text;
    const isTight = (last !== undefined || text !== "") && !text.endsWith(" ");
    last = part;
    return [before, isTight && startsWithComment(part) ? " " : "", print(key)];
  });
}

const formulas: ReadonlySet<Piece["kind"]> = new Set(["binary", "if", "unary", "range"] as const);

/** A value behind its name: a formula where all of it fits, anything else where its beginning does; else on the next line. */
function assigned(operator: ":" | " =", name: Piece, value: Piece, printed: Doc): Doc {
  const isBlock = value.kind === "brackets" && value.open === "{";
  if (isBlock) return [endsWithComment(name) ? hardline : " ", printed];
  const head = endsWithComment(name) ? [hardline, operator.trimStart()] : operator;
  if (startsWithComment(value)) return [head, indent([hardline, printed])];
  if (formulas.has(value.kind)) return [head, group(indent([line, printed]))];
  const id = Symbol("value");
  return [head, group(indent(line), { id }), indentIfBreak(group(printed), { groupId: id })];
}

function printWord(path: Path<"word">, print: Print): Doc {
  const { word, name, parameters, body } = path.node;
  const head = row(path, print, [`${word} `, "name"], ["", "parameters"]);
  return body === undefined ? head : [head, assigned(" =", parameters ?? name, body, print("body"))];
}

function printParameter({ node }: Path<"parameter">, print: Print): Doc {
  const { name, default: given, limits, pattern } = node;
  if (pattern) return [print("name"), assigned(" =", name, pattern, print("pattern"))];
  const parts: Doc[] = [print("name")];
  if (given) parts.push(assigned(":", name, given, print("default")));
  if (limits === undefined) return parts;
  const gap = endsWithComment(given ?? name) ? hardline : line;
  const set = startsWithComment(limits) ? indent(print("limits")) : print("limits");
  return [...parts, group(indent([gap, "in ", set]))];
}

/** `kept = first -> second -> third`: each arrow on a line of its own where one line is too short. */
function printFlow({ node: { keep, steps } }: Path<"flow">, print: Print): Doc {
  const [first, ...rest] = steps.map((_step, index) => print("steps", index)) as [Doc, ...Doc[]];
  const begun = keep ? [print("keep"), assigned(" =", keep, steps[0]!, first)] : first;
  return rest.length === 0 ? begun : group([begun, indent(rest.map((step) => [line, "-> ", step]))]);
}
