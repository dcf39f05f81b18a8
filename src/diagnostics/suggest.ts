import { distance } from "fastest-levenshtein";

/** `BatchNorm`, `batch-norm` and `batch_norm` are one name to whoever typed it. */
const bare = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

const letters = (name: string): string => [...name].sort().join("");

/** Letters changed, left out or put in; two that changed places count one and a half. */
function strokes(one: string, other: string): number {
  const changed = distance(one, other);
  return changed === 2 && letters(one) === letters(other) ? 1.5 : changed;
}

/** Letters of a name that anyone misspells; of a longer one nothing is guessed. */
const longest = 100;

/** Names that are held against names for one text: beyond, nobody reads what is guessed. */
const mostGuesses = 250_000;
let guesses = 0;

/** Another text is read. */
export const guessAnew = (): void => void (guesses = 0);

/** The candidate that `name` was most likely meant to be: at most one slip in three letters. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > longest) return undefined;
  const typed = bare(name);
  let best: string | undefined;
  let fewest = Infinity;
  for (const candidate of candidates) {
    if (candidate === name) return candidate;
    if (++guesses > mostGuesses) return undefined;
    if (candidate.length > longest) continue;
    const meant = bare(candidate);
    const allowed =
      Math.max(typed.length, meant.length) <= 2 ? 0 : Math.max(1.5, Math.min(typed.length, meant.length) / 3);
    if (Math.abs(typed.length - meant.length) > allowed) continue;
    const needed = strokes(typed, meant);
    if (needed < fewest && needed <= allowed && needed < meant.length) [best, fewest] = [candidate, needed];
  }
  return best;
}

/** The most of names in a row, and of their letters, that anyone reads. */
const mostListed = { names: 50, letters: 1500 };

/** Names in a row. */
export function listed(names: readonly string[]): string {
  let letters = 0;
  const end = names.slice(0, mostListed.names).findIndex((name) => (letters += name.length + 2) > mostListed.letters);
  const shown = names.slice(0, end < 0 ? mostListed.names : end);
  return shown.length < names.length ? [...shown, "…"].join(", ") : shown.join(", ");
}
