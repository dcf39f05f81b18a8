/** How long a stretch of layers grows with nothing between that begins anew. */
import type { Layer } from "../network/network.ts";
import type { NetworkView } from "./network-view.ts";

/** One more layer that counts, behind those before it. */
export interface Run {
  readonly length: number;
  readonly layer: Layer;
  readonly before: Run | undefined;
}

interface Counting {
  /** Whether a layer makes the run longer. */
  counts(layer: Layer): boolean;
  /** Whether what comes behind it begins anew. */
  resets(layer: Layer): boolean;
}

/** For each layer the run that ends there; a merge goes on with the shortest of what it joins, for the others have a way around. */
export function runsOf(view: NetworkView, { counts, resets }: Counting): readonly (Run | undefined)[] {
  const runs: (Run | undefined)[] = [];
  for (const layer of view.layers) {
    const [first, ...more] = layer.inputs.map((id) => runs[id]);
    const before = more.reduce((least, run) => (lengthOf(run) < lengthOf(least) ? run : least), first);
    const so = counts(layer) ? { length: lengthOf(before) + 1, layer, before } : before;
    runs.push(resets(layer) ? undefined : so);
  }
  return runs;
}

export const lengthOf = (run: Run | undefined): number => run?.length ?? 0;

/** The longest of all; the first of several that are. */
export const longestOf = (runs: readonly (Run | undefined)[]): Run | undefined =>
  runs.reduce((longest, run) => (lengthOf(run) > lengthOf(longest) ? run : longest), undefined);

/** The layers of a run, in order. */
export function layersOf(run: Run | undefined): readonly Layer[] {
  const layers: Layer[] = [];
  for (let one = run; one !== undefined; one = one.before) layers.push(one.layer);
  return layers.reverse();
}
