/** Where two texts begin to differ, for people: a few lines and not a patch. */
import { codeLine } from "../diagnostics/code-line.ts";
import { counted, paints } from "./terminal.ts";

export interface Difference {
  /** The first line that differs, from 1. */
  readonly line: number;
  /** The line before it; absent at the start of the text. */
  readonly before: string | undefined;
  /** Lines of the first text and of the second that stand in each other's place, until the texts agree again. */
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** How far ahead the texts are searched for where they agree again. */
const reach = 200;

/** The first stretch in which two texts differ. */
export function firstDifference(one: string, other: string): Difference | undefined {
  if (one === other) return undefined;
  const [a, b] = [one.split("\n"), other.split("\n")];
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const [left, right] = agreement(a.slice(at), b.slice(at));
  return {
    line: at + 1,
    before: a[at - 1],
    removed: a.slice(at, at + left),
    added: b.slice(at, at + right),
  };
}

/** How many lines of each are skipped, as few as can be, before two lines in a row are the same in both. */
function agreement(a: readonly string[], b: readonly string[]): readonly [number, number] {
  const agree = (i: number, j: number): boolean => a[i] === b[j] && a[i + 1] === b[j + 1];
  for (let skipped = 1; skipped <= reach; skipped++)
    for (let i = 0; i <= skipped; i++)
      if (i <= a.length && skipped - i <= b.length && agree(i, skipped - i)) return [i, skipped - i];
  return [a.length, b.length];
}

/** Lines of each kind that are shown. */
const shown = 3;

/** The lines of a difference: what is there behind `-`, what belongs there behind `+`. */
export function differenceLines({ line, before, removed, added }: Difference, colors: boolean): readonly string[] {
  const paint = paints(colors);
  const gutter = String(line + shown).length;
  const focus = commonStart(removed[0] ?? "", added[0] ?? "");
  const row = (number: number, mark: string, text: string): string =>
    `${String(number).padStart(gutter)} ${mark} ${codeLine(text, focus).text}`.trimEnd();
  const stretch = (lines: readonly string[], mark: string, color: (text: string) => string): readonly string[] => [
    ...lines.slice(0, shown).map((text, i) => color(row(line + i, mark, text))),
    ...(lines.length > shown
      ? [color(`${" ".repeat(gutter)} ${mark} … ${counted(lines.length - shown, "more line")}`)]
      : []),
  ];
  return [
    ...(before === undefined ? [] : [row(line - 1, " ", before)]),
    ...stretch(removed, "-", paint.red),
    ...stretch(added, "+", paint.green),
  ];
}

/** Where in their first lines two stretches part. */
function commonStart(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
}
