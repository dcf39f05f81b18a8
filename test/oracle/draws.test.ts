/** What is drawn, by its mean, deviation and bounds over a million numbers: 1% is ten times what chance makes of them. */
import { expect, test } from "vitest";
import { makeGraphBuilder } from "../../src/graph/builder.ts";
import { allWeights, networkStep } from "../../src/graph/step.ts";
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

/** A kernel of 500 inputs and 2000 units. */
function kernel(init: string): Float32Array {
  const { network, seed } = trainingOf({
    features: "columns(500)",
    network: `input(500) dense(2000, init: ${init}) dense(3, activation: softmax)`,
  });
  return initialWeight(allWeights(network)[0]!, seed);
}

const cut = 2 / 0.87962566;
const deviations: Readonly<Record<string, readonly [deviation: number, bound: number]>> = {
  truncated_normal: [0.05, 0.05 * cut],
  "truncated_normal(stddev: 2)": [2, 2 * cut],
  random_uniform: [0.05 / Math.sqrt(3), 0.05],
  "random_uniform(limit: 3)": [Math.sqrt(3), 3],
  glorot_normal: [Math.sqrt(2 / 2500), Math.sqrt(2 / 2500) * cut],
  glorot_uniform: [Math.sqrt(2 / 2500), Math.sqrt(6 / 2500)],
  he_normal: [Math.sqrt(2 / 500), Math.sqrt(2 / 500) * cut],
  he_uniform: [Math.sqrt(2 / 500), Math.sqrt(6 / 500)],
  lecun_normal: [Math.sqrt(1 / 500), Math.sqrt(1 / 500) * cut],
  lecun_uniform: [Math.sqrt(1 / 500), Math.sqrt(3 / 500)],
};
const constants: Readonly<Record<string, number>> = { zeros: 0, ones: 1, constant: 0, "constant(value: -0.5)": -0.5 };

test("every initializer of the library is looked at", () => {
  const known = [...Object.keys(deviations), ...Object.keys(constants)].map((text) => text.replace(/\(.*/, ""));
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
      expect(end).toBeLessThanOrEqual(bound * (1 + 1e-6));
      expect(end).toBeGreaterThan(0.99 * bound);
    }
  },
);

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
