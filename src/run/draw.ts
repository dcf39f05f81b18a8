/** The numbers that are drawn anew for each step. */
import type { Draw } from "../graph/ir.ts";
import { random } from "../portable/random.ts";

/** What one uniform number u in [0, 1) becomes. */
const becomes: Record<Draw["kind"], (draw: Draw) => (u: number) => number> = {
  dropout: ({ rate = 0 }) => {
    const scale = 1 / (1 - rate);
    return (u) => (u < rate ? 0 : scale);
  },
  keep:
    ({ rate = 0 }) =>
    (u) =>
      u < rate ? 0 : 1,
  uniform:
    ({ low = 0, high = 1 }) =>
    (u) =>
      low + (high - low) * u,
};

/** Makes the function that draws `size` numbers for step `step` into `target` from `start` on. */
export function drawer(draw: Draw, size: number, seed: number) {
  const value = becomes[draw.kind](draw);
  const { stream } = draw;
  return (target: Float32Array, start: number, step: number): void => {
    for (let i = 0; i < size; i++) target[start + i] = value(random(seed, stream, i, step));
  };
}
