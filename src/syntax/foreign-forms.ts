/**
 * What other languages write with several tokens and this one otherwise: `nn.Linear`, `dense(300)(x)`, `|x|`, `lambda x: …`, `1,000`.
 * Each is said once, before anything is parsed, and what can be read of it is; the rest of the file then stands for itself.
 */
import type { IToken, TokenType } from "chevrotain";
import * as t from "../../grammar/tokens.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source, Span } from "../text/source.ts";
import { startOf } from "./build.ts";
import { calledLayer, sequential, shapedInput } from "./foreign-calls.ts";
import { spanAt, touches, type Form, type Reader, type Reading } from "./foreign-form.ts";
import { bars, functions } from "./foreign-formulas.ts";
import { bracketed, chained, pipe, spoken } from "./foreign-layers.ts";
import { assigned, decorated, statements } from "./foreign-lines.ts";
import { doubledColon, foreignUnit, groupedNumber, prefixedText, runTogether } from "./foreign-marks.ts";
import { dotted } from "./foreign-names.ts";
import { isName } from "./split.ts";
import { is } from "./trouble.ts";

export interface ForeignForms {
  readonly tokens: IToken[];
  readonly diagnostics: readonly Diagnostic[];
  /** The offsets of the tokens of which nothing more is to be said. */
  readonly told: ReadonlySet<number>;
}

/** More forms than are told of a file are not read: it is no spec. */
const most = 300;

/** By the token that a form begins with. */
const byType = new Map<TokenType, readonly Reader[]>([
  [t.ForeignOr, [bars, pipe]],
  [t.Greater, [pipe]],
  [t.Assign, [pipe]],
  [t.RightParenthesis, [calledLayer, chained]],
  [t.Colon, [doubledColon]],
  [t.NumberLiteral, [groupedNumber, foreignUnit]],
  [t.BadNumber, [runTogether]],
  [t.Unknown, [decorated]],
]);

/** By the name that a form begins with; a sound file may have it too. */
const byName = new Map<string, readonly Reader[]>([
  ["lambda", [functions]],
  ["Sequential", [sequential]],
  ...["Input", "InputLayer", "input"].map((name): [string, readonly Reader[]] => [name, [shapedInput]]),
  ...[...statements.keys()].map((name): [string, readonly Reader[]] => [name, [statements.get(name)!]]),
]);

/** By the token behind a name. */
const byNext = new Map<TokenType, readonly Reader[]>([
  [t.NumberLiteral, [spoken]],
  [t.Percentage, [spoken]],
  [t.StringLiteral, [prefixedText]],
  [t.ForeignString, [prefixedText]],
]);

const none: readonly Reader[] = [];
const assignments: readonly Reader[] = [assigned];

/** Rules that no token of a sound file comes near, by what they begin with. */
function readersOf(tokens: readonly IToken[], at: number): readonly Reader[] {
  const token = tokens[at]!;
  const found = byType.get(token.tokenType);
  if (found !== undefined) return found;
  const next = tokens[at + 1];
  if (next === undefined || !isName(token)) return none;
  if (next.tokenType === t.Unknown && next.image === ".") return [dotted];
  if (next.tokenType === t.LeftBracket && touches(token, next)) return [bracketed];
  if (next.tokenType === t.Assign) return is(tokens[at + 2], t.Greater) ? [functions] : assignments;
  return byName.get(token.image) ?? byNext.get(next.tokenType) ?? none;
}

const declarations = new Set<TokenType>(t.declarationTokens);

/** Reads each form; `isPath` says of a point that a file's name stands around it, which is no name in parts. */
export function readForeignForms(source: Source, tokens: IToken[], isPath: (point: Span) => boolean): ForeignForms {
  const read: IToken[] = [];
  const diagnostics: Diagnostic[] = [];
  const told = new Set<number>();
  const swapped = new Map<IToken, IToken | undefined>();
  let kind: TokenType | undefined;
  let braces = 0;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (declarations.has(token.tokenType) && isName(tokens[at + 1] ?? token)) kind = token.tokenType;
    if (token.tokenType === t.LeftBrace) braces++;
    else if (token.tokenType === t.RightBrace) braces--;
    const reading: Reading = { source, tokens, kind, isOutside: braces <= 0 };
    const form = diagnostics.length < most && !swapped.has(token) ? formAt(reading, at, isPath) : undefined;
    if (form === undefined) {
      read.push(token);
      continue;
    }
    read.push(...form.put);
    diagnostics.push(form.found);
    for (const one of tokens.slice(at, at + form.length)) told.add(startOf(one));
    for (const [one, other] of form.swap ?? []) swapped.set(one, other);
    at += form.length - 1;
  }
  if (diagnostics.length === 0) return { tokens, diagnostics, told };
  const whole = read.flatMap((token) => (swapped.has(token) ? (swapped.get(token) ?? []) : token));
  return { tokens: whole, diagnostics, told };
}

function formAt(reading: Reading, at: number, isPath: (point: Span) => boolean): Form | undefined {
  for (const reader of readersOf(reading.tokens, at)) {
    if (reader === dotted && isPath(spanAt(reading, reading.tokens[at + 1]!))) continue;
    const form = reader(reading, at);
    if (form !== undefined) return form;
  }
  return undefined;
}
