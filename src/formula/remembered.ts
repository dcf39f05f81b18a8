/**
 * A memory of what was found out, by a text that says all that it hangs on: what is asked again, by the next spec perhaps, is
 * not worked out again. It holds `most` answers, and no more than `characters` of texts, and forgets the oldest first.
 */
export function remembered<T>(most: number, characters = 2_000_000): (key: string, find: () => T) => T {
  const known = new Map<string, { readonly found: T }>();
  let length = 0;
  return (key, find) => {
    const before = known.get(key);
    if (before !== undefined) return before.found;
    const found = find();
    for (const oldest of known.keys()) {
      if (known.size < most && length + key.length <= characters) break;
      known.delete(oldest);
      length -= oldest.length;
    }
    known.set(key, { found });
    length += key.length;
    return found;
  };
}
