/** Activations that go up and down without end, as sines do: what is known of rectifiers and flat ends is nothing to them. */
import { compileFormula } from "../formula/compile.ts";
import type { Layer } from "../network/network.ts";
import { formulaOf } from "../vocabulary/instantiate.ts";
import { atInitial } from "../vocabulary/learned.ts";
import { byUse } from "./by-use.ts";
import { activationOf, type NetworkView } from "./network-view.ts";

/** Turns on the way from -30 to 30. */
const fewest = 6;

/** Whether an activation is a wave. */
export const isWave = byUse((use): boolean => {
  const formula = formulaOf(atInitial(use));
  if (formula === undefined) return false;
  const f = compileFormula(formula);
  const values = Array.from({ length: 6001 }, (_, i) => f({ x: (i - 3000) / 100 }));
  const steps = values.slice(1).map((value, i) => Math.sign(value - values[i]!));
  const ways = steps.filter((step) => step !== 0);
  return ways.filter((way, i) => i > 0 && way !== ways[i - 1]).length >= fewest;
});

/** Whether the sums of a layer become waves, each way that they go. */
export function becomesWaves(view: NetworkView, layer: Layer): boolean {
  const readers = view.readers(layer);
  return readers.length > 0 && readers.every((one) => activationOf(one).some(({ use }) => isWave(use)));
}
