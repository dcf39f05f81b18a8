/** The numbers that are drawn anew for each step. */
import type { Draw } from "../graph/ir.ts";
import { normal, random } from "../portable/random.ts";

/** Draws the numbers of step `step` into `target` from `start` on. */
export type Drawer = (target: Float32Array, start: number, step: number) => void;

/** Makes the drawer of `size` numbers. */
export const drawer = (draw: Draw, size: number, seed: number): Drawer => drawers[draw.kind](draw, size, seed);

const drawers: Record<Draw["kind"], (draw: Draw, size: number, seed: number) => Drawer> = {
  dropout: (draw, size, seed) => mask(draw, 1 / (1 - (draw.rate ?? 0)), size, seed),
  keep: (draw, size, seed) => mask(draw, 1, size, seed),
  uniform:
    ({ stream, first = 0, low = 0, high = 1 }, size, seed) =>
    (target, start, step) => {
      for (let i = 0; i < size; i++) target[start + i] = low + (high - low) * random(seed, stream, first + i, step);
    },
  normal:
    ({ stream, first = 0, mean = 0, deviation = 1 }, size, seed) =>
    (target, start, step) => {
      for (let i = 0; i < size; i++) target[start + i] = mean + deviation * normal(seed, stream, first + i, 2 * step);
    },
};

/** 0 with probability `rate`, else `scale`. */
const mask =
  ({ stream, first = 0, rate = 0 }: Draw, scale: number, size: number, seed: number): Drawer =>
  (target, start, step) => {
    for (let i = 0; i < size; i++) target[start + i] = random(seed, stream, first + i, step) < rate ? 0 : scale;
  };
