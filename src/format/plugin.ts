/** The plugin of prettier: `dnnc/prettier`. Its parser is the compiler's own, so that what it lays out is what is compiled. */
import type { AstPath, Parser, Printer, SupportLanguage } from "prettier";
import { isError, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { parse } from "../syntax/parse.ts";
import { positionAt } from "../text/source.ts";
import { handleComments, hasIgnoreComment } from "./comments.ts";
import { hasIgnorePragma, hasPragma, insertPragma } from "./pragma.ts";
import { printPiece } from "./print.ts";
import { treeOf, type Piece, type Remark } from "./tree.ts";

export const languages: SupportLanguage[] = [
  { name: "dnn", parsers: ["dnn"], extensions: [".dnn"], vscodeLanguageIds: ["dnn"] },
];

/** The first mistake of a text, as prettier shows it. */
function syntaxError([first, ...rest]: readonly [Diagnostic, ...Diagnostic[]]): SyntaxError {
  const { message, help, at } = first;
  const [start, end] = [positionAt(at.source, at.start), positionAt(at.source, at.end)];
  const more = rest.length === 0 ? "" : `, and ${rest.length} more`;
  const said = [message, ...(help === undefined ? [] : [help])].join("; ");
  return Object.assign(new SyntaxError(`${said} (${start.line}:${start.column})${more}`), { loc: { start, end } });
}

const parser: Parser<Piece> = {
  astFormat: "dnn",
  locStart: ({ span }) => span.start,
  locEnd: ({ span }) => span.end,
  hasPragma,
  hasIgnorePragma,
  parse(text, { filepath }) {
    const { file, diagnostics } = parse({ path: filepath ?? "<stdin>", text });
    const [first, ...rest] = diagnostics.filter(isError);
    if (first !== undefined) throw syntaxError([first, ...rest]);
    return treeOf(file);
  },
};

export const parsers: Readonly<Record<"dnn", Parser<Piece>>> = { dnn: parser };

const isNode = (value: unknown): boolean => typeof value === "object" && value !== null && "kind" in value;

const printer: Printer<Piece> = {
  print: printPiece,
  insertPragma,
  handleComments,
  hasPrettierIgnore: hasIgnoreComment,
  canAttachComment: (node) => isNode(node) && (node as { kind: string }).kind !== "remark",
  printComment: ({ node }: AstPath) => (node as Remark).value,
  getVisitorKeys: (node) =>
    Object.keys(node).filter((key) => {
      const value = (node as unknown as Readonly<Record<string, unknown>>)[key];
      return key !== "comments" && (Array.isArray(value) ? value.every(isNode) : isNode(value));
    }),
};

export const printers: Readonly<Record<"dnn", Printer<Piece>>> = { dnn: printer };
