import { printUse, type WordUse } from "../network/value.ts";
import { activationTraits, type ActivationTraits } from "../vocabulary/traits.ts";
import type { Word } from "../vocabulary/word.ts";

const known = new WeakMap<Word, Map<string, ActivationTraits>>();

/** The traits of an activation; those of equal words are found once, however often a block is repeated. */
export function traitsOf(use: WordUse): ActivationTraits {
  const ofWord = known.get(use.word) ?? new Map<string, ActivationTraits>();
  known.set(use.word, ofWord);
  const key = printUse(use);
  const traits = ofWord.get(key) ?? activationTraits(use);
  ofWord.set(key, traits);
  return traits;
}
