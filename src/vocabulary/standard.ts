import { standardTexts } from "../../grammar/standard.ts";
import { parse } from "../syntax/parse.ts";
import type * as ast from "../syntax/ast.ts";
import { readWord, type Word } from "./word.ts";

interface Library {
  readonly words: readonly Word[];
  readonly presets: ReadonlyMap<string, ast.Preset>;
}

let library: Library | undefined;

/** The standard library, read once. A mistake in it is a bug. */
function standard(): Library {
  if (library !== undefined) return library;
  const declarations = Object.entries(standardTexts).flatMap(([name, text]) => {
    const { file, diagnostics } = parse({ path: `std/${name}`, text });
    if (diagnostics.length > 0) throw new Error(`std/${name}: ${diagnostics[0]!.message} at ${diagnostics[0]!.at.start}`);
    return file.declarations;
  });
  const words = declarations.flatMap((one) => (one.kind === "word" ? [readWord(one, true)] : []));
  const presets = new Map(declarations.flatMap((one) => (one.kind === "preset" ? [[one.name.name, one] as const] : [])));
  return (library = { words, presets });
}

/** Every word of the standard library, in its order. */
export const standardWords = (): readonly Word[] => standard().words;

/** Every preset of the standard library, by name. */
export const standardPresets = (): ReadonlyMap<string, ast.Preset> => standard().presets;
