/** The figures of the command beside training. */
import { digits, figure, milliseconds, times, type Figure } from "./figure.ts";
import type { ToolResults } from "./tools.ts";

export function toolFigures(found: ToolResults | undefined): readonly Figure[] {
  if (found === undefined) return [];
  const { start, lints, parser } = found;
  const most = lints.at(-1)!;
  const ofMost = `${most.specs} specs`;
  return [
    ...figure("lint of a small file, against bare node", "", start["dnnc lint"].median / start["bare node"].median, {
      text: times,
      most: 2.5,
    }),
    ...figure("specs linted a second by one process", ofMost, (1000 * most.specs) / most.time, {
      text: digits,
      least: 500,
    }),
    ...figure("time of a late spec against an early one", ofMost, lateOverEarly(lints), { text: times, most: 1.2 }),
    ...figure("making of the parser", "", parser.median, { text: milliseconds, most: 40 }),
  ];
}

/** Of the numbers of specs the last two against the first two; undefined where there are fewer than three. */
function lateOverEarly(lints: ToolResults["lints"]): number | undefined {
  const each = lints.slice(1).map(({ specs, time }, i) => (time - lints[i]!.time) / (specs - lints[i]!.specs));
  return each.length < 2 ? undefined : each.at(-1)! / each[0]!;
}
