/** Every kind of layer: what it computes, by a reference written out, and its gradients by finite differences. */
import { expect, test } from "vitest";
import type { Call } from "../../src/graph/step.ts";
import { allWeights, networkStep } from "../../src/graph/step.ts";
import { sidesOf } from "../../src/graph/training-graph.ts";
import { sizeOf } from "../../src/graph/ir.ts";
import { layerKinds, type Network } from "../../src/network/network.ts";
import { drawer } from "../../src/run/draw.ts";
import type { Ref } from "../../src/vocabulary/layers/definition.ts";
import { algebra64 } from "../support/algebra64.ts";
import { tensor, type Tensor } from "../support/float64.ts";
import { differences64, distance, pull64, pullBy } from "../support/rules.ts";
import { numbers, trainingOf } from "../support/training.ts";

const batch = 5;
type Reference = (inputs: readonly Tensor[]) => readonly number[];

const last = ({ shape }: Tensor): number => shape.at(-1)!;
/** The numbers of each feature: of the last axis, over everything before it. */
const columns = (x: Tensor): number[][] =>
  Array.from({ length: last(x) }, (_, j) => [...x.values].filter((_, i) => i % last(x) === j));
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

const dense: Reference = ([x, kernel, bias]) =>
  Array.from({ length: x!.values.length / last(x!) }, (_, row) =>
    Array.from({ length: last(kernel!) }, (_, unit) => {
      const terms = Array.from(
        { length: last(x!) },
        (_, k) => x!.values[row * last(x!) + k]! * kernel!.values[k * last(kernel!) + unit]!,
      );
      return terms.reduce((sum, term) => sum + term, bias?.values[unit] ?? 0);
    }),
  ).flat();

/** Klambauer et al. 2017, page 6: dropped values become alpha', then a · x + b. */
const alphaDropout =
  (rate: number): Reference =>
  ([x, mask]) => {
    const lowest = -1.7580993408473766;
    const a = ((1 - rate) * (1 + rate * lowest ** 2)) ** -0.5;
    return [...x!.values].map((value, i) => a * (mask!.values[i] === 1 ? value : lowest) - a * rate * lowest);
  };

const normalized = (
  x: Tensor,
  gamma: Tensor | undefined,
  beta: Tensor | undefined,
  moments: (i: number) => readonly [mean: number, variance: number],
): number[] =>
  [...x.values].map((value, i) => {
    const [centre, variance] = moments(i);
    const normal = (value - centre) / Math.sqrt(variance + 1e-3);
    return normal * (gamma?.values[i % last(x)] ?? 1) + (beta?.values[i % last(x)] ?? 0);
  });

const momentsOf = (values: readonly number[]): readonly [mean: number, variance: number] => [
  mean(values),
  mean(values.map((value) => (value - mean(values)) ** 2)),
];

/** Ioffe and Szegedy 2015: by the moments of each feature over the batch. */
const batchNorm = (x: Tensor, gamma?: Tensor, beta?: Tensor): number[] =>
  normalized(x, gamma, beta, (i) => momentsOf(columns(x)[i % last(x)]!));

const batchNormAt = (x: Tensor, centre: Tensor, variance: Tensor, gamma?: Tensor, beta?: Tensor): number[] =>
  normalized(x, gamma, beta, (i) => [centre.values[i % last(x)]!, variance.values[i % last(x)]!]);

/** Ba et al. 2016: by the moments of each row of the last axis. */
const layerNorm = (x: Tensor, gamma?: Tensor, beta?: Tensor): number[] =>
  normalized(x, gamma, beta, (i) => {
    const first = i - (i % last(x));
    return momentsOf([...x.values.slice(first, first + last(x))]);
  });

/** Side by side on the last axis. */
const beside: Reference = (parts) =>
  Array.from({ length: parts[0]!.values.length / last(parts[0]!) }, (_, row) =>
    parts.map((part) => [...part.values.slice(row * last(part), (row + 1) * last(part))]),
  ).flat(2);

const same: Reference = ([x]) => [...x!.values];

/** By the names of the rules that a network's step calls. */
const references: Readonly<Record<string, Reference>> = {
  dense,
  denseWithoutBias: dense,
  tanh: ([x]) => [...x!.values].map(Math.tanh),
  flatten: same,
  rowsOfLastAxis: same,
  inRows: same,
  dropout: ([x, mask]) => [...x!.values].map((value, i) => value * mask!.values[i]!),
  alphaDropout: alphaDropout(0.3),
  gaussianNoise: ([x, noise]) => [...x!.values].map((value, i) => value + noise!.values[i]!),
  gaussianDropout: ([x, noise]) => [...x!.values].map((value, i) => value * noise!.values[i]!),
  batchNorm: ([x, gamma, beta]) => batchNorm(x!, gamma, beta),
  batchNormWithoutBeta: ([x, gamma]) => batchNorm(x!, gamma),
  batchNormWithoutGamma: ([x, beta]) => batchNorm(x!, undefined, beta),
  batchNormWithoutGammaAndBeta: ([x]) => batchNorm(x!),
  batchNormAt: ([x, gamma, beta, centre, variance]) => batchNormAt(x!, centre!, variance!, gamma, beta),
  batchNormAtWithoutBeta: ([x, gamma, centre, variance]) => batchNormAt(x!, centre!, variance!, gamma),
  batchNormAtWithoutGamma: ([x, beta, centre, variance]) => batchNormAt(x!, centre!, variance!, undefined, beta),
  batchNormAtWithoutGammaAndBeta: ([x, centre, variance]) => batchNormAt(x!, centre!, variance!),
  layerNorm: ([x, gamma, beta]) => layerNorm(x!, gamma, beta),
  layerNormWithoutBeta: ([x, gamma]) => layerNorm(x!, gamma),
  layerNormWithoutGamma: ([x, beta]) => layerNorm(x!, undefined, beta),
  layerNormWithoutGammaAndBeta: ([x]) => layerNorm(x!),
  add: ([a, b]) => [...a!.values].map((value, i) => value + b!.values[i]!),
  add3: ([a, b, c]) => [...a!.values].map((value, i) => value + b!.values[i]! + c!.values[i]!),
  multiply: ([a, b]) => [...a!.values].map((value, i) => value * b!.values[i]!),
  multiply3: ([a, b, c]) => [...a!.values].map((value, i) => value * b!.values[i]! * c!.values[i]!),
  average: ([a, b]) => [...a!.values].map((value, i) => (value + b!.values[i]!) / 2),
  average3: ([a, b, c]) => [...a!.values].map((value, i) => (value + b!.values[i]! + c!.values[i]!) / 3),
  concat: beside,
  // Places 1 to 2, wherever one is taken here.
  slice: ([x]) => [...x!.values].filter((_, i) => i % last(x!) === 1 || i % last(x!) === 2),
  reshape: same,
};

const networks: Readonly<Record<string, string>> = {
  "one axis": `a = input(4)  b = dense(3)  d = tanh  c = dense(3, bias: false)  add(b, c, d)  batch_norm
    e = dropout(40%)  alpha_dropout(30%)  concat(e, a)  f = dense(4)  add(a)
    average(f, a)  multiply(f)  multiply(f, a, f)  average(f, a, f)  slice(1..2)  reshape(2, 1)  flatten`,
  "two axes": `input(2, 3)  a = dense(4)  tanh  batch_norm  b = dropout(40%)  alpha_dropout(30%)  add(b)  multiply(b)  average(b)
    concat(a, b)  slice(1..2)  reshape(-1, 1)  flatten`,
  "norms and noise": `input(4)  batch_norm(center: false)  batch_norm(scale: false)  batch_norm(center: false, scale: false)
    gaussian_noise(0.3)  gaussian_dropout(40%)  layer_norm  layer_norm(center: false)  layer_norm(scale: false)
    layer_norm(center: false, scale: false)  dense(4)`,
  "norms and noise of two axes": `input(2, 3)  layer_norm  gaussian_noise(0.3)  batch_norm(center: false)  gaussian_dropout(40%)
    layer_norm(center: false)  flatten`,
};

/** A step's calls with the inputs that they get when everything fed is drawn at random. */
function callsOf(network: Network, training: boolean): (Call & { readonly tensors: readonly Tensor[] })[] {
  const to = algebra64();
  const weights = new Map(
    allWeights(network).map(({ path, shape, kind }, i) => {
      const drawn = numbers(sizeOf(sidesOf(shape)), 20 + i);
      return [
        path,
        tensor(sidesOf(shape), kind === "statistic" ? drawn.map((x) => Math.abs(x) + 0.3) : drawn),
      ] as const;
    }),
  );
  const results: Tensor[] = [];
  const value = (ref: Ref): Tensor => {
    if (ref.kind === "call") return results[ref.index]!;
    if (ref.kind === "weight") return weights.get(`${ref.layer.name}.${ref.weight}`)!;
    if (ref.kind === "draw") {
      const like = value(ref.like);
      const mask = new Float32Array(like.values.length);
      drawer(ref.draw, mask.length, 1)(mask, 0, 0);
      return tensor(like.shape, mask);
    }
    const shape = [batch, ...sidesOf(network.layers[0]!.shape)];
    return tensor(shape, numbers(sizeOf(shape), 2, 2));
  };
  return networkStep(network, training).calls.map((call) => {
    const tensors = call.inputs.map(value);
    results.push(call.rule.value(to, tensors).value);
    return { ...call, tensors };
  });
}

for (const [axes, text] of Object.entries(networks)) {
  const { network } = trainingOf({ network: `${text}  dense(3, activation: softmax)` });
  for (const training of [true, false])
    for (const { rule, layer, tensors } of callsOf(network, training).slice(0, -2)) {
      const name = `${layer.kind} over ${axes} in ${training ? "training" : "inference"}: ${rule.name}`;
      const upstream = (): Tensor => {
        const { shape } = rule.value(algebra64(), tensors).value;
        return tensor(shape, numbers(sizeOf(shape), 7));
      };

      test(`${name} is its reference, of the layer's shape`, () => {
        const { value } = rule.value(algebra64(), tensors);
        expect(distance(value.values, references[rule.name]!(tensors))).toBeLessThan(1e-13);
        if (rule.name !== "rowsOfLastAxis" && !rule.name.startsWith("dense"))
          expect(value.shape).toEqual([batch, ...layer.shape]);
      });

      // Differences of width 2e-5 are good to 1e-10 of numbers about 10.
      test(`${name} has the gradients of finite differences`, () => {
        const { gradients } = pull64(rule, tensors, upstream());
        const differences = differences64(rule, tensors, upstream());
        expect(gradients.length).toBe(rule.differentiable);
        gradients.forEach((gradient, i) => {
          expect(gradient.shape).toEqual(tensors[i]!.shape);
          expect(distance(gradient.values, differences[i]!)).toBeLessThan(1e-8);
        });
      });

      test(`${name} is the same by the plan and on the CPU backend`, async () => {
        const expected = pull64(rule, tensors, upstream());
        for (const backend of ["wasm", "cpu"] as const) {
          const found = await pullBy(backend, rule, tensors, upstream());
          expect(distance(found.value.values, expected.value.values)).toBeLessThan(2e-6);
          found.gradients.forEach((gradient, i) =>
            expect(distance(gradient.values, expected.gradients[i]!.values)).toBeLessThan(5e-6),
          );
        }
      });
    }
}

test("every kind of layer that computes is among them", () => {
  const kinds = Object.values(networks).flatMap((text) =>
    trainingOf({ network: `${text}  dense(3, activation: softmax)` }).network.layers.map(({ kind }) => kind),
  );
  expect([...new Set(kinds)].sort()).toEqual([...layerKinds].sort());
});

test("in inference nothing is dropped, and the statistics stay", () => {
  const { network } = trainingOf({
    network:
      "input(4) dropout(40%) alpha_dropout(30%) gaussian_noise gaussian_dropout batch_norm dense(3, activation: softmax)",
  });
  const { calls, follows } = networkStep(network, false);
  expect(calls.map(({ rule }) => rule.name)).toEqual(["batchNormAt", "dense", "softmax"]);
  expect(follows).toEqual([]);
});
