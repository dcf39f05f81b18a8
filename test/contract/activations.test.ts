/** Every activation, of the library and of a user's own, element by element or over a row: one formula, every interpretation. */
import { expect, test } from "vitest";
import { evaluate, evaluateNumber } from "../../src/formula/evaluate.ts";
import { argsOf, some } from "../../src/formula/formula.ts";
import { formulaOf } from "../../src/vocabulary/instantiate.ts";
import { ruleOf } from "../../src/vocabulary/layers/activation.ts";
import { learnedOf, noisesOf } from "../../src/vocabulary/learned.ts";
import { algebra64 } from "../support/algebra64.ts";
import { tensor } from "../support/float64.ts";
import { differences64, distance, pull64, pullBy } from "../support/rules.ts";
import { numbers } from "../support/training.ts";
import { standard, useOf, vocabularyWith } from "../support/words.ts";

const own = vocabularyWith(`
  activation copied_selu(x) = 1.0507009873554805 * (if x > 0 then x else 1.6732632423543772 * (exp(x) - 1))
  activation bend(x, sharpness: 1) = x / sqrt(1 + sharpness * x ^ 2)
  activation steeper_hard_sigmoid(x) = clamp(0.2 * x + 0.5, 0, 1)
  activation scaled(x, a: trainable(0.7), b: trainable(-0.2, per: layer)) = a * max(x, 0) + b * min(x, 0)
  activation sharp(x, g: trainable(1.5, per: unit)) = x * sigmoid(g * x)
  activation sharper(x, g: trainable(1.5, per: layer)) = x * sigmoid(g * x)
  activation standing(x, level: trainable(0.3)) = level
  activation standing_together(x, level: trainable(0.3, per: layer)) = level
  activation unheard(x, level: trainable(0.3)) = x + 0 * level
  activation cut(x, at: trainable(0.4, per: layer)) = if x > 0 then x else at
  activation shared(x, a: trainable(0.5), b: trainable(0.5, per: layer)) = x * (sum(a) + a * mean(x)) / (1 + b ^ 2) + b * log_sum_exp(a * x)
  activation jittered(x, by: 0.1) = x * noise(1 - by, 1 + by) + noise(-by, by) * tanh(x)
  activation noisy_prelu(x, a: trainable(0.25)) = max(x, 0) + a * min(x, 0) * noise(0.5, 1.5)
  activation bell(x) = erf(x) * exp(-x ^ 2)
  activation shrink(x, by: 0.5) = sign(x) * max(abs(x) - by, 0)
  activation root(x) = if x > 0.05 then sqrt(x) else 0
  activation capped(x) = min(exp(x), 1)
  activation gate(x) = x * (x > 0.25 and not (x > 2 or x == 0.75))
  activation either(x) = if (x > 0) == (x > 1) then x else x ^ 2
  activation wave(x) = sin(x) + cos(2 * x) * mod(x, 3)
  activation layered(x) = (x - mean(x)) / sqrt(mean((x - mean(x)) ^ 2) + 1e-3)
  activation unit_length(x) = x / (norm(x) + 1e-3)
  activation maxout(x) = max(x) - min(x) + x
  activation sparse(x) = if x >= mean(x) then x - mean(x) else 0
  activation switched(x) = if sum(x) > 0 then x else 0.1 * x * log_sum_exp(x)
  activation pooled(x) = mean(x)
  activation constant_one(x) = 1
`);

const texts = [
  ...standard.names("activation"),
  ...[
    "leaky_relu(alpha: 0.3)",
    "leaky_relu(alpha: 0)",
    "elu(alpha: 0.2)",
    "swish(beta: 3)",
    "swish(beta: 0)",
    "gelu(approximate: true)",
    "prelu(alpha: 0.1)",
    "prelu(alpha: trainable(-0.1, per: layer))",
    "rrelu(lower: 0, upper: 1)",
    "bend(sharpness: 4)",
    "shrink(by: 1)",
  ],
  ...own.names("activation").filter((name) => !standard.names("activation").includes(name)),
];

const smallest = 1e-3;
/** Off the kinks, which are at round numbers; near 0 and far from it. */
const grid = [
  -1000.1,
  -100.1,
  -30.1,
  -9.7,
  -3.3,
  -1.7,
  -0.9,
  -0.31,
  -0.07,
  -smallest,
  smallest,
  0.11,
  0.6,
  1.13,
  2.7,
  7.9,
  31.1,
  99.1,
  1000.1,
];

/** Examples of so many numbers: near 0, and else far away too, where no sum and no difference of large numbers is at issue. */
function examples(width: number, near: boolean) {
  const values = near
    ? [...numbers(6 * width, 4, 3)]
    : Array.from({ length: 24 * width }, (_, i) => grid[i % grid.length]!);
  return tensor([values.length / width, width], Float32Array.from(values));
}

/** Abramowitz and Stegun 7.1.26, which tensors take, is good to 1.5e-7, and its slope to 4e-6. */
const tolerances = { exact: { value: 1e-13, slope: 3e-7 }, erf: { value: 2e-7, slope: 5e-6 } } as const;

for (const text of texts) {
  const use = useOf("activation", text, own);
  const formula = formulaOf(use)!;
  const [weights, noises] = [learnedOf(use), noisesOf(formula)];
  const tolerance = tolerances[some(formula, ({ op }) => op === "erf") ? "erf" : "exact"];
  for (const width of [1, 3, 8]) {
    const rule = ruleOf(use, [width], true);
    const rowwise = rule.key.endsWith(` ${width}`);
    if (width === 3 && !rowwise && weights.length === 0) continue;
    const x = examples(width, rowwise || weights.length > 0 || text === "exponential");
    // Around what they begin with, each unit's its own; noise between its ends.
    const learned = weights.map(({ initial, per }, i) => {
      const moved = numbers(per === "unit" ? width : 1, 20 + i, 0.1).map((by) => initial + by);
      return tensor([moved.length], moved);
    });
    const drawn = noises.map((noise, i) => {
      const [low, high] = argsOf(noise).map((end) => evaluateNumber(end, {}));
      const shares = numbers(x.values.length, 30 + i).map((share) => (share + 1) / 2);
      return tensor(
        x.shape,
        shares.map((share) => low! + (high! - low!) * share),
      );
    });
    const inputs = [x, ...learned, ...drawn];
    const g = tensor(x.shape, numbers(x.values.length, 8));
    const found = pull64(rule, inputs, g);

    test(`${text} on ${width}: the lowered formula is the formula, row by row`, () => {
      const still = ruleOf(use, [width], false);
      const value = still.value(algebra64(), [x, ...learned]).value;
      for (let row = 0; row < x.shape[0]!; row++) {
        const values = [...x.values.slice(row * width, (row + 1) * width)];
        const rest = weights.map(({ name, per }, i) => [
          name,
          per === "unit" ? [...learned[i]!.values] : learned[i]!.values[0]!,
        ]);
        const reference = evaluate(formula, { x: values, ...Object.fromEntries(rest) }, width);
        const wide = typeof reference === "number" ? values.map(() => reference) : reference;
        expect(distance(value.values.slice(row * width, (row + 1) * width), wide)).toBeLessThan(tolerance.value);
      }
    });

    // Differences of width 2e-5 are good to 1e-9 or so of the values; those reach 1000.
    test(`${text} on ${width}: the gradients are those of finite differences`, () => {
      expect(found.gradients.length).toBe(1 + weights.length);
      expect([found.value, ...found.gradients].every(({ values }) => values.every(Number.isFinite))).toBe(true);
      differences64(rule, inputs, g).forEach((differences, i) => {
        expect(found.gradients[i]!.shape).toEqual(inputs[i]!.shape);
        expect(distance(found.gradients[i]!.values, differences)).toBeLessThan(tolerance.slope);
      });
    });

    // float32 has 1e-7; sigmoid and tanh go through exp and a few operations more.
    test(`${text} on ${width}: the plan and the CPU backend compute what float64 does`, async () => {
      const [plan, cpu] = [await pullBy("wasm", rule, inputs, g), await pullBy("cpu", rule, inputs, g)];
      for (const [one, other] of [
        [plan, found],
        [cpu, found],
        [plan, cpu],
      ] as const) {
        expect(one.value.shape).toEqual(x.shape);
        expect(distance(one.value.values, other.value.values)).toBeLessThan(4e-6);
        other.gradients.forEach((gradient, i) => {
          expect(one.gradients[i]!.shape).toEqual(inputs[i]!.shape);
          expect(distance(one.gradients[i]!.values, gradient.values)).toBeLessThan(8e-6);
        });
      }
    });
  }
}

test.each(texts)("%s is a number from -1000 to 1000, and so is its slope", async (text) => {
  const use = useOf("activation", text, own);
  const x = tensor([grid.length, 1], grid);
  const inputs = [
    x,
    ...learnedOf(use).map(({ initial }) => tensor([1], [initial])),
    ...noisesOf(formulaOf(use)).map((noise) =>
      tensor(
        x.shape,
        grid.map(() => evaluateNumber(argsOf(noise)[0]!, {})),
      ),
    ),
  ];
  const g = tensor(
    x.shape,
    grid.map(() => 1),
  );
  for (const backend of ["wasm", "cpu"] as const) {
    const { value, gradients } = await pullBy(backend, ruleOf(use, [1], true), inputs, g);
    for (const { values } of [value, ...gradients]) expect([...values].filter(Number.isNaN)).toEqual([]);
  }
});
