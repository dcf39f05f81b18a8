/** Patterns for files, for shells that leave them to us: `*`, `**`, `?`, `[abc]`, `{a,b}`. */

export const isGlob = (path: string): boolean => /[*?[{]/.test(path);

/** The folder that everything a pattern matches lies in. */
export function globBase(pattern: string): string {
  const folders = pattern.split("/").slice(0, -1);
  const first = folders.findIndex(isGlob);
  const base = folders.slice(0, first < 0 ? undefined : first).join("/");
  return base === "" ? (pattern.startsWith("/") ? "/" : ".") : base;
}

const parts: Readonly<Record<string, string>> = {
  "**/": "(?:[^/]+/)*",
  "**": ".*",
  "*": "[^/]*",
  "?": "[^/]",
  "{": "(?:",
  "}": ")",
  ",": "|",
};

/** The paths that a pattern matches, as `path.join` writes them. */
export function globPattern(pattern: string): RegExp {
  const plain = pattern.replace(/^(?:\.\/+)+/, "").replaceAll(/\/{2,}/g, "/");
  let depth = 0;
  const text = plain.replaceAll(/\*\*\/|\*\*|\[[^\]/]+\]|[^]/g, (part) => {
    if (part === "{") depth++;
    if (part === "}" && depth-- === 0) return "\\}";
    if (part.length > 1 && part.startsWith("[")) return part.replace(/^\[!/, "[^").replaceAll("\\", "\\\\");
    if (part === "," && depth === 0) return ",";
    return parts[part] ?? part.replaceAll(/[.+^$()|[\]\\}]/g, "\\$&");
  });
  return new RegExp(`^${text}${")".repeat(Math.max(0, depth))}$`);
}
