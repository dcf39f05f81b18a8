/** Every activation, of the library and of a user's own, element by element or over a row: one formula, every interpretation. */
import { expect, test } from "vitest";
import { evaluate } from "../../src/formula/evaluate.ts";
import { activationRule } from "../../src/graph/formula-rule.ts";
import { formulaOf } from "../../src/vocabulary/instantiate.ts";
import { tensor } from "../support/float64.ts";
import { differences64, distance, pull64, pullBy } from "../support/rules.ts";
import { numbers } from "../support/training.ts";
import { standard, useOf, vocabularyWith } from "../support/words.ts";

const own = vocabularyWith(`
  activation copied_selu(x) = 1.0507009873554805 * (if x > 0 then x else 1.6732632423543772 * (exp(x) - 1))
  activation bend(x, sharpness: 1) = x / sqrt(1 + sharpness * x ^ 2)
  activation mish(x) = x * tanh(softplus(x))
  activation hard_sigmoid(x) = clamp(0.2 * x + 0.5, 0, 1)
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

/** Examples of so many numbers: near 0, and for words element by element far away too. */
function examples(width: number, rowwise: boolean) {
  const values = rowwise
    ? [...numbers(6 * width, 4, 3)]
    : Array.from({ length: 24 * width }, (_, i) => grid[i % grid.length]!);
  return tensor([values.length / width, width], Float32Array.from(values));
}

for (const text of texts) {
  const use = useOf("activation", text, own);
  const formula = formulaOf(use)!;
  for (const width of [1, 3, 8]) {
    const rule = activationRule(use.word.name, formula, width, use.word.doc);
    const rowwise = rule.key.endsWith(` ${width}`);
    if (width === 3 && !rowwise) continue;
    const x = examples(width, rowwise);
    const g = tensor(x.shape, numbers(x.values.length, 8));
    const found = pull64(rule, [x], g);

    test(`${text} on ${width}: the lowered formula is the formula, row by row`, () => {
      for (let row = 0; row < x.shape[0]!; row++) {
        const values = [...x.values.slice(row * width, (row + 1) * width)];
        const value = evaluate(formula, { x: values }, width);
        const reference = typeof value === "number" ? values.map(() => value) : value;
        expect(distance(found.value.values.slice(row * width, (row + 1) * width), reference)).toBeLessThan(1e-13);
      }
    });

    // Differences of width 2e-5 are good to 1e-9 or so of the values; those reach 1000.
    test(`${text} on ${width}: the gradient is that of finite differences`, () => {
      expect(found.value.values.every(Number.isFinite) && found.gradients[0]!.values.every(Number.isFinite)).toBe(true);
      expect(distance(found.gradients[0]!.values, differences64(rule, [x], g)[0]!)).toBeLessThan(3e-7);
    });

    // float32 has 1e-7; sigmoid and tanh go through exp and a few operations more.
    test(`${text} on ${width}: the plan and the CPU backend compute what float64 does`, async () => {
      const [plan, cpu] = [await pullBy("wasm", rule, [x], g), await pullBy("cpu", rule, [x], g)];
      for (const [one, other] of [
        [plan, found],
        [cpu, found],
        [plan, cpu],
      ] as const) {
        expect(one.value.shape).toEqual(x.shape);
        expect(distance(one.value.values, other.value.values)).toBeLessThan(4e-6);
        expect(one.gradients[0]!.shape).toEqual(x.shape);
        expect(distance(one.gradients[0]!.values, other.gradients[0]!.values)).toBeLessThan(8e-6);
      }
    });
  }
}
