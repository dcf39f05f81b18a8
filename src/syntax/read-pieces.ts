/** A damaged file, read declaration by declaration: what was damaged in each, said once. */
import { EOF, type IToken, type TokenType } from "chevrotain";
import type { DeclarationCstNode, EntryCstNode, PreludeCstNode } from "../../grammar/cst.ts";
import { theParser } from "../../grammar/parser.ts";
import * as t from "../../grammar/tokens.ts";
import type { Report } from "../diagnostics/diagnostic.ts";
import type { Source } from "../text/source.ts";
import { endOf, type Building } from "./build.ts";
import { explainError } from "./explain-error.ts";
import { lateDefaults, noDeclaration } from "./explain-item.ts";
import { depthExceeded, limits, tooDeep } from "./guard.ts";
import { layoutOf, type Layout } from "./layout.ts";
import { mend, type Quiet } from "./mend.ts";
import { indexOf, number, skipItem, type Damage } from "./recover.ts";
import { isDefaults, split } from "./split.ts";

export interface Trees {
  readonly entries: readonly EntryCstNode[];
  readonly declarations: readonly DeclarationCstNode[];
  readonly quiet: readonly Quiet[];
}

/** The trees of a damaged file, declaration by declaration. */
export function readPieces({ source, report }: Building, tokens: IToken[]): Trees {
  const layout = layoutOf(source, tokens);
  const pieces = split(tokens, layout);
  const quiet: Quiet[] = [];
  const reading: Reading = { source, layout, report, quiet, damages: 0 };
  const declarations: DeclarationCstNode[] = [];
  let entries: readonly EntryCstNode[] = [];
  const isReadable = (piece: readonly IToken[]): boolean => {
    const [token] = tooDeep(piece);
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
    const whole = isReadable(piece) ? mend({ source, layout, report, quiet }, piece) : [];
    const tree =
      whole.length > 0 ? (readPiece(reading, "declaration", whole) as DeclarationCstNode | undefined) : undefined;
    if (tree) declarations.push(tree);
  }
  return { entries, declarations, quiet };
}

interface Reading {
  readonly source: Source;
  readonly layout: Layout;
  readonly report: Report;
  readonly quiet: Quiet[];
  damages: number;
}

/** A text that begins with no entry is spoken of once, whatever else is in it. */
function readPrelude(reading: Reading, tokens: IToken[]): readonly EntryCstNode[] {
  if (isDefaults(tokens[0]!) || tokens[1]?.tokenType === t.Colon) {
    const tree = readPiece(reading, "prelude", tokens) as PreludeCstNode | undefined;
    return tree?.children.entry ?? [];
  }
  reading.quiet.push({ from: 0, to: endOf(tokens.at(-1)!), but: tokens[0]!.startOffset, whole: true });
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
