import { standardFiles } from "../../grammar/standard.ts";
import type * as ast from "../syntax/ast.ts";
import type { Source } from "../text/source.ts";
import { readWord, type Word } from "./word.ts";

interface Library {
  readonly words: readonly Word[];
  readonly presets: ReadonlyMap<string, ast.Preset>;
}

let library: Library | undefined;

/** The standard library, read once. It is parsed when it is generated: that would be a third of a small lint's time. */
function standard(): Library {
  if (library !== undefined) return library;
  const declarations = standardFiles.flatMap(({ path, text, declarations }) =>
    revived(JSON.parse(declarations), { path, text }),
  );
  const words = declarations.flatMap((one) => (one.kind === "word" ? [readWord(one, true)] : []));
  const presets = new Map(
    declarations.flatMap((one) => (one.kind === "preset" ? [[one.name.name, one] as const] : [])),
  );
  return (library = { words, presets });
}

/** Gives every span, `[start, end]` in the generated file, its source back, in place. */
function revived(declarations: ast.Declaration[], source: Source): ast.Declaration[] {
  const revive = (node: Record<string, unknown>): void => {
    for (const key in node) {
      const value = node[key];
      if (key === "span" || key === "inside") {
        const [start, end] = value as [number, number];
        node[key] = { source, start, end };
      } else if (typeof value === "object" && value !== null) revive(value as Record<string, unknown>);
    }
  };
  revive(declarations as unknown as Record<string, unknown>);
  return declarations;
}

/** Every word of the standard library, in its order. */
export const standardWords = (): readonly Word[] => standard().words;

/** Every preset of the standard library, by name. */
export const standardPresets = (): ReadonlyMap<string, ast.Preset> => standard().presets;
