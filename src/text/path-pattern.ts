/** Patterns for the paths of a project, as `.gitignore` has them but for `!`. */
import { globMatcher } from "./glob.ts";

export type PathMatcher = (path: string) => boolean;

/**
 * Whether a path, with `/` between its parts, or a folder that it lies in, matches one of the patterns. A pattern without a
 * slash, or with one at its end alone, is for a name at any depth; any other one begins at the root.
 */
export function matcherOf(patterns: readonly string[]): PathMatcher {
  const found = patterns.map((pattern) => {
    const bare = pattern.replace(/^(?:\.\/+)+/, "").replace(/\/+$/, "");
    const anywhere = !bare.includes("/");
    return { anywhere, matches: globMatcher(bare.replace(/^\/+/, "")) };
  });
  return (path) => {
    const parts = path.split("/");
    const folders = parts.map((_, i) => parts.slice(0, i + 1).join("/"));
    return found.some(({ anywhere, matches }) => (anywhere ? parts : folders).some(matches));
  };
}
