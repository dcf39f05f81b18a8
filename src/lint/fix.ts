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

/** A source on its way, and where in it findings stand that are accepted as they are. */
interface State extends Fixed {
  readonly accepted: readonly Accepted[];
}

interface Accepted {
  readonly code: string;
  readonly start: number;
}

/**
 * The source with the edits of what is found in it, again and again, as long as something changes. What is `accepted` in it is not
 * mended, wherever the edits of others move it.
 */
export function fixSource(source: Source, judge: Judge, grade: FixGrade, accepted: readonly Diagnostic[] = []): Fixed {
  const seen = new Set([source.text]);
  let so: State = { source, fixes: 0, accepted: accepted.map(({ code, at }) => ({ code, start: at.start })) };
  for (let round = 0; round < mostRounds; round++) {
    const next = oneRound(so, judge, grade);
    if (seen.has(next.source.text)) break;
    seen.add(next.source.text);
    so = next;
  }
  return { source: so.source, fixes: so.fixes };
}

/** All edits that do not touch each other, at once; one by one where together they would break something. */
function oneRound(state: State, judge: Judge, grade: FixGrade): State {
  const { source } = state;
  const found = judge(source);
  const isAccepted = ({ code, at }: Diagnostic): boolean =>
    state.accepted.some((one) => one.code === code && one.start === at.start);
  const asked = found.flatMap((one) =>
    one.fix !== undefined && (one.fix.safe || grade === "unsafe") && !isAccepted(one) ? [one.fix] : [],
  );
  const apart = withoutOverlap(asked);
  const whole = edited(source, apart);
  if (apart.length === 0 || !breaks(found, judge(whole))) return after(state, apart);
  for (const fix of asked) if (!breaks(found, judge(edited(source, [fix])))) return after(state, [fix]);
  return state;
}

/** The state behind these fixes: what stands behind an edit moves with it. */
function after({ source, fixes, accepted }: State, made: readonly Fix[]): State {
  const edits = inOrder(source, made);
  const moved = (place: number): number =>
    edits.reduce((so, { start, end, text }) => (end <= place ? so + text.length - (end - start) : so), place);
  return {
    source: edited(source, made),
    fixes: fixes + made.length,
    accepted: accepted.map(({ code, start }) => ({ code, start: moved(start) })),
  };
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

/** The source with these edits. */
const edited = (source: Source, fixes: readonly Fix[]): Source => ({
  path: source.path,
  text: inOrder(source, fixes).reduce(
    (so, { start, end, text }) => so.slice(0, start) + text + so.slice(end),
    source.text,
  ),
});

/** Edits, later places first; what is put in ends its lines as the source does. */
function inOrder({ text: whole }: Source, fixes: readonly Fix[]): readonly Edit[] {
  const lineEnd = whole.includes("\r\n") ? "\r\n" : "\n";
  return fixes
    .flatMap((fix) => fix.edits)
    .map(({ start, end, text }) => ({ start, end, text: text.replaceAll(/\r?\n/g, lineEnd) }))
    .toSorted((one, other) => other.start - one.start || other.end - one.end);
}
