/** Code put together from pieces, each of which brings along what it needs beside it. */
import { mergedImports } from "./portable.ts";
import type { Section } from "./section.ts";

export type Piece = string | number | Section;

/** A template of code: its pieces' texts in their places, with all that they need. */
export function code(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Section {
  const text = strings.map((string, i) => (i === 0 ? "" : textOf(pieces[i - 1]!)) + string).join("");
  return { code: text, ...needsOf(pieces) };
}

/** Pieces one after another. */
export const joined = (pieces: readonly Piece[], separator = "\n"): Section => ({
  code: pieces.map(textOf).join(separator),
  ...needsOf(pieces),
});

/** The name of a portable function, which is printed where the name stands. */
export const portable = (name: string): Section => ({ code: name, portable: [name], imports: {} });

/** A name that Node's `module` exports. */
export const imported = (module: string, name: string): Section => ({
  code: name,
  portable: [],
  imports: { [module]: [name] },
});

const textOf = (piece: Piece): string => (typeof piece === "object" ? piece.code : String(piece));

function needsOf(pieces: readonly Piece[]): Omit<Section, "code"> {
  const sections = pieces.filter((piece) => typeof piece === "object");
  return {
    portable: [...new Set(sections.flatMap((section) => section.portable))],
    imports: mergedImports(sections.map(({ imports }) => imports)),
  };
}
