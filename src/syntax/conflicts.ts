/** Merges that were left in a file: each is said once, and its first side is read. */
import type { IToken } from "chevrotain";
import { ConflictMarker } from "../../grammar/tokens.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source, Span } from "../text/source.ts";
import { endOf, replacing, startOf, syntaxError } from "./build.ts";

export interface Conflicts {
  readonly found: readonly Diagnostic[];
  /** Whether a place is on the side that is not read. */
  readonly isLeft: (offset: number) => boolean;
}

const nothing: Conflicts = { found: [], isLeft: () => false };

/** What git's marks divide, and marks that are left over. */
export function conflictsIn(source: Source, mistakes: readonly IToken[]): Conflicts {
  const marks = mistakes.filter(({ tokenType }) => tokenType === ConflictMarker);
  if (marks.length === 0) return nothing;
  const span = (mark: IToken): Span => ({ source, start: startOf(mark), end: endOf(mark) });
  const found: Diagnostic[] = [];
  const sides: { readonly from: number; readonly to: number }[] = [];
  const leftOver = (from: number, to: number): void => {
    for (const mark of marks.slice(from, to)) {
      const at = span(mark);
      found.push(syntaxError("a mark of a merge is left over", at, { help: "leave it out", fix: replacing(at, "") }));
    }
  };
  let begin: number | undefined;
  let next = 0;
  marks.forEach((mark, at) => {
    if (mark.image.startsWith("<")) begin = at;
    if (!mark.image.startsWith(">") || begin === undefined || at < begin + 2) return;
    leftOver(next, begin);
    found.push(
      syntaxError("a merge is not settled", span(marks[begin]!), {
        related: [{ at: span(mark), label: "up to here" }],
        help: "keep what is right of its two sides, and take the lines with `<<<<<<<`, `=======` and `>>>>>>>` out",
      }),
    );
    sides.push({ from: startOf(marks[begin + 1]!), to: endOf(mark) });
    [begin, next] = [undefined, at + 1];
  });
  leftOver(next, marks.length);
  return { found, isLeft: isWithin(sides) };
}

/** Whether an offset lies in one of some stretches that stand in order. */
const isWithin =
  (sides: readonly { readonly from: number; readonly to: number }[]) =>
  (offset: number): boolean => {
    let [low, high] = [0, sides.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sides[middle]!.to <= offset) low = middle + 1;
      else high = middle;
    }
    return low < sides.length && sides[low]!.from <= offset;
  };
