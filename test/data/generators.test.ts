import { describe, expect, test } from "vitest";
import { generators as makers } from "../../src/data/generators.ts";
import { generatorNames, type GeneratorName } from "../../src/data/spec.ts";
import { at } from "./workshop.ts";

const makerOf =
  (name: GeneratorName, more: { classes?: number; features?: number } = {}) =>
  (examples: number, noise: number, seed: number) =>
    makers[name]({ kind: "generator", name, examples, noise, seed, ...more, at: at("source") });
const generators = Object.fromEntries(generatorNames.map((name) => [name, makerOf(name)]));
const plane = { spirals: 2, moons: 2, circles: 2, blobs: 3, xor: 2 };

/** What is true of each point where there is no noise. */
const laws: Record<keyof typeof plane, (x: number, y: number, label: number) => boolean> = {
  spirals: (x, y, label) => {
    const radius = Math.hypot(x, y);
    const angle = Math.atan2(y, x) - 2 * Math.PI * (1.5 * radius + label / 2);
    return radius < 1 && Math.abs(Math.sin(angle / 2)) < 1e-9;
  },
  moons: (x, y, label) =>
    label === 0 ? y >= 0 && isNear(Math.hypot(x, y), 1) : y <= 0.5 && isNear(Math.hypot(x - 1, y - 0.5), 1),
  circles: (x, y, label) => isNear(Math.hypot(x, y), label === 0 ? 1 : 0.5),
  blobs: (x, y, label) =>
    isNear(Math.hypot(x - Math.cos(2.0943951023931953 * label), y - Math.sin(2.0943951023931953 * label)), 0),
  xor: (x, y, label) => Math.abs(x) <= 1 && Math.abs(y) <= 1 && (x * y < 0 ? 1 : 0) === label,
};
const isNear = (a: number, b: number) => Math.abs(a - b) < 1e-9;

describe.each(Object.entries(generators))("%s", (_, make) => {
  test("is a function of the seed", () => {
    expect(make(50, 0.1, 3)).toEqual(make(50, 0.1, 3));
    expect(make(50, 0.1, 3)).not.toEqual(make(50, 0.1, 4));
  });

  test("keeps the earlier examples when more are asked for", () => {
    const few = make(20, 0.1, 3);
    const many = make(40, 0.1, 3);
    expect(many.features.subarray(0, few.features.length)).toEqual(few.features);
    expect(Array.from(many.targets).slice(0, 20)).toEqual(Array.from(few.targets));
  });

  test("makes finite numbers", () => {
    const { features, targets, width } = make(500, 0.2, 9);
    expect([features.length, targets.length]).toEqual([500 * width, 500]);
    expect([...features, ...Array.from(targets)].every(Number.isFinite)).toBe(true);
  });
});

describe.each(Object.entries(plane))("%s", (name, classes) => {
  const make = generators[name]!;
  const law = laws[name as keyof typeof plane];

  test("obeys its formula where there is no noise", () => {
    const { features, targets } = make(300, 0, 5);
    Array.from(targets).forEach((label, i) => expect(law(features[2 * i]!, features[2 * i + 1]!, label)).toBe(true));
  });

  test("lets its classes take turns", () => {
    expect(Array.from(make(7, 0, 5).targets)).toEqual(Array.from({ length: 7 }, (_, i) => i % classes));
  });

  test("adds normal noise of the deviation asked for to both coordinates", () => {
    const [still, noisy] = [make(4000, 0, 5), make(4000, 0.3, 5)];
    const noise = noisy.features.map((value, i) => value - still.features[i]!);
    for (const axis of [0, 1]) {
      const along = noise.filter((_, i) => i % 2 === axis);
      const mean = along.reduce((sum, value) => sum + value, 0) / 4000;
      const deviation = Math.sqrt(along.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 4000);
      expect(Math.abs(mean)).toBeLessThan(0.02);
      expect(Math.abs(deviation - 0.3)).toBeLessThan(0.015);
    }
  });
});

test("spirals and blobs have as many classes as are asked for", () => {
  expect(new Set(Array.from(makerOf("spirals", { classes: 5 })(50, 0.1, 1).targets)).size).toBe(5);
  expect(new Set(Array.from(makerOf("blobs", { classes: 4 })(50, 0.1, 1).targets)).size).toBe(4);
});

test("linear targets are one weighted sum of the features", () => {
  const { features, targets } = makerOf("linear", { features: 2 })(3, 0, 1);
  const x = (row: number) => [features[2 * row]!, features[2 * row + 1]!] as const;
  const [[a, b], [c, d], [e, f]] = [x(0), x(1), x(2)];
  const determinant = a * d - b * c;
  const [w, v] = [(targets[0]! * d - targets[1]! * b) / determinant, (a * targets[1]! - c * targets[0]!) / determinant];
  expect(targets[2]).toBeCloseTo(w * e + v * f, 9);
});

test("friedman targets obey Friedman's formula, and further features tell nothing", () => {
  const { features, targets, width } = makerOf("friedman", { features: 7 })(20, 0, 1);
  expect(width).toBe(7);
  Array.from(targets).forEach((y, i) => {
    const [a, b, c, d, e] = features.subarray(7 * i, 7 * i + 5) as unknown as [number, number, number, number, number];
    expect(y).toBeCloseTo(10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e, 12);
  });
});
