/** Numbers that are judged by what they do in this network and this run: decays, noise, averages, memories, stopping. */
import { describe, expect, test } from "vitest";
import { judge, places, placesSound, spec } from "./workshop.ts";

const shallow = "input dense(32, activation: relu) dense(3, activation: softmax)";
const penalized = (penalty: string): string =>
  `input dense(32, activation: relu, regularization: ${penalty}) dense(3, activation: softmax)`;
const noisy = (stddev: number): string =>
  `input gaussian_noise(stddev: ${stddev}) dense(32, activation: relu) dense(3, activation: softmax)`;
const normed = (momentum: number): string =>
  `input dense(32, bias: false) batch_norm(momentum: ${momentum}) relu dense(3, activation: softmax)`;
const words = `
  optimizer sgdw(w, g, rate: 0.01, decayed, decay: 0.001) { w = w - rate * g - rate * decay * decayed * w }
  optimizer own_adam(w, g, rate: 0.001, t, quick: 0.9, slow: 0.999) {
    state { m: 0  v: 0 }
    m = quick * m + (1 - quick) * g
    v = slow * v + (1 - slow) * g ^ 2
    w = w - rate * m / (1 - quick ^ t) / (sqrt(v / (1 - slow ^ t)) + 1e-8)
  }
  regularizer squares(w) = 1e-4 * w * w`;

interface Case {
  readonly network?: string;
  readonly train?: string;
  readonly data?: string;
}

/** What the rule finds, by its place; other rules may have their say. */
const found = (rule: string, { network = shallow, train = "", data = "normalize: standardize" }: Case): string[] =>
  placesSound(spec({ network, train, data, words })).flatMap((one) =>
    one.startsWith(`${rule}: `) ? [one.slice(rule.length + 2)] : [],
  );

describe("optimizer-memory", () => {
  test.each([
    "adam(beta1: 0.999, beta2: 0.9)",
    "adamw(beta1: 0.999, beta2: 0.9)",
    "nadam(beta1: 0.999, beta2: 0.9)",
    "adamax(beta1: 0.999, beta2: 0.9)",
    "own_adam(quick: 0.999, slow: 0.9)",
  ])("finds %s", (optimizer) => {
    expect(found("optimizer-memory", { train: `optimizer: ${optimizer}` })).toEqual([`optimizer: ${optimizer}`]);
  });

  test.each([
    "adam",
    "adam(beta1: 0.5)",
    "adam(beta1: 0, beta2: 0.9)",
    "adam(beta1: 0.95, beta2: 0.95)",
    "adam(beta1: 0.9, beta2: 0.9)",
    "adam(beta1: 0.99, beta2: 0.999)",
    "adamax",
    "nadam",
    "rmsprop(momentum: 0.9)",
    "rmsprop(rho: 0.99, centered: true)",
    "adagrad",
    "nesterov(0.99)",
    "own_adam",
  ])("passes %s", (optimizer) => {
    expect(found("optimizer-memory", { train: `optimizer: ${optimizer}` })).toEqual([]);
  });
});

describe("double-decay", () => {
  test.each<[network: string, optimizer: string, at: readonly string[]]>([
    [penalized("l2(1e-4)"), "adamw", ["regularization: l2(1e-4)"]],
    [penalized("squares"), "sgdw", ["regularization: squares"]],
    [penalized("l1_l2(l1: 1e-5, l2: 1e-4)"), "adamw", ["regularization: l1_l2(l1: 1e-5, l2: 1e-4)"]],
    [penalized("l1(1e-4)"), "adamw", []],
    [penalized("l2(0)"), "adamw", []],
    [penalized("l2(1e-4)"), "adamw(weight_decay: 0)", []],
    [penalized("l2(1e-4)"), "adam", []],
    [penalized("l2(1e-4)"), "sgd", []],
  ])("%s under %s", (network, optimizer, at) => {
    expect(found("double-decay", { network, train: `optimizer: ${optimizer}` })).toEqual(at);
  });
});

describe("penalty-strength judges decay by what it takes off in a step", () => {
  test.each<[train: string, at: readonly string[]]>([
    ["optimizer: adamw(weight_decay: 1)  learning_rate: 0.01", ["optimizer: adamw(weight_decay: 1)"]],
    ["optimizer: sgdw(decay: 1)  learning_rate: 0.1", ["optimizer: sgdw(decay: 1)"]],
    ["optimizer: adamw(weight_decay: 0.3)  learning_rate: 0.003", []],
    ["optimizer: adamw(weight_decay: 1)  learning_rate: 0.001", []],
    ["optimizer: sgdw  learning_rate: 0.1", []],
    // Told where it stands: beyond what any rate makes sense with.
    ["optimizer: adamw(weight_decay: 10)  learning_rate: 0.001", []],
  ])("%s", (train, at) => {
    expect(found("penalty-strength", { train })).toEqual(at);
  });
});

describe("noise-strength", () => {
  test.each<[network: string, data: string, count: number]>([
    [noisy(5), "normalize: standardize", 1],
    [noisy(2), "normalize: min_max", 1],
    [noisy(1), "normalize: standardize", 0],
    [noisy(0.5), "normalize: min_max", 0],
    // Of raw columns of unknown size nothing is known.
    [noisy(50), "", 0],
    ["input dense(32) gaussian_noise(stddev: 4) relu dense(3, activation: softmax)", "normalize: standardize", 1],
    ["input dense(32) gaussian_noise(stddev: 1) relu dense(3, activation: softmax)", "normalize: standardize", 0],
  ])("%s on data with %s", (network, data, count) => {
    expect(found("noise-strength", { network, data })).toHaveLength(count);
  });

  test("knows a declared range", () => {
    const text = spec({ network: noisy(50) }).replace("columns(8)", "columns(8, range: 0..255)");
    expect(places(text)).not.toContain("noise-strength: gaussian_noise(stddev: 50)");
    expect(places(text.replace("stddev: 50", "stddev: 500"))).toContain("noise-strength: gaussian_noise(stddev: 500)");
  });
});

describe("batchnorm-average", () => {
  const data = "normalize: standardize  examples: 1000";
  test.each<[momentum: number, train: string, facts: string, count: number]>([
    [0.9999, "epochs: 20", data, 1],
    [0.99, "epochs: 2", data, 1],
    [0.99, "epochs: 20", data, 0],
    [0.9, "epochs: 2", data, 0],
    [0.9999, "epochs: 20", "normalize: standardize", 0],
    [0.9999, "epochs: 1000", data, 0],
  ])("a momentum of %d with %s of data with %s", (momentum, train, facts, count) => {
    expect(found("batchnorm-average", { network: normed(momentum), train, data: facts })).toHaveLength(count);
  });
});

describe("what early stopping watches and how long it waits", () => {
  test.each<[stopping: string, expected: readonly string[]]>([
    ["monitor: loss", ["monitor-training-loss: monitor: loss"]],
    ["monitor: validation_loss", []],
    ["patience: 5", []],
    ["patience: 200", ["patience-vs-epochs: patience: 200"]],
    ["patience: none", []],
  ])("%s", (stopping, expected) => {
    const train = `epochs: 100  early_stopping { ${stopping} }`;
    expect(places(spec({ network: shallow, train, data: "normalize: standardize" }))).toEqual(expected);
  });

  test("the training loss may be watched where nothing is held out", () => {
    const text = spec({ network: shallow, train: "early_stopping { monitor: loss  patience: 3 }" });
    expect(places(text.replace("split: random(validation: 10%)", ""))).not.toContain(
      "monitor-training-loss: monitor: loss",
    );
  });

  test("a wait that cannot end the run is a note where the best weights are kept", () => {
    const train = "epochs: 100  early_stopping { patience: 200 }";
    const [one] = judge(spec({ network: shallow, train, data: "normalize: standardize" }));
    expect(one?.severity).toBe("info");
    expect(one?.message).toBe("early stopping waits 200 epochs and cannot end a run of 100");
  });
});

describe("capacity-vs-data", () => {
  const wide = "input dense(1024, activation: relu) dense(1024, activation: relu) dense(3, activation: softmax)";
  const few = "normalize: standardize  examples: 300";
  const long = "epochs: 5000  batch_size: 8";
  test.each<[network: string, train: string, data: string, count: number]>([
    [wide, "", few, 1],
    [wide, "early_stopping { patience: 5 }", few, 0],
    [wide, "optimizer: adamw", few, 0],
    [wide.replace("dense(3", "dropout(50%) dense(3"), "", few, 0],
    [wide, "", "normalize: standardize  examples: 30_000", 0],
    [wide, "", "normalize: standardize", 0],
    [shallow, long, few, 1],
    [shallow, "epochs: 200  batch_size: 8", few, 0],
    [shallow, `${long}  early_stopping { patience: 50 }`, few, 0],
    ["input dense(4, activation: relu) dense(3, activation: softmax)", long, few, 0],
  ])("%s with %s on %s", (network, train, data, count) => {
    expect(found("capacity-vs-data", { network, train, data })).toHaveLength(count);
  });
});

describe("entry-without-effect knows what a schedule drives", () => {
  test.each<[train: string, at: readonly string[]]>([
    ["optimizer: sgd  learning_rate: one_cycle(0.2, high: 0.95, low: 0.8)", ["high: 0.95"]],
    ["optimizer: adam  learning_rate: warmup(1 epochs, into: one_cycle(0.002, low: 0.8))", ["low: 0.8"]],
    ["optimizer: nesterov  learning_rate: one_cycle(0.05, high: 0.95, low: 0.8)", []],
    ["optimizer: sgd  learning_rate: one_cycle(0.2, start: 0.02)", []],
    ["optimizer: sgd  learning_rate: cosine(0.2, end: 0.001)", []],
  ])("%s", (train, at) => {
    expect(found("entry-without-effect", { train })).toEqual(at);
  });
});

describe("entry-without-effect knows what errors a loss meets", () => {
  const words = `
    loss capped(target, output, cap: 10 in 0<..infinity) = min((target - output) ^ 2, cap)
    loss pinball(target, output, share: 0.5 in 0..1) = max(share * (target - output), (share - 1) * (target - output))`;
  const judged = (loss: string, target = "regression(column: y, normalize: standardize)"): readonly string[] =>
    placesSound(
      spec({
        words,
        target,
        network: "input dense(32, activation: relu) dense(1)",
        train: `loss: ${loss}`,
        data: "normalize: standardize",
      }),
    ).filter((one) => one.startsWith("entry-without-effect"));

  test.each([
    ["huber(delta: 100)", "delta: 100"],
    ["capped(cap: 10_000)", "cap: 10_000"],
  ])("%s", (loss, at) => {
    expect(judged(loss)).toEqual([`entry-without-effect: ${at}`]);
  });

  test.each(["huber(delta: 1.5)", "huber", "capped(cap: 4)", "pinball(share: 0.9)", "pinball(share: 0)"])(
    "not of %s",
    (loss) => {
      expect(judged(loss)).toEqual([]);
    },
  );

  test("not where targets are in their own units", () => {
    expect(judged("huber(delta: 100)", "regression(column: y)")).toEqual([]);
  });
});

describe("loss-weights", () => {
  const network = `input body = dense(32, activation: relu)
    early = body -> dense(3, activation: softmax)
    main = body -> dense(16, activation: relu) -> dense(3, activation: softmax)
    outputs: [main, early]`;
  test.each<[weights: string, at: readonly string[]]>([
    ["main: 1  early: 1e-6", ["early: 1e-6"]],
    ["main: 0.001  early: 1000", ["main: 0.001"]],
    ["main: 1  early: 0.3", []],
    ["main: 1  early: 0.001", []],
  ])("%s", (weights, at) => {
    expect(found("loss-weights", { network, train: `loss_weights { ${weights} }` })).toEqual(at);
  });
});

test("a penalty on a frozen layer has no effect", () => {
  const network = `input body = dense(64, regularization: l2(1e-4), init: orthogonal) -> relu dense(3, activation: softmax)`;
  expect(found("entry-without-effect", { network, train: "freeze: [body]" })).toEqual(["l2(1e-4)"]);
});

describe("lr-too-low", () => {
  const data = "normalize: standardize  examples: 1000";
  test.each<[train: string, facts: string, count: number]>([
    ["optimizer: sgd  learning_rate: 1e-6  epochs: 20", data, 1],
    ["optimizer: sgd  learning_rate: 1e-3  epochs: 20", data, 0],
    ["optimizer: momentum  learning_rate: 1e-4  epochs: 20", data, 0],
    // Of large features gradients are large.
    ["optimizer: sgd  learning_rate: 1e-6  epochs: 20", "examples: 1000", 0],
  ])("%s on data with %s", (train, facts, count) => {
    expect(found("lr-too-low", { train, data: facts })).toHaveLength(count);
  });
});

describe("random-frozen", () => {
  const body = (init: string): Case => ({
    network: `input body = dense(64, activation: tanh${init}) dense(3, activation: softmax)`,
    train: "freeze: [body]",
  });
  test.each<[init: string, count: number]>([
    ["", 1],
    [", init: glorot_uniform", 1],
    [", init: random_normal(stddev: 0.3)", 0],
    [", init: orthogonal", 0],
    [", init: lecun_normal", 1],
  ])("of a layer with%s", (init, count) => {
    expect(found("random-frozen", body(init))).toHaveLength(count);
  });

  test("passes waves over a random projection, however it is drawn", () => {
    const wavy = spec({
      words: "activation sine(x) = sin(x)",
      network: "input body = dense(64, activation: sine, init: lecun_normal) dense(3, activation: softmax)",
      train: "freeze: [body]",
    });
    expect(placesSound(wavy).filter((one) => one.startsWith("random-frozen"))).toEqual([]);
  });
});

describe("a cyclical schedule", () => {
  const data = "normalize: standardize  examples: 1000";
  test.each<[epochs: number, schedule: string, count: number]>([
    [31, "cosine(0.1, every: 10 epochs)", 1],
    [32, "cosine(0.1, every: 10 epochs, growth: 2)", 1],
    [30, "cosine(0.1, every: 10 epochs)", 0],
    [38, "cosine(0.1, every: 10 epochs)", 0],
    [30, "piecewise([0.01, 0.1], at: [5 epochs])", 0],
  ])("of %d epochs by %s", (epochs, schedule, count) => {
    const train = `optimizer: sgd  learning_rate: ${schedule}  epochs: ${epochs}`;
    expect(found("schedule-bounds", { train, data })).toHaveLength(count);
    expect(found("schedule-bounds", { train })).toHaveLength(count);
  });

  test("is told where its last period ended", () => {
    const train = "optimizer: sgd  learning_rate: cosine(0.1, every: 10 epochs)  epochs: 31";
    expect(judge(spec({ network: shallow, train, data })).map(({ help }) => help)).toEqual([
      "let the run end with a period, at the lowest rate: `epochs: 30`",
    ]);
  });
});
