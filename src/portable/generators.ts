/**
 * Made data: each example is a pure function of the seed and its place, so that asking for more examples keeps the earlier ones.
 * Classes take turns: example i is of class i mod classes, so that any stretch is balanced. `noise` is a normal deviation.
 */
import { normal, random } from "./random.ts";

/** The stream of random numbers that say where a point lies. */
export const placeStream = 1_000_001;

/** The stream of the noise upon it. */
export const noiseStream = 1_000_002;

/** The stream of the weights of a linear law. */
export const weightStream = 1_000_003;

/** Points in the plane, `[examples, 2]`: each as `point(i)` gives it, with normal noise upon both coordinates. */
export function planeOf(examples: number, noise: number, seed: number, point: (i: number) => number[]): Float64Array {
  const points = new Float64Array(2 * examples);
  for (let i = 0; i < examples; i++)
    point(i).forEach((value, axis) => (points[2 * i + axis] = value + noise * normal(seed, noiseStream, i, 2 * axis)));
  return points;
}

/**
 * Arms that wind one and a half times around the origin, after the two spirals of Lang and Witbrock 1988:
 * at radius r, uniform in 0..1, arm k of K stands at the angle 2π (1.5 r + k / K).
 */
export function spirals(examples: number, noise: number, seed: number, classes: number): Float64Array {
  return planeOf(examples, noise, seed, (i) => {
    const radius = random(seed, placeStream, i);
    const angle = 2 * Math.PI * (1.5 * radius + (i % classes) / classes);
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

/** Two half circles that reach into one another (scikit-learn's make_moons): (cos t, sin t) and (1 - cos t, 1/2 - sin t), t uniform in 0..π. */
export function moons(examples: number, noise: number, seed: number): Float64Array {
  return planeOf(examples, noise, seed, (i) => {
    const t = Math.PI * random(seed, placeStream, i);
    return i % 2 === 0 ? [Math.cos(t), Math.sin(t)] : [1 - Math.cos(t), 0.5 - Math.sin(t)];
  });
}

/** A circle of radius 1 (class 0) around one of radius 1/2 (scikit-learn's make_circles with factor 0.5). */
export function circles(examples: number, noise: number, seed: number): Float64Array {
  return planeOf(examples, noise, seed, (i) => {
    const angle = 2 * Math.PI * random(seed, placeStream, i);
    const radius = i % 2 === 0 ? 1 : 0.5;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

/** Normal clouds whose centres stand evenly on the unit circle; `noise` is their deviation. */
export function blobs(examples: number, noise: number, seed: number, classes: number): Float64Array {
  return planeOf(examples, noise, seed, (i) => {
    const angle = (2 * Math.PI * (i % classes)) / classes;
    return [Math.cos(angle), Math.sin(angle)];
  });
}

/** Uniform points of the square -1..1: class 0 where both coordinates have one sign, class 1 where they differ (Minsky and Papert 1969). */
export function xor(examples: number, noise: number, seed: number): Float64Array {
  return planeOf(examples, noise, seed, (i) => {
    const sign = random(seed, placeStream, i) < 0.5 ? -1 : 1;
    const other = i % 2 === 0 ? sign : -sign;
    return [sign * random(seed, placeStream, i, 1), other * random(seed, placeStream, i, 2)];
  });
}

/** y = w·x + noise, where x and w are standard normal and w is one for all examples: x `[examples, width]` and y `[examples]`. */
export function linear(
  examples: number,
  noise: number,
  seed: number,
  width: number,
): [x: Float64Array, y: Float64Array] {
  const x = Float64Array.from({ length: examples * width }, (_, i) => normal(seed, placeStream, i));
  const weights = Float64Array.from({ length: width }, (_, j) => normal(seed, weightStream, j));
  const y = Float64Array.from({ length: examples }, (_, i) => noise * normal(seed, noiseStream, i));
  x.forEach((value, i) => (y[Math.floor(i / width)]! += value * weights[i % width]!));
  return [x, y];
}

/**
 * Friedman #1 (Friedman 1991, Multivariate Adaptive Regression Splines): x uniform in 0..1,
 * y = 10 sin(π x1 x2) + 20 (x3 - 1/2)² + 10 x4 + 5 x5 + noise; further features tell nothing.
 */
export function friedman(
  examples: number,
  noise: number,
  seed: number,
  width: number,
): [x: Float64Array, y: Float64Array] {
  const features = Float64Array.from({ length: examples * width }, (_, i) => random(seed, placeStream, i));
  const targets = Float64Array.from({ length: examples }, (_, i) => {
    const x = (feature: number) => features[i * width + feature - 1]!;
    const law = 10 * Math.sin(Math.PI * x(1) * x(2)) + 20 * (x(3) - 0.5) ** 2 + 10 * x(4) + 5 * x(5);
    return law + noise * normal(seed, noiseStream, i);
  });
  return [features, targets];
}
