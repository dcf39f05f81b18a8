/** Where a value came from, in words. */
import type { Argument, Provenance, Value } from "../network/value.ts";
import { positionAt, type Span } from "../text/source.ts";

export const lineOf = ({ source, start }: Span): number => positionAt(source, start).line;

/** `at` is the value's own place: a line of its own in a block of defaults. */
export function provenanceText(from: Provenance, at?: Span): string {
  switch (from.kind) {
    case "written":
      return `written at line ${lineOf(from.at)}`;
    case "defaults":
      return `defaults at line ${lineOf(at ?? from.at)}`;
    case "preset":
      return `preset ${from.name}`;
    case "fitting":
      return `fitting: ${from.why}`;
    case "standard":
      return "standard";
  }
}

/** Where an argument came from, and what in it came from elsewhere: `written at line 4; standard: alpha`. */
export function argumentNote({ value, from, at }: Argument): string {
  const own = provenanceText(from, at);
  const others = new Map<string, string[]>();
  for (const [name, inner] of inside(value)) {
    const text = provenanceText(inner.from, inner.at);
    if (text !== own) others.set(text, [...(others.get(text) ?? []), name]);
  }
  return [own, ...[...others].map(([text, names]) => `${text}: ${names.join(", ")}`)].join("; ");
}

/** The arguments of a word inside a value, and of the words inside those. */
const inside = (value: Value): readonly (readonly [string, Argument])[] =>
  value.kind === "word"
    ? Object.entries(value.use.arguments).flatMap(([name, argument]) => [
        [name, argument] as const,
        ...inside(argument.value),
      ])
    : [];
