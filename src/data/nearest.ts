import { closest, distance } from "fastest-levenshtein";

/** The candidate that a misspelt name most likely meant: at most a third of its letters differ, the case of letters aside. */
export function didYouMean(name: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const lower = name.toLowerCase();
  const meant = closest(
    lower,
    candidates.map((candidate) => candidate.toLowerCase()),
  );
  const found = candidates.find((candidate) => candidate.toLowerCase() === meant);
  return distance(lower, meant) <= Math.max(1, Math.floor(name.length / 3)) ? found : undefined;
}
