/** Specs put together at random: a graph of layers in any order, own words, any optimizer and schedule. */
import fc from "fast-check";
import { anyWords } from "./any-words.ts";

const later = ["linear", "prelu", "prelu(alpha: trainable(0.1, per: layer))", "rrelu", "gelu", "mish", "leaning"];
const activations = ["relu", "elu", "tanh", "swish", "leaky_relu(0.1)", "softplus", "bend", "centred", ...later];
const optimizers = [
  ...["sgd", "momentum", "nesterov(0.8)", "adam", "adamax", "nadam", "adamw(weight_decay: 0.1)", "adagrad"],
  ...["rmsprop", "rmsprop(momentum: 0.5, centered: true)", "own", "counting"],
];
const initializers = [
  ...["he_normal", "glorot_uniform", "random_normal(0.3, mean: 0.05)", "truncated_normal(0.3, mean: 0.05)"],
  ...["random_uniform(0.5)", "variance_scaling(scale: 2, mode: fan_avg)", "orthogonal", "identity(0.5)", "drawn(0.4)"],
];
const multipliers = ["", ", learning_rate_multiplier: 0.3"];
const schedules = [
  "0.01",
  "one_cycle(peak: 0.02)",
  "power(0.01, every: 5 steps)",
  "exponential(0.01, every: 2 epochs)",
  "piecewise([0.01, 0.002], at: [1 epoch])",
  "exponential(0.01, every: 50%, by_epoch: true)",
  "cosine(0.01, every: 60%, growth: 1.2, shrink: 0.8)",
  "performance(0.01, factor: 0.5, patience: 1)",
  "warmup(3 steps, into: watching)",
  "warmup(25%, into: one_cycle(peak: 0.02))",
  "falling",
];
const clippings = ["none", "value(0.02)", "norm(0.1)", "global_norm(0.2)", "soft"];
const constraints = ["none", "max_norm(0.5)", "unit_norm", "non_negative", "min_max_norm(0.3, 0.9, rate: 0.5)", "even"];
const classLosses = ["cross_entropy", "cross_entropy(label_smoothing: 0.1)", "kl_divergence", "focal"];
const numberLosses = ["mse", "mae", "huber", "huber(delta: 0.1)", "log_cosh", "pinball"];
const classMetrics = [
  "accuracy",
  "top_k(k: 2), accuracy",
  "precision, recall, f1, auc",
  "top_k(k: 1), top_k(k: 2), place",
];
const numberMetrics = ["rmse, mae", "r2", "mape, spread", ""];
const classWeights = ["none", "balanced", "[1, 2, 0.5]"];
const penalties = ["none", "l2(1e-3)", "l1(1e-4)", "l1_l2(l1: 1e-4, l2: 1e-3)"];

/** One more line of a network of values of four numbers each, `count` of which are kept so far. */
const step = (count: number): fc.Arbitrary<string> => {
  const kept = fc.integer({ min: 0, max: count - 1 }).map((i) => `v${i}`);
  const dense = fc
    .tuple(
      fc.constantFrom(...activations, "none"),
      fc.constantFrom(...penalties),
      fc.constantFrom(...constraints),
      fc.boolean(),
      fc.constantFrom(...multipliers),
      fc.constantFrom(...initializers),
    )
    .map(
      ([activation, penalty, constraint, bias, multiplier, init]) =>
        `dense(4, activation: ${activation}, regularization: ${penalty}, constraint: ${constraint}, bias: ${bias}, init: ${init}${multiplier})`,
    );
  const plain = fc.oneof(
    dense,
    fc.constantFrom(
      ...["batch_norm", "dropout(20%)", "alpha_dropout(10%)", "flatten", "relu", "tanh", "gaussian_noise(0.1)"],
      ...[
        "gaussian_dropout(20%)",
        "layer_norm",
        "layer_norm(center: false)",
        "batch_norm(center: false, scale: false)",
      ],
      "reshape(2, 2) -> flatten",
      ...["prelu", "rrelu"],
    ),
  );
  const merge = fc.oneof(
    kept.map((name) => `add(${name})`),
    fc.tuple(kept, kept).map(([a, b]) => `add(${a}, ${b})`),
    fc.tuple(kept, kept, kept).map((names) => `add(${names.join(", ")})`),
    fc.tuple(kept, kept).map(([a, b]) => `average(${a}, ${b})`),
    fc.tuple(kept, kept).map(([a, b]) => `multiply(${a}, ${b}) -> tanh`),
    kept.map((name) => `${name} -> slice(1..2) -> dense(4, activation: elu)`),
    fc.tuple(kept, kept).map(([a, b]) => `concat(${a}, ${b}) -> dense(4, activation: elu)`),
  );
  const branch = fc.tuple(kept, plain).map(([name, layer]) => `${name} -> ${layer}`);
  return fc.oneof({ weight: 4, arbitrary: plain }, { weight: 2, arbitrary: merge }, { weight: 1, arbitrary: branch });
};

const network = fc
  .integer({ min: 1, max: 7 })
  .chain((lines) => fc.tuple(...Array.from({ length: lines }, (_, i) => step(i + 1))))
  .map((steps) => {
    const names = ["v0", ...steps.map((_, i) => `v${i + 1}`)];
    return [...steps.map((one, i) => `  ${names[i + 1]} = ${one}`), `  add(${names.join(", ")})`].join("\n");
  });

const chosen = (texts: readonly string[], by: number): string => texts[by % texts.length]!;

/** Every value goes into the sum at the end: one that reached no output would be a mistake. */
export const anySpec: fc.Arbitrary<string> = fc
  .record({
    layers: network,
    regression: fc.boolean(),
    word: fc.nat(),
    optimizer: fc.constantFrom(...optimizers),
    schedule: fc.constantFrom(...schedules),
    batch: fc.constantFrom(7, 16, 64),
    clipping: fc.constantFrom(...clippings),
    measured: fc.boolean(),
    stopping: fc.constantFrom("", "early_stopping { patience: 1 }", "early_stopping { monitor: loss  patience: none }"),
    normalize: fc.constantFrom("none", "standardize", "min_max"),
    seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    freeze: fc.constantFrom("", "", "freeze: [v0]", "freeze: [v1]", "freeze: [v0, v1]"),
  })
  .map(
    ({
      layers,
      regression,
      word,
      optimizer,
      schedule,
      batch,
      clipping,
      measured,
      stopping,
      normalize,
      seed,
      freeze,
    }) => `
${anyWords}
data d {
  ${regression ? "source: linear(examples: 90, features: 4)" : "source: blobs(examples: 90, classes: 3)"}
  ${regression ? "target: regression(normalize: standardize)" : ""}
  normalize: ${normalize}
  class_weights: ${regression ? "none" : chosen(classWeights, word)}
  split: random(train: 60, validation: 20, test: 10)
}
network n {
  v0 = input -> dense(4, activation: elu)
${layers}
  dense(${regression ? "1" : "3, activation: softmax"})
}
train n on d {
  optimizer: ${optimizer}
  learning_rate: ${schedule}
  batch_size: ${batch}
  epochs: 2
  loss: ${chosen(regression ? numberLosses : classLosses, word)}
  metrics: [${chosen(regression ? numberMetrics : classMetrics, word >> 2)}]
  clip_gradients: ${clipping}
  evaluate_training_loss: ${measured}
  seed: ${seed}
  ${stopping}
  ${freeze}
}`,
  );
