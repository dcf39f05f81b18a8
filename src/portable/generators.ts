/**
 * Made data: each example is a pure function of the seed and its place, so that asking for more examples keeps the earlier ones.
 * Classes take turns (example i is of class i mod classes), so that any stretch is balanced. `noise` is a normal deviation.
 */
import { fail } from "./fail.ts";
import { normal, random } from "./random.ts";

/** `features` `[examples, width]`; `targets` `[examples]`: labels from 0, or numbers. */
export interface Generated {
  readonly width: number;
  readonly features: Float64Array;
  readonly targets: Float64Array;
}

/** The streams of random numbers: where a point lies, the noise upon it, the weights of a linear law. */
export const generatorStreams = { place: 1_000_001, noise: 1_000_002, weights: 1_000_003 };

/** Points in the plane of classes that take turns: `point(example, label)`, and noise upon both coordinates. */
export function planeOf(
  examples: number,
  noise: number,
  seed: number,
  classes: number,
  point: (example: number, label: number) => readonly [number, number],
): Generated {
  const features = new Float64Array(examples * 2);
  const targets = Float64Array.from({ length: examples }, (_, i) => i % classes);
  for (let i = 0; i < examples; i++)
    point(i, i % classes).forEach((coordinate, axis) => {
      features[2 * i + axis] = coordinate + noise * normal(seed, generatorStreams.noise, i, 2 * axis);
    });
  return { width: 2, features, targets };
}

/** A number in [0, 1) that places example `i`. */
export function placed(seed: number, i: number, round = 0): number {
  return random(seed, generatorStreams.place, i, round);
}

/**
 * Arms that wind one and a half times around the origin, after the two spirals of Lang and Witbrock 1988:
 * at radius r, uniform in 0..1, arm k of K stands at the angle 2π (1.5 r + k / K).
 */
export function spirals(examples: number, noise: number, seed: number, classes = 2): Generated {
  return planeOf(examples, noise, seed, classes, (i, label) => {
    const radius = placed(seed, i);
    const angle = 2 * Math.PI * (1.5 * radius + label / classes);
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

/** Two half circles that reach into one another (scikit-learn's make_moons): (cos t, sin t) and (1 - cos t, 1/2 - sin t), t uniform in 0..π. */
export function moons(examples: number, noise: number, seed: number): Generated {
  return planeOf(examples, noise, seed, 2, (i, label) => {
    const t = Math.PI * placed(seed, i);
    return label === 0 ? [Math.cos(t), Math.sin(t)] : [1 - Math.cos(t), 0.5 - Math.sin(t)];
  });
}

/** A circle of radius 1 (class 0) around one of radius 1/2 (scikit-learn's make_circles with factor 0.5). */
export function circles(examples: number, noise: number, seed: number): Generated {
  return planeOf(examples, noise, seed, 2, (i, label) => {
    const angle = 2 * Math.PI * placed(seed, i);
    const radius = label === 0 ? 1 : 0.5;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

/** Normal clouds whose centres stand evenly on the unit circle; `noise` is their deviation. */
export function blobs(examples: number, noise: number, seed: number, classes = 3): Generated {
  return planeOf(examples, noise, seed, classes, (_, label) => {
    const angle = (2 * Math.PI * label) / classes;
    return [Math.cos(angle), Math.sin(angle)];
  });
}

/** Uniform points of the square -1..1: class 0 where both coordinates have one sign, class 1 where they differ (Minsky and Papert 1969). */
export function xor(examples: number, noise: number, seed: number): Generated {
  return planeOf(examples, noise, seed, 2, (i, label) => {
    const sign = placed(seed, i, 0) < 0.5 ? -1 : 1;
    const other = label === 0 ? sign : -sign;
    return [sign * placed(seed, i, 1), other * placed(seed, i, 2)];
  });
}

/** y = w·x + noise, where x and w are standard normal and w is one for all examples. */
export function linear(examples: number, noise: number, seed: number, width = 1): Generated {
  const features = Float64Array.from({ length: examples * width }, (_, i) => normal(seed, generatorStreams.place, i));
  const weights = Float64Array.from({ length: width }, (_, j) => normal(seed, generatorStreams.weights, j));
  const targets = Float64Array.from({ length: examples }, (_, i) => noise * normal(seed, generatorStreams.noise, i));
  features.forEach((x, i) => (targets[Math.floor(i / width)]! += x * weights[i % width]!));
  return { width, features, targets };
}

/**
 * Friedman #1 (Friedman 1991, Multivariate Adaptive Regression Splines): x uniform in 0..1,
 * y = 10 sin(π x1 x2) + 20 (x3 - 1/2)² + 10 x4 + 5 x5 + noise; further features tell nothing.
 */
export function friedman(examples: number, noise: number, seed: number, width = 10): Generated {
  if (width < 5) fail(`friedman needs at least 5 features, not ${width}`);
  const features = Float64Array.from({ length: examples * width }, (_, i) => placed(seed, i));
  const targets = Float64Array.from({ length: examples }, (_, i) => {
    const x = (feature: number) => features[i * width + feature - 1]!;
    const law = 10 * Math.sin(Math.PI * x(1) * x(2)) + 20 * (x(3) - 0.5) ** 2 + 10 * x(4) + 5 * x(5);
    return law + noise * normal(seed, generatorStreams.noise, i);
  });
  return { width, features, targets };
}
