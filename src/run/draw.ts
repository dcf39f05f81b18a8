/** The numbers that are drawn anew for each step. */
import type { Draw } from "../graph/ir.ts";
import { normal, random } from "../portable/random.ts";

/** Draws the numbers of step `step` into `target` from `start` on. */
export type Drawer = (target: Float32Array, start: number, step: number) => void;

/** Makes the drawer of `size` numbers. */
export const drawer = (draw: Draw, size: number, seed: number): Drawer => drawers[draw.kind](draw, size, seed);

const drawers: Record<Draw["kind"], (draw: Draw, size: number, seed: number) => Drawer> = {
  dropout: ({ stream, rate = 0 }, size, seed) => mask(stream, rate, 1 / (1 - rate), size, seed),
  keep: ({ stream, rate = 0 }, size, seed) => mask(stream, rate, 1, size, seed),
  uniform:
    ({ stream, low = 0, high = 1 }, size, seed) =>
    (target, start, step) => {
      for (let i = 0; i < size; i++) target[start + i] = low + (high - low) * random(seed, stream, i, step);
    },
  normal:
    ({ stream, mean = 0, deviation = 1 }, size, seed) =>
    (target, start, step) => {
      for (let i = 0; i < size; i++) target[start + i] = mean + deviation * normal(seed, stream, i, 2 * step);
    },
};

/** 0 with probability `rate`, else `scale`. */
const mask =
  (stream: number, rate: number, scale: number, size: number, seed: number): Drawer =>
  (target, start, step) => {
    for (let i = 0; i < size; i++) target[start + i] = random(seed, stream, i, step) < rate ? 0 : scale;
  };
