import { theParser } from "../../grammar/parser.ts";
import { tokenize } from "../../grammar/tokens.ts";
import type { FileCstNode } from "../../grammar/cst.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source } from "../text/source.ts";
import type { File } from "./ast.ts";
import { syntaxError } from "./build.ts";
import { buildDeclaration, buildEntry } from "./build-ast.ts";
import { commentsOf, docsByToken } from "./comments.ts";

/** Reads a spec. What is damaged is reported and left out. */
export function parse(source: Source): { file: File; diagnostics: Diagnostic[] } {
  const lexed = tokenize(source.text);
  const comments = commentsOf(source, lexed.groups["comments"] ?? []);
  const diagnostics: Diagnostic[] = [];
  const parser = theParser();
  parser.text = source.text;
  parser.input = lexed.tokens;
  const tree = parser.file() as FileCstNode;
  const [error] = parser.errors;
  if (error) {
    const start = Number.isNaN(error.token.startOffset) ? source.text.length : error.token.startOffset;
    diagnostics.push(syntaxError("this is not understood", { source, start, end: start + error.token.image.length }));
    return { file: { kind: "file", source, entries: [], declarations: [], comments }, diagnostics };
  }
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic);
  const building = { source, report, docs: docsByToken(comments, lexed.tokens) };
  return {
    file: {
      kind: "file",
      source,
      entries: (tree.children.entry ?? []).map((entry) => buildEntry(building, entry)),
      declarations: (tree.children.declaration ?? []).map((declaration) => buildDeclaration(building, declaration)),
      comments,
    },
    diagnostics,
  };
}
