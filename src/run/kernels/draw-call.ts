/** How the kernels are called that draw what `run/draw.ts` draws, to the bit. */
import type { Draw } from "../../graph/ir.ts";
import type { Kernels } from "./assembled.ts";

export type DrawKernel = "mask" | "uniform" | "normal";

/** What a kernel takes, in order: an address, the number of the step, and `values`. */
export interface DrawCall {
  readonly kernel: DrawKernel;
  readonly values: readonly number[];
}

/** The types of what each kernel takes, the address and the step included. */
export const drawParameters: Readonly<Record<DrawKernel, readonly ("i32" | "f32" | "f64")[]>> = {
  mask: ["i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32", "f32", "f32"],
  uniform: ["i32", "i32", "i32", "i32", "i32", "i32", "f64", "f64"],
  normal: ["i32", "i32", "i32", "i32", "i32", "i32", "f64", "f64"],
};

/** The call that draws `size` numbers. */
export function drawCall(draw: Draw, seed: number, size: number): DrawCall {
  const { kernel, values } = calls[draw.kind](draw);
  return { kernel, values: [size, ...[draw.first ?? 0, seed, draw.stream].map((each) => each | 0), ...values] };
}

/** Draws the numbers of step `step` at `address`. */
export const callDraw = (kernels: Kernels, { kernel, values }: DrawCall, address: number, step: number): void =>
  kernels[kernel](address, step, ...values);

const calls: Readonly<Record<Draw["kind"], (draw: Draw) => DrawCall>> = {
  dropout: ({ rate = 0 }) => mask(rate, 1 / (1 - rate)),
  keep: ({ rate = 0 }) => mask(rate, 1),
  uniform: ({ low = 0, high = 1 }) => ({ kernel: "uniform", values: [low, high - low] }),
  normal: ({ mean = 0, deviation = 1 }) => ({ kernel: "normal", values: [mean, deviation] }),
};

/** Of 53 random bits, as a whole number, those below rate · 2^53 are dropped: the upper 27 are compared, then the lower 26. */
function mask(rate: number, kept: number): DrawCall {
  const limit = Math.ceil(rate * 2 ** 53);
  const high = Math.floor(limit / 2 ** 26);
  return { kernel: "mask", values: [high, limit - high * 2 ** 26, 0, kept] };
}
