import type { Layer } from "../network/network.ts";
import { inputLayers } from "../network/network.ts";
import { rule } from "./rule.ts";

export const unreadFeature = rule({
  name: "unread-feature",
  severity: "warning",
  default: "on",
  on: "network",
  description: "Slices of the input leave features out that nothing else reads.",
  why: "what is not read cannot help, and a gap of one is mostly a place counted wrong: both ends of a slice are taken",
  help: "let the slices meet, `slice(0..3)` and `slice(4..7)`, or leave the features out of the data",
  messages: { gap: "nothing reads {places} of the input's {count} features" },
  check(view, find) {
    for (const input of inputLayers(view.network)) {
      const [count, ...more] = input.shape;
      const readers = view.readers(input);
      if (count === undefined || more.length > 0 || readers.length === 0) continue;
      if (readers.some(({ kind }) => kind !== "slice")) continue;
      const places = gapsOf(readers.map(endsOf), count);
      if (places.length === 0) continue;
      const related = readers.slice(1).map(({ at }) => ({ at, label: "and here" }));
      find("gap", { places: places.join(", "), count }, { at: readers[0]!.at, related });
    }
  },
});

function endsOf({ arguments: args }: Layer): { low: number; high: number } {
  const value = args["range"]?.value;
  return value?.kind === "range" ? value : { low: 0, high: Infinity };
}

/** The stretches of `0..count - 1` that no range covers. */
function gapsOf(ranges: readonly { low: number; high: number }[], count: number): readonly string[] {
  const gaps: string[] = [];
  let next = 0;
  const add = (low: number, high: number): void => {
    if (low <= high) gaps.push(low === high ? `place ${low}` : `places ${low} to ${high}`);
  };
  for (const { low, high } of ranges.toSorted((one, other) => one.low - other.low)) {
    add(next, low - 1);
    next = Math.max(next, high + 1);
  }
  add(next, count - 1);
  return gaps;
}
