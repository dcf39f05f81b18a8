import { distance } from "fastest-levenshtein";

/** `BatchNorm`, `batch-norm` and `batch_norm` are one name to whoever typed it. */
const bare = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

const letters = (name: string): string => [...name].sort().join("");

/** Letters changed, left out or put in; two that changed places count one and a half. */
function strokes(one: string, other: string): number {
  const changed = distance(one, other);
  return changed === 2 && letters(one) === letters(other) ? 1.5 : changed;
}

/** The candidate that `name` was most likely meant to be: at most one slip in three letters. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const typed = bare(name);
  let best: string | undefined;
  let fewest = Infinity;
  for (const candidate of candidates) {
    if (candidate === name) return candidate;
    const meant = bare(candidate);
    const allowed =
      Math.max(typed.length, meant.length) <= 2 ? 0 : Math.max(1.5, Math.min(typed.length, meant.length) / 3);
    if (Math.abs(typed.length - meant.length) > allowed) continue;
    const needed = strokes(typed, meant);
    if (needed < fewest && needed <= allowed && needed < meant.length) [best, fewest] = [candidate, needed];
  }
  return best;
}
