/** The functions of a program that draw masks and noise, as its network asks for them. */
import type { DrawHelper } from "./printing.ts";

export const drawHelpers: { readonly [K in DrawHelper]: string } = {
  mask: `
/** Zeros with probability \`rate\`, else \`scale\`, in the shape of \`x\`; drawn anew for each step. */
function mask(x: Tensor, rate: number, scale: number, stream: number, step: number): Tensor {
  const numbers = Float32Array.from({ length: x.size }, (_, i) => (random(seed, stream, i, step) < rate ? 0 : scale));
  return tf.tensor(numbers, x.shape);
}`,
  noise: `
/** Normal noise in the shape of \`x\`, drawn anew for each step. */
function noise(x: Tensor, mean: number, deviation: number, stream: number, step: number): Tensor {
  const numbers = Float32Array.from({ length: x.size }, (_, i) => mean + deviation * normal(seed, stream, i, 2 * step));
  return tf.tensor(numbers, x.shape);
}`,
  uniformNoise: `
/** Numbers from \`low\` to \`high\`, in the shape of \`x\`; drawn anew for each step. */
function uniformNoise(x: Tensor, low: number, high: number, stream: number, step: number): Tensor {
  const numbers = Float32Array.from({ length: x.size }, (_, i) => low + (high - low) * random(seed, stream, i, step));
  return tf.tensor(numbers, x.shape);
}`,
};
