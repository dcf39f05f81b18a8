/** Numbers that are possible and not sensible: what `@usual` says with a word, the library's or one's own. */
import { describe, expect, test } from "vitest";
import { literalNumber } from "../../src/vocabulary/limits.ts";
import { standardWords } from "../../src/vocabulary/standard.ts";
import { sideOf, usualOf, wrongUsual } from "../../src/vocabulary/usual.ts";
import { judge, placesSound, spec } from "./workshop.ts";

const shallow = "input dense(32, activation: relu) dense(3, activation: softmax)";
const layer = (line: string): string => `input ${line} dense(3, activation: softmax)`;

interface Case {
  readonly network?: string;
  readonly train?: string;
  readonly words?: string;
}
const found = ({ network = shallow, train = "", words = "" }: Case): readonly string[] =>
  placesSound(spec({ network, train, words, data: "normalize: standardize" })).flatMap((one) =>
    one.startsWith("unusual-value: ") ? [one.slice("unusual-value: ".length)] : [],
  );

test.each<[at: string, one: Case]>([
  ["beta1: 0.001", { train: "optimizer: adam(beta1: 0.001)" }],
  ["beta2: 0.01", { train: "optimizer: nadam(beta2: 0.01)" }],
  ["0.01", { train: "optimizer: momentum(0.01)" }],
  ["rho: 0.001", { train: "optimizer: rmsprop(rho: 0.001)" }],
  ["initial_accumulator_value: 1000", { train: "optimizer: adagrad(initial_accumulator_value: 1000)" }],
  ["weight_decay: 10", { train: "optimizer: adamw(weight_decay: 10)" }],
  ["1e-6", { train: "clip_gradients: global_norm(1e-6)" }],
  ["1e9", { train: "clip_gradients: value(1e9)" }],
  ["label_smoothing: 95%", { train: "loss: cross_entropy(label_smoothing: 95%)" }],
  ["factor: 0.999", { train: "learning_rate: performance(0.01, factor: 0.999)" }],
  ["factor: 0.999", { train: "learning_rate: warmup(1 epochs, into: performance(0.01, factor: 0.999))" }],
  ["low: 0.95", { train: "optimizer: nesterov  learning_rate: one_cycle(0.02, high: 0.85, low: 0.95)" }],
  ["0.001", { network: layer("dense(32, activation: relu, constraint: max_norm(0.001))") }],
  ["0.001", { network: `defaults { constraint: max_norm(0.001) } ${shallow}` }],
  [
    "min_value: 3",
    { network: layer("dense(32, activation: relu, constraint: min_max_norm(min_value: 3, max_value: 2))") },
  ],
  ["momentum: 0.1", { network: layer("dense(32) batch_norm(momentum: 0.1) relu") }],
  ["momentum: 0.1", { network: layer("dense(32, activation: relu, normalization: batch_norm(momentum: 0.1))") }],
  ["epsilon: 1", { network: layer("dense(32) layer_norm(epsilon: 1) relu") }],
  ["learning_rate_multiplier: 1e-8", { network: layer("dense(32, activation: relu, learning_rate_multiplier: 1e-8)") }],
  ["alpha: 0.9", { network: layer("dense(32, activation: leaky_relu(alpha: 0.9))") }],
])("%s is far from what is usual", (at, one) => {
  expect(found(one)).toEqual([at]);
});

test.each<Case>([
  { train: "optimizer: adam(beta1: 0, beta2: 0.9)" },
  { train: "optimizer: adam(beta1: 0.5)" },
  { train: "optimizer: adamw(weight_decay: 0.3, beta2: 0.95)" },
  { train: "optimizer: momentum(0)  learning_rate: 0.01" },
  { train: "optimizer: momentum(0.99)  learning_rate: 0.001" },
  { train: "clip_gradients: norm(40)" },
  { train: "clip_gradients: global_norm(0.01)" },
  { train: "loss: cross_entropy(label_smoothing: 0.2)" },
  { train: "learning_rate: performance(0.01, factor: 0.9)" },
  { network: layer("dense(32, activation: relu, constraint: max_norm(4))") },
  { network: layer("dense(32, bias: false) batch_norm(momentum: 0.9, epsilon: 1e-5) relu") },
  { network: layer("dense(32) layer_norm(epsilon: 1e-12) relu") },
  { network: layer("dense(32, activation: relu, learning_rate_multiplier: 10)") },
  { network: layer("dense(32, activation: leaky_relu(alpha: 0.3))") },
])("%o is usual", (one) => {
  expect(found(one)).toEqual([]);
});

describe("a word of one's own", () => {
  const words = `
    /// Descent with a mean of past gradients.
    /// @usual keep: 0, 0.5..0.99
    /// @below keep: past gradients hardly count
    optimizer heavy(w, g, rate: 0.01, keep: 0.9 in 0..<1) {
      state { v: 0 }
      v = keep * v + rate * g
      w = w - v
    }`;

  test("says what is usual for it", () => {
    expect(found({ words, train: "optimizer: heavy(keep: 0.1)" })).toEqual(["keep: 0.1"]);
    expect(found({ words, train: "optimizer: heavy(keep: 0)" })).toEqual([]);
    expect(found({ words, train: "optimizer: heavy" })).toEqual([]);
  });

  test("is told of with what becomes of the number, and with what it is where none is written", () => {
    const text = spec({
      words,
      network: shallow,
      train: "optimizer: heavy(keep: 0.1)",
      data: "normalize: standardize",
    });
    const [one] = judge(text).filter(({ code }) => code === "unusual-value");
    expect(one?.message).toBe(
      "`keep` of 0.1 is below what is usual, 0, or from 0.5 to 0.99: past gradients hardly count",
    );
    expect(one?.help).toBe("write `keep: 0.9`, the default, or another number from the usual range");
  });

  test.each([
    ["@usual kept: 0..1", "`@usual kept` names no parameter that can be set"],
    ["@usual keep: often", "`@usual keep` gives no numbers and ranges, such as `0, 0.5..0.99`"],
    ["@above keep: it drifts", "`@above keep` stands without `@usual keep`"],
  ])("with %s is told what is wrong", (tag, message) => {
    const own = words.replace("@usual keep: 0, 0.5..0.99\n    /// @below keep: past gradients hardly count", tag);
    const text = spec({ words: own, network: shallow, train: "optimizer: heavy" });
    expect(judge(text).map((one) => one.message)).toContain(message);
  });
});

describe("every word of the library", () => {
  const telling = standardWords().filter(({ declaration }) => declaration.doc?.includes("@usual") === true);

  test.each(telling.map((word) => [word.name, word] as const))(
    "%s says what is usual in a way that can be read",
    (_, word) => {
      expect(wrongUsual(word)).toBeUndefined();
      for (const usual of usualOf(word)) {
        const parameter = word.parameters.find(({ name }) => name === usual.name)!;
        const standing = parameter.default && literalNumber(parameter.default);
        const others = (name: string): number | undefined => {
          const other = word.parameters.find((one) => one.name === name)?.default;
          return other && literalNumber(other);
        };
        if (standing !== undefined) expect(sideOf(usual, standing, others)).toBeUndefined();
      }
    },
  );
});
