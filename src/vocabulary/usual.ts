/**
 * Where a number makes sense, written with its word: what `in` lets through may be useless all the same.
 *
 *     /// @usual momentum: 0, 0.3..0.999
 *     /// @below momentum: there is hardly a velocity
 *     /// @above momentum: a velocity takes over a thousand steps to turn
 *
 * Numbers and ranges, ends included, the last of them the one that is meant; an end may be another parameter. `@below` and `@above`
 * say what becomes of a number on that side of it; where the library does not, a rule of its own judges more than the number.
 */
import { numberText } from "../formula/print-code.ts";
import type { Word } from "./word.ts";

export interface Usual {
  readonly name: string;
  /** As they are written; the same twice for a single number. */
  readonly ranges: readonly (readonly [low: End, high: End])[];
  readonly below: string | undefined;
  readonly above: string | undefined;
}

/** A number, or the name of a parameter. */
type End = number | string;

const tagged = (doc: string, tag: string): readonly (readonly [name: string, text: string])[] =>
  [...doc.matchAll(new RegExp(`^@${tag}[ \\t]+(\\w+)[ \\t]*:?[ \\t]*(.*)$`, "gm"))].map(
    (found) => [found[1]!, found[2]!.trim()] as const,
  );

const known = new WeakMap<Word, readonly Usual[]>();

/** What a word says of its parameters; a tag that cannot be read says nothing (`wrongUsual` tells). */
export function usualOf(word: Word): readonly Usual[] {
  const before = known.get(word);
  if (before !== undefined) return before;
  const doc = word.declaration.doc ?? "";
  const found = tagged(doc, "usual").flatMap(([name, text]): readonly Usual[] => {
    const ranges = readRanges(word, name, text);
    if (ranges === undefined) return [];
    const [below, above] = ["below", "above"].map((tag) => tagged(doc, tag).find(([of]) => of === name)?.[1]);
    return [{ name, ranges, below, above }];
  });
  known.set(word, found);
  return found;
}

/** Why a tag of a word cannot be read, the first if there are several. */
export function wrongUsual(word: Word): string | undefined {
  const doc = word.declaration.doc ?? "";
  const isParameter = (name: string): boolean => word.parameters.some((one) => one.name === name);
  for (const tag of ["usual", "below", "above"])
    for (const [name] of tagged(doc, tag))
      if (!isParameter(name)) return `\`@${tag} ${name}\` names no parameter that can be set`;
  for (const [name, text] of tagged(doc, "usual"))
    if (readRanges(word, name, text) === undefined)
      return `\`@usual ${name}\` gives no numbers and ranges, such as \`0, 0.5..0.99\``;
  for (const tag of ["below", "above"])
    for (const [name] of tagged(doc, tag))
      if (!tagged(doc, "usual").some(([of]) => of === name))
        return `\`@${tag} ${name}\` stands without \`@usual ${name}\``;
  return undefined;
}

function readRanges({ parameters }: Word, name: string, text: string): Usual["ranges"] | undefined {
  const ends = text.split(",").map((range) => range.split("..").map((end) => readEnd(end.trim())));
  const names = parameters.map((one) => one.name).filter((one) => one !== name);
  const isSound = ends.every(
    (range) =>
      range.length <= 2 && range.every((end) => (typeof end === "string" ? names.includes(end) : end !== undefined)),
  );
  return isSound ? ends.map(([low, high = low]) => [low!, high!] as const) : undefined;
}

function readEnd(text: string): End | undefined {
  if (text === "infinity") return Infinity;
  const found = /^(-?\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?)(%?)$/i.exec(text);
  if (found === null) return /^[A-Za-z_]\w*$/.test(text) ? text : undefined;
  return Number(found[1]!.replaceAll("_", "")) / (found[2] === "%" ? 100 : 1);
}

/** On which side of what is usual a number lies; undefined where it is usual. `of` gives other parameters' numbers. */
export function sideOf(
  { ranges }: Usual,
  value: number,
  of: (name: string) => number | undefined,
): "below" | "above" | undefined {
  const at = (end: End): number | undefined => (typeof end === "number" ? end : of(end));
  const isInside = ranges.some(([low, high]) => !(value < (at(low) ?? -Infinity)) && !(value > (at(high) ?? Infinity)));
  if (isInside) return undefined;
  return value < (at(ranges.at(-1)![0]) ?? -Infinity) ? "below" : "above";
}

/** `0, or from 0.3 to 0.999`. */
export function usualText({ ranges }: Usual): string {
  const text = (end: End): string => (typeof end === "number" ? numberText(end) : `\`${end}\``);
  return ranges
    .map(([low, high]) => {
      if (low === high) return text(low);
      return high === Infinity ? `from ${text(low)}` : `from ${text(low)} to ${text(high)}`;
    })
    .join(", or ");
}
