import { remembered } from "../formula/remembered.ts";
import { printUse, type WordUse } from "../network/value.ts";
import type { Word } from "../vocabulary/word.ts";

/** An answer about a word with its arguments; for equal ones it is found once, however often a block is repeated. */
export function byUse<T>(find: (use: WordUse) => T): (use: WordUse) => T {
  const known = new WeakMap<Word, ReturnType<typeof remembered<T>>>();
  const ofUses = new WeakMap<WordUse, { readonly found: T }>();
  return (use) => {
    const before = ofUses.get(use);
    if (before !== undefined) return before.found;
    const ofWord = known.get(use.word) ?? remembered<T>(1000);
    known.set(use.word, ofWord);
    const found = ofWord(printUse(use), () => find(use));
    ofUses.set(use, { found });
    return found;
  };
}
