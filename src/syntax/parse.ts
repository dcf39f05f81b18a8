/**
 * The front of the compiler: from a text to what was written, and what is wrong with it.
 * A sound file is read in one go. In a damaged one each declaration is read by itself, so that no mistake reaches beyond
 * its own; inside, a damaged entry, line or flow is left out and nothing is said about the stretch that was skipped.
 */
import type { IToken } from "chevrotain";
import type { FileCstNode } from "../../grammar/cst.ts";
import { theParser } from "../../grammar/parser.ts";
import type { Diagnostic, Report } from "../diagnostics/diagnostic.ts";
import { guessAnew } from "../diagnostics/suggest.ts";
import type { Source } from "../text/source.ts";
import type { Entry, File } from "./ast.ts";
import { quoted, syntaxError, type Building } from "./build.ts";
import { buildDeclaration, buildEntry } from "./build-ast.ts";
import { docsByToken } from "./comments.ts";
import { atMost, limits, refuse, refuseExcess, tooDeep, tooMany } from "./guard.ts";
import { lex } from "./lex.ts";
import type { Quiet } from "./mend.ts";
import { readPieces, type Trees } from "./read-pieces.ts";

/** Reads a spec. What is damaged is reported and left out of the file; nothing is thrown for what a user wrote. */
export function parse(source: Source): { file: File; diagnostics: Diagnostic[] } {
  const nothing: File = { kind: "file", source, entries: [], declarations: [], comments: [] };
  guessAnew();
  const refused = refuse(source) ?? refuseExcess(source);
  if (refused) return { file: nothing, diagnostics: [refused] };
  const lexed = lex(source);
  const endless = tooMany(source, lexed.tokens);
  if (endless) return { file: nothing, diagnostics: [endless] };
  const found: Diagnostic[] = [];
  const report: Report = (diagnostic) => {
    if (found.length < 4 * limits.collected) found.push(diagnostic);
  };
  const building: Building = { source, report, docs: docsByToken(lexed.comments, lexed.tokens) };
  const isShallow = tooDeep(lexed.tokens).length === 0;
  const trees = (isShallow && readWhole(source, lexed.tokens)) || readPieces(building, lexed.tokens);
  const entries = trees.entries.map((entry) => buildEntry(building, entry));
  const declarations = atMost(
    trees.declarations.map((declaration) => buildDeclaration(building, declaration)),
    limits.declarations,
    "declarations",
    report,
  );
  return {
    file: {
      kind: "file",
      source,
      entries: entries.filter((entry) => standsAbove(entry, report)),
      declarations: declarations.filter((declaration) => declaration.kind === "import" || declaration.name.name !== ""),
      comments: lexed.comments,
    },
    diagnostics: shown([
      ...spoken(
        lexed.diagnostics,
        trees.quiet.filter(({ whole }) => whole),
      ),
      ...spoken(found, trees.quiet),
    ]),
  };
}

/** The trees of a sound file; `undefined` at the first error. */
function readWhole(source: Source, tokens: IToken[]): Trees | undefined {
  const parser = theParser();
  Object.assign(parser, { text: source.text, skip: undefined, input: tokens });
  const tree = parser.file() as FileCstNode;
  if (parser.errors.length > 0) return undefined;
  return { entries: tree.children.entry ?? [], declarations: tree.children.declaration ?? [], quiet: [] };
}

/** Only `defaults` may stand above the declarations. */
function standsAbove({ name }: Entry, report: Report): boolean {
  if (name.name === "defaults") return true;
  report(
    syntaxError(`${quoted(name.name)} stands outside every declaration`, name.span, {
      help: "move it into the declaration it belongs to; only `defaults` stands above them",
    }),
  );
  return false;
}

const spoken = (found: readonly Diagnostic[], quiet: readonly Quiet[]): Diagnostic[] =>
  found.filter(({ at }) => !quiet.some(({ from, to, but }) => from <= at.start && at.start < to && at.start !== but));

/** In order of place, one for a place, and no more than anyone reads. */
function shown(found: readonly Diagnostic[]): Diagnostic[] {
  const taken = new Set<number>();
  const sorted = found
    .filter(({ at }) => !taken.has(at.start) && taken.add(at.start))
    .sort((one, other) => one.at.start - other.at.start);
  if (sorted.length <= limits.findings) return sorted;
  const first = sorted.slice(0, limits.findings - 1);
  const left = found.length < limits.collected ? sorted.length - first.length : "many";
  const help = "mend the first ones and look again";
  return [...first, syntaxError(`${left} more mistakes are not shown`, sorted.at(-1)!.at, { help })];
}
