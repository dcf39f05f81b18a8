/**
 * The front of the compiler: from a text to what was written, and what is wrong with it.
 * A sound file is read in one go. In a damaged one each declaration is read by itself, so that no mistake reaches beyond
 * its own; inside, a damaged entry, line or flow is left out and nothing is said about the stretch that was skipped.
 */
import { EOF, type IToken, type TokenType } from "chevrotain";
import type { DeclarationCstNode, EntryCstNode, FileCstNode, PreludeCstNode } from "../../grammar/cst.ts";
import { theParser } from "../../grammar/parser.ts";
import * as t from "../../grammar/tokens.ts";
import type { Diagnostic, Report } from "../diagnostics/diagnostic.ts";
import type { Source } from "../text/source.ts";
import type { Entry, File } from "./ast.ts";
import { endOf, quoted, syntaxError, type Building } from "./build.ts";
import { buildDeclaration, buildEntry } from "./build-ast.ts";
import { docsByToken } from "./comments.ts";
import { explainError } from "./explain-error.ts";
import { lateDefaults, noDeclaration } from "./explain-item.ts";
import { depthExceeded, limits, refuse, tooDeep } from "./guard.ts";
import { layoutOf, type Layout } from "./layout.ts";
import { lex, type Lexed } from "./lex.ts";
import { mend } from "./mend.ts";
import { indexOf, number, skipItem, type Damage } from "./recover.ts";
import { isDefaults, split } from "./split.ts";

/** Reads a spec. What is damaged is reported and left out of the file; nothing is thrown for what a user wrote. */
export function parse(source: Source): { file: File; diagnostics: Diagnostic[] } {
  const refused = refuse(source);
  if (refused) {
    return { file: { kind: "file", source, entries: [], declarations: [], comments: [] }, diagnostics: [refused] };
  }
  const lexed = lex(source);
  const found: Diagnostic[] = [...lexed.diagnostics];
  const report: Report = (diagnostic) => {
    if (found.length < 4 * limits.collected) found.push(diagnostic);
  };
  const building: Building = { source, report, docs: docsByToken(lexed.comments, lexed.tokens) };
  const deep = tooDeep(lexed.tokens);
  const trees = (deep.length === 0 && readWhole(source, lexed.tokens)) || readPieces(building, lexed, deep, found);
  const entries = trees.entries.map((entry) => buildEntry(building, entry));
  const declarations = trees.declarations.map((declaration) => buildDeclaration(building, declaration));
  return {
    file: {
      kind: "file",
      source,
      entries: entries.filter((entry) => standsAbove(entry, report)),
      declarations: declarations.filter((declaration) => declaration.kind === "import" || declaration.name.name !== ""),
      comments: lexed.comments,
    },
    diagnostics: atMost(found),
  };
}

interface Trees {
  readonly entries: readonly EntryCstNode[];
  readonly declarations: readonly DeclarationCstNode[];
}

/** The trees of a sound file; `undefined` at the first error. */
function readWhole(source: Source, tokens: IToken[]): Trees | undefined {
  const parser = theParser();
  Object.assign(parser, { text: source.text, skip: undefined, input: tokens });
  const tree = parser.file() as FileCstNode;
  if (parser.errors.length > 0) return undefined;
  return { entries: tree.children.entry ?? [], declarations: tree.children.declaration ?? [] };
}

/** The trees of a damaged file, declaration by declaration. */
function readPieces(building: Building, { tokens }: Lexed, deep: readonly IToken[], found: Diagnostic[]): Trees {
  const { source, report } = building;
  const layout = layoutOf(source, tokens);
  const pieces = split(tokens, layout);
  const tooDeepIn = new Set(deep);
  const forget = (before: number): void =>
    void found.splice(0, Infinity, ...found.filter(({ at }) => at.start >= before));
  const reading: Reading = { source, layout, report, forget, damages: 0 };
  const declarations: DeclarationCstNode[] = [];
  let entries: readonly EntryCstNode[] = [];
  const isReadable = (piece: readonly IToken[]): boolean => {
    const token = piece.find((part) => tooDeepIn.has(part));
    if (token) report(depthExceeded(source, token));
    return token === undefined && piece.length > 0 && reading.damages < limits.collected;
  };
  if (isReadable(pieces.prelude)) entries = readPrelude(reading, pieces.prelude);
  for (const piece of pieces.declarations) {
    if (isDefaults(piece[0]!)) {
      const { startOffset, image } = piece[0]!;
      report(lateDefaults({ source, start: startOffset, end: startOffset + image.length }));
      continue;
    }
    const whole = isReadable(piece) ? mend({ source, layout, report }, piece) : [];
    const tree =
      whole.length > 0 ? (readPiece(reading, "declaration", whole) as DeclarationCstNode | undefined) : undefined;
    if (tree) declarations.push(tree);
  }
  return { entries, declarations };
}

interface Reading {
  readonly source: Source;
  readonly layout: Layout;
  readonly report: Report;
  /** Takes back what the lexer found before an offset. */
  forget(before: number): void;
  damages: number;
}

/** A text that begins with no entry is spoken of once, whatever else is in it. */
function readPrelude(reading: Reading, tokens: IToken[]): readonly EntryCstNode[] {
  if (isDefaults(tokens[0]!) || tokens[1]?.tokenType === t.Colon) {
    const tree = readPiece(reading, "prelude", tokens) as PreludeCstNode | undefined;
    return tree?.children.entry ?? [];
  }
  reading.forget(endOf(tokens.at(-1)!));
  reading.report(noDeclaration({ source: reading.source, tokens }));
  return [];
}

const holes = new Set<TokenType>([t.Unknown, t.UnclosedString]);
const isHole = ({ tokenType }: IToken): boolean => holes.has(tokenType);

/** Reads some tokens by one rule and reports what was damaged, except where the lexer has spoken already. */
function readPiece(reading: Reading, rule: "prelude" | "declaration", tokens: IToken[]): unknown {
  const { source, layout, report } = reading;
  const parser = theParser();
  const damages: Damage[] = [];
  number(tokens);
  const skip = skipItem(tokens, layout, damages, limits.collected - reading.damages);
  Object.assign(parser, { text: source.text, skip, input: tokens });
  const tree: unknown = parser[rule]();
  for (const error of parser.errors) {
    const known = damages.find((damage) => damage.error === error);
    const at = indexOf(error.token, tokens);
    if (!known && damages.some(({ end }) => end >= at)) continue;
    const { first, end } = known ?? { first: error.token.tokenType === EOF ? at - 1 : at, end: tokens.length };
    if (!tokens.slice(first, Math.max(end, at + 1)).some(isHole)) report(explainError(source, layout, tokens, error));
  }
  reading.damages += damages.length;
  return tree;
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

/** In order of place, one for a place, and no more than anyone reads. */
function atMost(found: readonly Diagnostic[]): Diagnostic[] {
  const taken = new Set<number>();
  const sorted = found
    .filter(({ at }) => !taken.has(at.start) && taken.add(at.start))
    .sort((one, other) => one.at.start - other.at.start);
  if (sorted.length <= limits.findings) return sorted;
  const shown = sorted.slice(0, limits.findings - 1);
  const left = found.length < limits.collected ? sorted.length - shown.length : "many";
  const help = "mend the first ones and look again";
  return [...shown, syntaxError(`${left} more mistakes are not shown`, sorted.at(-1)!.at, { help })];
}
