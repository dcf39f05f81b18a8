/** Specs of one small network with everything that a training can ask for at once: several outputs, words of the spec's own, odd batches. */
import fc from "fast-check";
import { anyWords } from "./any-words.ts";

const activations = ["prelu", "prelu(alpha: trainable(0.1, per: layer))", "rrelu", "gelu", "elu", "leaning", "centred"];
const norms = ["none", "batch_norm", "batch_norm(scale: false)", "layer_norm", "layer_norm(center: false)"];
const penalties = ["none", "l2(1e-3)", "l1(1e-4)", "lifting"];
const constraints = ["none", "max_norm(0.5)", "unit_norm", "non_negative", "min_max_norm(0.3, 0.9, rate: 0.5)", "even"];
const inits = [
  "he_normal",
  "orthogonal",
  "orthogonal(gain: 1.4)",
  "drawn(0.4)",
  "lecun_uniform",
  "variance_scaling(2, mode: fan_out, distribution: untruncated_normal)",
];
const clippings = ["none", "value(0.02)", "norm(0.1)", "global_norm(0.2)", "global_norm", "soft"];
const optimizers = [
  ...[
    "sgd",
    "momentum(0.8)",
    "nesterov",
    "adam",
    "adamax(epsilon: 1e-3)",
    "nadam",
    "adamw",
    "adagrad(initial_accumulator_value: 0)",
  ],
  ...["rmsprop(centered: true)", "rmsprop(momentum: 0.5)", "own", "counting"],
];
const schedules = [
  ...["0.01", "performance(0.02, factor: 0.5, patience: 1)", "watching", "falling", "one_cycle(peak: 0.02)"],
  ...["warmup(20%, into: watching)", "warmup(1 epoch, into: performance(0.02, patience: 1))"],
  ...[
    "warmup(3 steps, into: cosine(0.02, every: 1 epoch, growth: 2, shrink: 0.5))",
    "cosine(0.02, every: 3 steps, growth: 1.5)",
  ],
  ...["warmup(2 steps, into: warmup(2 steps, into: falling))", "piecewise([0.02, 0.01, 0.005], at: [30%, 2 epochs])"],
  "warmup(3 steps, into: 0.02)",
];
const losses = {
  class: ["cross_entropy", "cross_entropy(label_smoothing: 0.2)", "focal", "mse", "kl_divergence", "hinge"],
  binary: ["binary_cross_entropy", "binary_cross_entropy(label_smoothing: 0.1)", "mae", "hinge", "log_cosh"],
  regression: ["mse", "huber(delta: 0.3)", "log_cosh", "pinball", "mae"],
};
const metrics = {
  class: ["accuracy, top_k(k: 2)", "precision, recall, f1(threshold: 0.4)", "auc", "place, mse", ""],
  binary: ["accuracy", "precision, recall, f1", "auc, accuracy(threshold: 0.3)", "spread"],
  regression: ["rmse, r2", "mape, mae, mse", "spread, r2", ""],
};
const kinds = ["class", "binary", "regression"] as const;
const weights = {
  class: ["none", "balanced", "[1, 0, 0.5]"],
  binary: ["none", "balanced", "[2, 0.5]"],
  regression: ["none"],
};
const sources = {
  class: "source: blobs(examples: 71, classes: 3)",
  binary: "source: moons(examples: 71)",
  regression: "source: linear(examples: 71, features: 2)",
};
const ends = { class: "dense(3, activation: softmax", binary: "dense(1, activation: sigmoid", regression: "dense(1" };

const chosen = <T>(texts: readonly T[], by: number): T => texts[by % texts.length]!;

const dense = fc
  .tuple(
    fc.constantFrom(...activations),
    fc.constantFrom(...norms),
    fc.constantFrom(...penalties),
    fc.constantFrom(...constraints),
    fc.constantFrom(...inits),
    fc.constantFrom("none", "20%"),
    fc.constantFrom("", ", learning_rate_multiplier: 0.3", ", bias: false", ", bias: true"),
  )
  .map(
    ([activation, norm, penalty, constraint, init, dropout, more]) =>
      (units: number) =>
        `dense(${units}, activation: ${activation}, normalization: ${norm}, regularization: ${penalty}, constraint: ${constraint}, init: ${init}, dropout: ${dropout}${more})`,
  );

export const anyRun: fc.Arbitrary<string> = fc
  .record({
    a: dense,
    b: dense,
    c: dense,
    shape: fc.nat(5),
    kind: fc.constantFrom(...kinds),
    words: fc.array(fc.nat(1000), { minLength: 10, maxLength: 10 }),
    batch: fc.constantFrom(1, 7, 10, 20, 64),
    freeze: fc.constantFrom("none", "none", "[body]", "[side]", "[body, side]"),
    end: fc.constantFrom(
      "",
      ", constraint: max_norm(0.4)",
      ", learning_rate_multiplier: 2",
      ", regularization: l2(1e-2), bias: false",
    ),
    held: fc.boolean(),
    measured: fc.boolean(),
    seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  })
  .map(({ a, b, c, shape, kind, words, batch, freeze, end, held, measured, seed }) => {
    const w = (i: number): number => words[i]!;
    const several = shape >= 2;
    const last = `${ends[kind]}${end})`;
    const network = [
      `  start = input(2)\n  body = ${a(5)}\n  side = ${b(5)}\n  add(body)\n  ${c(4)}\n  ${last}`,
      `  left = input(1)\n  right = input(1)\n  body = right -> ${a(5)}\n  side = left -> ${b(3)}\n  concat(body, side)\n  ${c(4)}\n  ${last}`,
      `  input\n  body = ${a(5)}\n  side = ${b(5)}\n  aux = body -> ${last}\n  main = ${last}\n  outputs: [main, aux]`,
      `  input(2)\n  body = ${a(5)}\n  aux = ${last}\n  side = body -> ${b(4)}\n  multiply(side, side) -> gaussian_noise(0.1)\n  main = ${last}\n  outputs: [aux, main]`,
      `  left = input(1)\n  right = input(1)\n  concat(left, right)\n  body = ${a(5)}\n  one = ${last}\n  side = body -> ${b(5)}\n  average(side, body)\n  two = ${last}\n  three = side -> ${c(2)} -> prelu -> ${last}\n  outputs: [one, two, three]`,
      `  input\n  body = ${a(4)}\n  side = ${b(4)}\n  rrelu\n  prelu(alpha: trainable(0.2))\n  main = ${last}\n  aux = main -> ${last}\n  outputs: [main, aux]`,
    ][shape]!;
    const names = [[], [], ["main", "aux"], ["aux", "main"], ["one", "two", "three"], ["main", "aux"]][shape]!;
    const each = (entry: string, values: readonly string[], wrap: (text: string) => string, by: number): string =>
      !several || by % 3 === 0
        ? `${entry}: ${wrap(chosen(values, by >> 2))}`
        : `${entry} { ${names
            .map((name, i) => `${name}: ${wrap(chosen(values, (by >> 2) + i))}`)
            .slice(by % 3 === 1 ? 0 : 1)
            .join("  ")} }`;
    return `
${anyWords}
data d {
  ${sources[kind]}
  ${kind === "regression" ? `target: regression(normalize: ${chosen(["standardize", "min_max", "none"], w(9))})` : ""}
  normalize: ${chosen(["none", "standardize", "min_max"], w(0))}
  class_weights: ${chosen(weights[kind], w(1))}
  split: ${held ? "random(train: 50, validation: 11, test: 10)" : "random(train: 61, test: 10)"}
}
network n {
${network}
}
train n on d {
  optimizer: ${chosen(optimizers, w(2))}
  learning_rate: ${chosen(schedules, w(3))}
  batch_size: ${batch}
  epochs: 4
  ${each("loss", losses[kind], (text) => text, w(4))}
  ${each("metrics", metrics[kind], (text) => `[${text}]`, w(5))}
  ${several ? each("loss_weights", ["0.3", "1", "2"], (text) => text, 3 * w(6) + 1) : ""}
  clip_gradients: ${chosen(clippings, w(7))}
  evaluate_training_loss: ${measured}
  early_stopping${w(8) % 2 === 0 ? ": none" : ` { monitor: ${held ? "validation_loss" : "loss"}  patience: ${1 + (w(8) % 3)}  restore_best: ${w(8) % 4 === 1} }`}
  seed: ${seed}
  freeze: ${freeze}
}`;
  });
