/** What the builders share: where the text is, whom to tell, and which doc comment stands above which token. */
import type { IToken } from "chevrotain";
import type { Identifier } from "./ast.ts";
import type { Diagnostic, Fix, Report } from "../diagnostics/diagnostic.ts";
import type { Source, Span } from "../text/source.ts";

export interface Building {
  readonly source: Source;
  readonly report: Report;
  /** The doc comments by the offset of the token that follows them. */
  readonly docs: ReadonlyMap<number, string>;
}

export const startOf = (token: IToken): number => token.startOffset;
export const endOf = (token: IToken): number => token.startOffset + token.image.length;

export const spanOf = ({ source }: Building, first: IToken, last: IToken = first): Span => ({
  source,
  start: startOf(first),
  end: endOf(last),
});

export const identifier = (building: Building, token: IToken): Identifier => ({
  kind: "identifier",
  name: token.image,
  span: spanOf(building, token),
});

export const docAt = (building: Building, first: IToken): string | undefined => building.docs.get(first.startOffset);

/** A text of one line, short enough for a message. */
export function clip(text: string): string {
  const line = text.split(/\r?\n/, 1)[0]!;
  if (line.length <= 40) return line === text ? line : `${line}…`;
  return `${line.slice(0, 38)}…`;
}

export const quoted = (text: string): string => `\`${clip(text)}\``;

/** A finding of the parser. */
export const syntaxError = (
  message: string,
  at: Span,
  more: Partial<Pick<Diagnostic, "help" | "why" | "label" | "related" | "fix">> = {},
): Diagnostic => ({ code: "syntax", severity: "error", message, at, ...more });

/** The edit that writes `text` over `at`, certain to be what was meant. */
export const replacing = (at: Span, text: string): Fix => ({
  safe: true,
  edits: [{ start: at.start, end: at.end, text }],
});
