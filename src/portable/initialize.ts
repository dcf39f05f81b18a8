import { random, truncatedNormal } from "./random.ts";

/** `count` draws from a normal cut off at two deviations, widened again so that `deviation` is that of what is drawn. */
export function truncatedNormals(count: number, deviation: number, seed: number, stream: number): Float32Array {
  return Float32Array.from(
    { length: count },
    (_, i) => (truncatedNormal(seed, stream, i) * deviation) / 0.8796256610342398,
  );
}

/** `count` numbers from -limit to limit, all equally likely. */
export function uniforms(count: number, limit: number, seed: number, stream: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => (2 * random(seed, stream, i) - 1) * limit);
}
