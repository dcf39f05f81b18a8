/** Patterns for files, for shells that leave them to us: `*`, `**`, `?`, `[abc]`, `{a,b}`. */

export const isGlob = (path: string): boolean => /[*?[{]/.test(path);

/** The folder that everything a pattern matches lies in. */
export function globBase(pattern: string): string {
  const folders = pattern.split("/").slice(0, -1);
  const first = folders.findIndex(isGlob);
  const base = folders.slice(0, first < 0 ? undefined : first).join("/");
  return base === "" ? (pattern.startsWith("/") ? "/" : ".") : base;
}

/** A place in a pattern: where it goes on without a character, and what it does with one. */
interface Place {
  readonly free: number[];
  takes: ((character: string) => boolean) | undefined;
  /** Where it goes on behind a character that it takes. */
  then: number;
}

/**
 * Whether a path, as `path.join` writes it, matches a pattern. All readings of the pattern are followed at once, so that none takes
 * longer than its length times that of the path, whatever stands in it.
 */
export function globMatcher(pattern: string): (path: string) => boolean {
  const { places, end } = placesOf(pattern.replace(/^(?:\.\/+)+/, "").replaceAll(/\/{2,}/g, "/"));
  const reach = (from: readonly number[]): Set<number> => {
    const found = new Set<number>();
    for (const work = [...from]; work.length > 0;) {
      const next = work.pop()!;
      if (found.has(next)) continue;
      found.add(next);
      work.push(...places[next]!.free);
    }
    return found;
  };
  const first = reach([0]);
  return (path) => {
    let here = first;
    for (const character of path) {
      const next = [...here].flatMap((at) => (places[at]!.takes?.(character) ? [places[at]!.then] : []));
      if (next.length === 0) return false;
      here = reach(next);
    }
    return here.has(end);
  };
}

const noSlash = (character: string): boolean => character !== "/";

/** A pattern as places, from 0 to `end`. */
function placesOf(pattern: string): { readonly places: readonly Place[]; readonly end: number } {
  const places: Place[] = [];
  const place = (): number => places.push({ free: [], takes: undefined, then: -1 }) - 1;
  /** The groups that are open: where their parts begin, and the ends of those before. */
  const groups: { readonly begin: number; readonly ends: number[] }[] = [];
  let at = place();
  const take = (takes: (character: string) => boolean, then = place()): void => {
    Object.assign(places[at]!, { takes, then });
    at = then;
  };
  const go = (from: number, to: number): void => void places[from]!.free.push(to);
  const goOn = (): void => {
    const next = place();
    go(at, next);
    at = next;
  };
  /** What may come again, or not at all. */
  const again = (takes: (character: string) => boolean): void => {
    goOn();
    const loop = at;
    take(takes, loop);
    goOn();
  };
  const close = (): void => {
    const { ends } = groups.pop()!;
    goOn();
    for (const one of ends) go(one, at);
  };
  for (const [part] of pattern.matchAll(/\*\*\/|\*\*|\[[^\]/]+\]|[^]/gu)) {
    if (part === "**/") {
      goOn();
      const loop = at;
      goOn();
      take(noSlash);
      again(noSlash);
      take((character) => character === "/", loop);
      goOn();
    } else if (part === "**") again(() => true);
    else if (part === "*") again(noSlash);
    else if (part === "?") take(noSlash);
    else if (part === "{") {
      goOn();
      groups.push({ begin: at, ends: [] });
      goOn();
    } else if (part === "," && groups.length > 0) {
      const { begin, ends } = groups.at(-1)!;
      ends.push(at);
      at = begin;
      goOn();
    } else if (part === "}" && groups.length > 0) close();
    else if (part.length > 2 && part.startsWith("[")) take(oneOf(part.slice(1, -1)));
    else take((character) => character === part);
  }
  while (groups.length > 0) close();
  goOn();
  return { places, end: at };
}

/** `abc`, `a-z` and, for all others, `!abc`. */
function oneOf(written: string): (character: string) => boolean {
  const isOther = /^[!^]/.test(written);
  const ranges = [...(isOther ? written.slice(1) : written).matchAll(/([^])-([^])|[^]/gu)];
  const isListed = (one: string): boolean =>
    ranges.some(([part, low = part, high = part]) => one >= low && one <= high);
  return (character) => character !== "/" && isListed(character) !== isOther;
}
