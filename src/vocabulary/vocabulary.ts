import type { WordKind } from "../syntax/ast.ts";
import type { Word } from "./word.ts";

/** The words that a spec can use, by kind; a spec's own stand beside those of the standard library. */
export interface Vocabulary {
  find(kind: WordKind, name: string): Word | undefined;
  /** The canonical names of a kind, in the order of the library, then of the spec. */
  names(kind: WordKind): readonly string[];
  words(kind: WordKind): readonly Word[];
}

/** A vocabulary of these words; of two with one name the later counts. */
export function makeVocabulary(words: Iterable<Word>): Vocabulary {
  const kinds = new Map<WordKind, Map<string, Word>>();
  for (const word of words) {
    const ofKind = kinds.get(word.kind) ?? new Map<string, Word>();
    kinds.set(word.kind, ofKind.set(word.name, word));
  }
  const aliases = new Map<WordKind, Map<string, Word>>();
  for (const [kind, ofKind] of kinds) {
    const others = [...ofKind.values()].flatMap((word) => word.aliases.map((alias) => [alias, word] as const));
    aliases.set(kind, new Map(others));
  }
  return {
    find: (kind, name) => kinds.get(kind)?.get(name) ?? aliases.get(kind)?.get(name),
    names: (kind) => [...(kinds.get(kind)?.keys() ?? [])],
    words: (kind) => [...(kinds.get(kind)?.values() ?? [])],
  };
}
