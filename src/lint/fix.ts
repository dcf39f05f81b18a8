/** Edits of findings, made in the text: until there are none left to make, and none that would break what was whole. */
import { isError, type Diagnostic, type Edit, type Fix } from "../diagnostics/diagnostic.ts";
import { isRule } from "../rules/index.ts";
import type { Source } from "../text/source.ts";

/** `safe`: only edits that change nothing that was not at fault; `unsafe`: those too that are a guess at what was meant. */
export type FixGrade = "safe" | "unsafe";

export interface Fixed {
  readonly source: Source;
  /** How many findings were mended by their edits. */
  readonly fixes: number;
}

type Judge = (source: Source) => readonly Diagnostic[];

/** Edits that bring each other's findings back would go on for ever. */
const mostRounds = 100;

/** The source with the edits of what is found in it, again and again, as long as something changes. */
export function fixSource(source: Source, judge: Judge, grade: FixGrade): Fixed {
  const seen = new Set([source.text]);
  let so: Fixed = { source, fixes: 0 };
  for (let round = 0; round < mostRounds; round++) {
    const next = oneRound(so, judge, grade);
    if (seen.has(next.source.text)) break;
    seen.add(next.source.text);
    so = next;
  }
  return so;
}

/** All edits that do not touch each other, at once; one by one where together they would break something. */
function oneRound({ source, fixes }: Fixed, judge: Judge, grade: FixGrade): Fixed {
  const found = judge(source);
  const asked = found.flatMap(({ fix }) => (fix !== undefined && (fix.safe || grade === "unsafe") ? [fix] : []));
  const apart = withoutOverlap(asked);
  const whole = edited(source, apart);
  if (apart.length === 0 || !breaks(found, judge(whole))) return { source: whole, fixes: fixes + apart.length };
  for (const fix of asked) {
    const alone = edited(source, [fix]);
    if (!breaks(found, judge(alone))) return { source: alone, fixes: fixes + 1 };
  }
  return { source, fixes };
}

/** Whether there are mistakes that were not there: what rules say may follow from what they said before. */
function breaks(before: readonly Diagnostic[], after: readonly Diagnostic[]): boolean {
  const known = new Set(before.map(({ code }) => code));
  return after.some((one) => isError(one) && !isRule(one.code) && !known.has(one.code));
}

/** The fixes in order, but for those that touch an earlier one's place; of equal ones the first. */
function withoutOverlap(fixes: readonly Fix[]): readonly Fix[] {
  const taken: Edit[] = [];
  return fixes.filter(({ edits }) => {
    const touches = edits.some((edit) => taken.some(({ start, end }) => edit.start <= end && edit.end >= start));
    if (!touches) taken.push(...edits);
    return !touches;
  });
}

/** The source with these edits, later places first; what is put in ends its lines as the source does. */
function edited({ path, text }: Source, fixes: readonly Fix[]): Source {
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  const edits = fixes
    .flatMap((fix) => fix.edits)
    .toSorted((one, other) => other.start - one.start || other.end - one.end);
  const put = edits.reduce(
    (so, edit) => so.slice(0, edit.start) + edit.text.replaceAll(/\r?\n/g, lineEnd) + so.slice(edit.end),
    text,
  );
  return { path, text: put };
}
