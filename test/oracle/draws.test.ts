/** What is drawn, by its mean, deviation and bounds over a million numbers: 1% is ten times what chance makes of them. */
import { expect, test } from "vitest";
import { makeGraphBuilder } from "../../src/graph/builder.ts";
import { allWeights, networkStep } from "../../src/graph/step.ts";
import { orthogonalMatrix } from "../../src/portable/initialize.ts";
import { normal } from "../../src/portable/random.ts";
import { openBackend } from "../../src/run/backend.ts";
import { drawer } from "../../src/run/draw.ts";
import { initialWeight } from "../../src/run/initial-weights.ts";
import { createSession } from "../../src/run/session.ts";
import { trainingOf } from "../support/training.ts";
import { standard } from "../support/words.ts";

const million = 1_000_000;

function moments(values: Float32Array) {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
  let [least, most] = [Infinity, -Infinity];
  for (const x of values) [least, most] = [Math.min(least, x), Math.max(most, x)];
  return { mean, deviation, least, most };
}

/** A kernel, of 500 inputs and 2000 units where nothing else is said. */
function kernel(init: string, [inputs, units] = [500, 2000], words = ""): Float32Array {
  const { network, seed } = trainingOf({
    words,
    features: `columns(${inputs})`,
    network: `input(${inputs}) dense(${units}, init: ${init}) dense(3, activation: softmax)`,
  });
  return initialWeight(allWeights(network)[0]!, seed);
}

const cut = 2 / 0.87962566;
const deviations: Readonly<Record<string, readonly [deviation: number, bound: number]>> = {
  truncated_normal: [0.05, 0.05 * cut],
  "truncated_normal(stddev: 2)": [2, 2 * cut],
  random_normal: [0.05, Infinity],
  "random_normal(stddev: 2)": [2, Infinity],
  random_uniform: [0.05 / Math.sqrt(3), 0.05],
  "random_uniform(limit: 3)": [Math.sqrt(3), 3],
  glorot_normal: [Math.sqrt(2 / 2500), Math.sqrt(2 / 2500) * cut],
  glorot_uniform: [Math.sqrt(2 / 2500), Math.sqrt(6 / 2500)],
  he_normal: [Math.sqrt(2 / 500), Math.sqrt(2 / 500) * cut],
  he_uniform: [Math.sqrt(2 / 500), Math.sqrt(6 / 500)],
  lecun_normal: [Math.sqrt(1 / 500), Math.sqrt(1 / 500) * cut],
  lecun_uniform: [Math.sqrt(1 / 500), Math.sqrt(3 / 500)],
  variance_scaling: [Math.sqrt(1 / 500), Math.sqrt(1 / 500) * cut],
  "variance_scaling(scale: 3, mode: fan_out)": [Math.sqrt(3 / 2000), Math.sqrt(3 / 2000) * cut],
  "variance_scaling(mode: fan_avg, distribution: uniform)": [Math.sqrt(1 / 1250), Math.sqrt(3 / 1250)],
  "variance_scaling(distribution: untruncated_normal)": [Math.sqrt(1 / 500), Infinity],
};
const constants: Readonly<Record<string, number>> = { zeros: 0, ones: 1, constant: 0, "constant(value: -0.5)": -0.5 };

test("every initializer of the library is looked at", () => {
  const known = [...Object.keys(deviations), ...Object.keys(constants), "orthogonal", "identity"].map((text) =>
    text.replace(/\(.*/, ""),
  );
  expect([...new Set(known)].sort()).toEqual([...standard.names("initializer")].sort());
});

// A truncated normal has the nominal deviation after the cut: TF.js's own are 12% low.
test.each(Object.entries(deviations))(
  "%s has its deviation, mean 0, and reaches its bounds and no further",
  (init, [deviation, bound]) => {
    const found = moments(kernel(init));
    expect(Math.abs(found.mean)).toBeLessThan(0.01 * deviation);
    expect(Math.abs(found.deviation / deviation - 1)).toBeLessThan(0.01);
    for (const end of [-found.least, found.most]) {
      // Of a million normal draws the largest lies near 4.9 deviations.
      if (bound === Infinity) expect(end / deviation).toBeGreaterThan(4.2);
      if (bound === Infinity) continue;
      expect(end).toBeLessThanOrEqual(bound * (1 + 1e-6));
      expect(end).toBeGreaterThan(0.99 * bound);
    }
  },
);

test.each(["random_normal(stddev: 0.2, mean: 0.5)", "truncated_normal(stddev: 0.2, mean: 0.5)"])(
  "%s lies around its mean",
  (init) => {
    const { mean, deviation } = moments(kernel(init));
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.005);
    expect(Math.abs(deviation / 0.2 - 1)).toBeLessThan(0.01);
  },
);

test("orthogonal has the variance of one length on the longer side, and mean 0", () => {
  const found = moments(kernel("orthogonal"));
  expect(Math.abs(found.deviation / Math.sqrt(1 / 2000) - 1)).toBeLessThan(0.01);
  expect(Math.abs(found.mean)).toBeLessThan(0.01 * found.deviation);
});

/** The largest difference of the products of all rows (or columns) from those of vectors at right angles and of length `gain`. */
function skewness(values: Float32Array, [rows, columns]: readonly [number, number], gain: number): number {
  const [count, length] = rows < columns ? [rows, columns] : [columns, rows];
  const at = (vector: number, i: number): number =>
    values[rows < columns ? vector * columns + i : i * columns + vector]!;
  let worst = 0;
  for (let a = 0; a < count; a++)
    for (let b = 0; b <= a; b++) {
      let product = 0;
      for (let i = 0; i < length; i++) product += at(a, i) * at(b, i);
      worst = Math.max(worst, Math.abs(product - (a === b ? gain ** 2 : 0)));
    }
  return worst;
}

// Each product is of numbers that were rounded to float32.
test.each<[sides: [number, number], gain: number]>([
  [[100, 30], 1],
  [[30, 100], 1],
  [[64, 64], 2],
  [[1, 5], 1],
  [[5, 1], 0.5],
  [[1, 1], 3],
])("orthogonal of %j has vectors at right angles and of length %d", (sides, gain) => {
  const values = kernel(`orthogonal(gain: ${gain})`, sides);
  expect(skewness(values, sides, gain)).toBeLessThan(1e-6 * gain ** 2);
});

test("orthogonal turns no vector around: a first number is below 0 as often as above", () => {
  const below = Array.from({ length: 2000 }, (_, stream) => Number(orthogonalMatrix(3, 2, 1, 7, stream)[1]! < 0));
  expect(Math.abs(below.reduce((sum, one) => sum + one, 0) / 2000 - 0.5)).toBeLessThan(0.05);
});

test.each<[sides: [number, number], expected: readonly number[]]>([
  [
    [2, 2],
    [2, 0, 0, 2],
  ],
  [
    [2, 3],
    [2, 0, 0, 0, 2, 0],
  ],
  [
    [3, 2],
    [2, 0, 0, 2, 0, 0],
  ],
])("identity(gain: 2) of %j has its gain on the diagonal", (sides, expected) => {
  expect([...kernel("identity(gain: 2)", sides)]).toEqual(expected);
});

// The formulas are the same, and so are the numbers.
test.each([
  ["variance_scaling(scale: 2)", "he_normal"],
  ["variance_scaling(mode: fan_avg)", "glorot_normal"],
  ["own(2)", "he_normal"],
  ["named", "he_normal"],
  ["handed(fan_out)", "variance_scaling(mode: fan_out)"],
  ["both", "random_normal(stddev: 0.1, mean: 0.5)"],
  ["turned(0.5)", "orthogonal(gain: 1)"],
])("%s draws what %s draws", (one, other) => {
  const words = `
    initializer own(scale, fan_in) = truncated_normal(stddev: sqrt(scale / fan_in))
    initializer named() = he_normal
    initializer handed(mode in [fan_in, fan_out]) = variance_scaling(mode: mode)
    initializer both() = random_normal(mean: 0.5, stddev: 0.1)
    initializer turned(half) = orthogonal(2 * half)`;
  expect(kernel(one, [40, 20], words)).toEqual(kernel(other, [40, 20]));
});

test.each(Object.entries(constants))("%s is %d everywhere", (init, value) => {
  expect(kernel(init).every((x) => x === value)).toBe(true);
});

/** What a layer makes of a million numbers in training. */
async function through(layer: string, values: Float32Array): Promise<Float32Array> {
  const { network, seed } = trainingOf({
    features: "columns(1000)",
    network: `input(1000) ${layer} dense(3, activation: softmax)`,
  });
  const { rule, inputs } = networkStep(network, true).calls[0]!;
  const builder = makeGraphBuilder();
  const x = builder.feed("x", [1000, 1000]);
  const nodes = inputs.map((input) => (input.kind === "draw" ? builder.draw(input.draw, [1000, 1000]) : x));
  builder.output("y", rule.value(builder, nodes).value);
  const session = createSession(await openBackend("wasm"));
  const program = session.compile(builder.finish().graph, seed);
  program.feed("x", values);
  program.run(0);
  const found = program.output("y");
  session.dispose();
  return found;
}

test.each([0.1, 0.2, 0.5, 0.9])(
  "dropout(%d) drops that share, and scales the others so that the mean stays",
  async (rate) => {
    const found = await through(`dropout(${rate})`, new Float32Array(million).fill(1));
    const dropped = found.reduce((count, x) => count + Number(x === 0), 0) / million;
    expect(Math.abs(dropped - rate)).toBeLessThan(0.002);
    expect(found.every((x) => x === 0 || x === Math.fround(1 / (1 - rate)))).toBe(true);
  },
);

test.each([0.05, 0.1, 0.2, 0.5])("alpha_dropout(%d) keeps mean 0 and deviation 1", async (rate) => {
  const values = Float32Array.from({ length: million }, (_, i) => normal(3, 3, i));
  const { mean, deviation } = moments(await through(`alpha_dropout(${rate})`, values));
  expect(Math.abs(mean)).toBeLessThan(0.01);
  expect(Math.abs(deviation - 1)).toBeLessThan(0.01);
});

test.each([0.1, 2])("gaussian_noise(stddev: %d) adds noise of mean 0 and that deviation", async (stddev) => {
  const { mean, deviation } = moments(await through(`gaussian_noise(stddev: ${stddev})`, new Float32Array(million)));
  expect(Math.abs(mean)).toBeLessThan(0.01 * stddev);
  expect(Math.abs((deviation / stddev) ** 2 - 1)).toBeLessThan(0.01);
});

test.each([0.1, 0.5, 0.8])(
  "gaussian_dropout(%d) multiplies by noise of mean 1 and the variance of dropout's mask",
  async (rate) => {
    const found = moments(await through(`gaussian_dropout(${rate})`, new Float32Array(million).fill(1)));
    const variance = rate / (1 - rate);
    expect(Math.abs(found.mean - 1)).toBeLessThan(0.01);
    expect(Math.abs(found.deviation ** 2 / variance - 1)).toBeLessThan(0.01);
  },
);

// A uniform draw has the deviation (high - low) / sqrt(12).
test.each([
  ["rrelu", 1 / 8, 1 / 3],
  ["rrelu(lower: 0, upper: 1)", 0, 1],
  ["rrelu(lower: 0.2, upper: 0.2)", 0.2, 0.2],
])("%s draws a slope from %d to %d for every number below 0 in training, each as likely", async (use, low, high) => {
  const found = moments((await through(use, new Float32Array(million).fill(-1))).map((x) => -x));
  expect(Math.abs(found.mean - (low + high) / 2)).toBeLessThan(0.01 * high);
  expect(Math.abs(found.deviation - (high - low) / Math.sqrt(12))).toBeLessThan(0.01 * high);
  expect(found.least).toBeGreaterThanOrEqual(Math.fround(low));
  expect(found.most).toBeLessThanOrEqual(Math.fround(high));
  expect(found.least - low).toBeLessThan(1e-4);
  expect(high - found.most).toBeLessThan(1e-4);
  expect(await through(use, new Float32Array(million).fill(2))).toEqual(new Float32Array(million).fill(2));
});

test("noise of one step is not that of another", () => {
  const draw = { kind: "normal", stream: 3, mean: 0, deviation: 1 } as const;
  const at = (step: number): Float32Array => {
    const drawn = new Float32Array(1000);
    drawer(draw, drawn.length, 7)(drawn, 0, step);
    return drawn;
  };
  const [first, second] = [at(0), at(1)];
  const together = first.reduce((sum, x, i) => sum + x * second[i]!, 0) / 1000;
  // Independent draws: the mean of a thousand products is within 4 / sqrt(1000).
  expect(Math.abs(together)).toBeLessThan(0.13);
  expect(at(0)).toEqual(first);
});
