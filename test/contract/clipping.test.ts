/** What clipping promises of gradients, and a constraint of kernels, whatever they are. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { steps64, stepsByPlan, type After } from "../support/steps.ts";
import { numbers, targets, trainingOf } from "../support/training.ts";

/** Plain descent at rate 1: a weight moves by its gradient. */
const training = (train: string, defaults = "", optimizer = "optimizer: sgd  learning_rate: 1.0") =>
  trainingOf({
    network: `defaults { ${defaults} } input(4) dense(5, activation: tanh) dense(3, activation: softmax)`,
    train: `${optimizer}  ${train}`,
  });

const shapes = {
  "dense_1.kernel": [4, 5],
  "dense_1.bias": [5],
  "dense_2.kernel": [5, 3],
  "dense_2.bias": [3],
} as const;

/** Steps on drawn batches from drawn weights; `spread` is how far the features lie apart. */
function drawn(seed: number, spread: number, count: number, scale = 1) {
  const start = new Map(
    Object.entries(shapes).map(([path, sides], i) => [
      path,
      [
        ...numbers(
          sides.reduce<number>((size, side) => size * side, 1),
          seed + i,
          scale,
        ),
      ],
    ]),
  );
  const batches = Array.from({ length: count }, (_, i) => ({
    features: [...numbers(24, seed + 50 + i, spread)],
    target: [...targets("class", 6, 3, seed + i)],
  }));
  return { start, batches };
}

const norm = (values: readonly number[]): number => Math.hypot(...values);
const columns = (path: keyof typeof shapes, { weights }: After): readonly (readonly number[])[] => {
  const [, units] = shapes[path] as readonly [number, number];
  return Array.from({ length: units }, (_, unit) => weights.get(path)!.filter((_, i) => i % units === unit));
};
const kernels = ["dense_1.kernel", "dense_2.kernel"] as const;
const columnNorms = (after: After): number[] => kernels.flatMap((path) => columns(path, after).map(norm));

/** How far each weight went in the first step: its gradient as it was taken. */
function moved(train: string, seed: number, spread: number): readonly (readonly number[])[] {
  const steps = drawn(seed, spread, 1);
  const [after] = steps64(training(train), steps);
  return [...steps.start].map(([path, before]) => before.map((w, i) => w - after!.weights.get(path)![i]!));
}

const seeds = fc.integer({ min: 0, max: 1e6 });
const spreads = fc.constantFrom(0, 0.1, 1, 30);
const limits = fc.constantFrom(1e-3, 0.05, 0.5, 10);
const runs = { numRuns: 30 };

test("by value: no number of a gradient is beyond the limit, and those within are as they were", () => {
  fc.assert(
    fc.property(seeds, spreads, limits, (seed, spread, limit) => {
      const plain = moved("", seed, spread).flat();
      const found = moved(`clip_gradients: value(${limit})`, seed, spread).flat();
      found.forEach((g, i) => expect(g).toBeCloseTo(Math.min(Math.max(plain[i]!, -limit), limit), 12));
    }),
    runs,
  );
});

test("by norm: each gradient keeps its direction and is no longer than the limit", () => {
  fc.assert(
    fc.property(seeds, spreads, limits, (seed, spread, limit) => {
      const plain = moved("", seed, spread);
      moved(`clip_gradients: norm(${limit})`, seed, spread).forEach((gradient, at) => {
        const share = Math.min(1, limit / norm(plain[at]!));
        expect(norm(gradient)).toBeLessThanOrEqual(limit * (1 + 1e-9));
        gradient.forEach((g, i) => expect(g).toBeCloseTo(plain[at]![i]! * share, 12));
      });
    }),
    runs,
  );
});

test("by the norm of all: the whole step keeps its direction and is no longer than the limit", () => {
  fc.assert(
    fc.property(seeds, spreads, limits, (seed, spread, limit) => {
      const plain = moved("", seed, spread).flat();
      const share = Math.min(1, limit / norm(plain));
      const found = moved(`clip_gradients: global_norm(${limit})`, seed, spread).flat();
      expect(norm(found)).toBeLessThanOrEqual(limit * (1 + 1e-9));
      found.forEach((g, i) => expect(g).toBeCloseTo(plain[i]! * share, 12));
    }),
    runs,
  );
});

test("the gradient of a penalty is clipped with that of the loss", () => {
  const steps = drawn(1, 1, 1, 3);
  const [after] = steps64(training("clip_gradients: value(0.1)", "regularization: l2(10.0)"), steps);
  const far = steps.start.get("dense_2.kernel")!.map((w, i) => Math.abs(w - after!.weights.get("dense_2.kernel")![i]!));
  expect(Math.max(...far)).toBeCloseTo(0.1, 12);
});

// In float32, where nothing must become NaN: features of 0 leave a gradient of 0 to the first kernel.
test.each(["value(0.5)", "norm(0.5)", "global_norm(0.5)"])("a gradient of 0 stays 0 under %s", async (clipping) => {
  const steps = drawn(3, 0, 1);
  const [after] = await stepsByPlan(training(`clip_gradients: ${clipping}`), steps);
  expect(after!.weights.get("dense_1.kernel")).toEqual([...Float32Array.from(steps.start.get("dense_1.kernel")!)]);
});

const optimizers = [
  "optimizer: sgd  learning_rate: 1.0",
  "optimizer: nesterov  learning_rate: 0.5",
  "optimizer: adam  learning_rate: 0.3",
];

test("after any update the weights into a neuron are no longer than max_norm allows", async () => {
  await fc.assert(
    fc.asyncProperty(
      seeds,
      spreads,
      fc.constantFrom(0.1, 1, 4),
      fc.constantFrom(...optimizers),
      async (seed, spread, r, optimizer) => {
        const after = await stepsByPlan(
          training("", `constraint: max_norm(${r})`, optimizer),
          drawn(seed, spread, 4, 3),
        );
        for (const one of after) expect(Math.max(...columnNorms(one))).toBeLessThanOrEqual(r * (1 + 1e-6));
      },
    ),
    { numRuns: 15 },
  );
});

test("max_norm leaves a neuron within its limit as it is", () => {
  const steps = drawn(5, 1, 3);
  expect(steps64(training("", "constraint: max_norm(100.0)"), steps)).toEqual(steps64(training(""), steps));
});

test.each<[constraint: string, low: number, high: number]>([
  ["unit_norm", 1, 1],
  ["min_max_norm(0.5, 0.75)", 0.5, 0.75],
  ["min_max_norm(min_value: 3.0, max_value: 4.0)", 3, 4],
])("under %s the weights into each neuron have a norm from %f to %f", async (constraint, low, high) => {
  for (const after of await stepsByPlan(training("", `constraint: ${constraint}`), drawn(7, 1, 4)))
    for (const found of columnNorms(after)) {
      expect(found).toBeGreaterThan(low - 1e-6);
      expect(found).toBeLessThan(high + 1e-6);
    }
});

test("non_negative leaves no weight of a kernel below 0, and biases alone", async () => {
  const after = (await stepsByPlan(training("", "constraint: non_negative"), drawn(9, 1, 4))).at(-1)!;
  for (const path of kernels) expect(Math.min(...after.weights.get(path)!)).toBe(0);
  expect(Math.min(...after.weights.get("dense_1.bias")!)).toBeLessThan(0);
});

test.each(["max_norm", "unit_norm", "non_negative", "min_max_norm"])(
  "a kernel of zeros stays one under %s",
  async (constraint) => {
    const one = trainingOf({
      words: "optimizer still(w, g) { w = w }",
      network: `input(4) dense(5, activation: tanh, constraint: ${constraint}) dense(3, activation: softmax)`,
      train: "optimizer: still",
    });
    const steps = drawn(11, 1, 2);
    const start = new Map([...steps.start, ["dense_1.kernel", Array<number>(20).fill(0)]]);
    const [, after] = await stepsByPlan(one, { ...steps, start });
    expect(after!.weights.get("dense_1.kernel")!.every((w) => w === 0)).toBe(true);
  },
);

test("the output layer takes a constraint from defaults, and momentum goes on as if there were none", () => {
  const steps = drawn(13, 1, 1);
  const of = (defaults: string) =>
    trainingOf({
      words: "optimizer own(w, g, rate: 0.1) { state { v: 0 } v = 0.9 * v - rate * g  w = v }",
      network: `defaults { ${defaults} } input(4) dense(5, activation: tanh) dense(3, activation: softmax)`,
      train: "optimizer: own",
    });
  const [[free], [held]] = [steps64(of(""), steps), steps64(of("constraint: max_norm(1e-3)"), steps)];
  expect(Math.max(...columnNorms(held!))).toBeLessThan(1.001e-3);
  expect(held!.weights.get("dense_2.bias")).toEqual(free!.weights.get("dense_2.bias"));
});
