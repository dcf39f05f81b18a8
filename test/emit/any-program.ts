/** Specs that reach for the whole vocabulary: any word with any arguments, on any data, in a network of any shape, for five steps. */
import type fc from "fast-check";
import { wildWords } from "./any-formula.ts";
import { anyData, type AnyData } from "./any-data.ts";
import { anyNetwork } from "./any-network.ts";
import { anyUse, libraryWords, namesOf, type Pen } from "./any-use.ts";
import { anyWords, declarationsOf, wordsIn } from "./any-words.ts";
import { drawn } from "./draw.ts";

const ownWords = wordsIn(anyWords);

export const anyProgram: fc.Arbitrary<string> = drawn((given) => {
  const draw: Pen = { ...given, words: [...libraryWords, ...ownWords, ...wordsIn(wildWords(given))] };
  const data = anyData(draw);
  const { above, lines, kept, outputs, blocks } = anyNetwork(draw, data);
  const train = trainEntries(draw, data, { kept, outputs });
  const rest = `data d {
  ${data.entries.join("\n  ")}
}
${blocks.join("\n")}network n {
  ${lines.join("\n  ")}
}
train n on d {
  ${train.join("\n  ")}
}`;
  return [...silenced, above, declarationsOf(draw.words, rest), rest].filter((text) => text !== "").join("\n");
});

/** What a user would be told to mend, and may insist on. */
const silenced = [
  ...["constant-kernel-init", "selu-inputs", "selu-init", "selu-sequential", "bounded-output-regression"],
  ...["wrong-output-activation", "missing-output-activation", "positive-output-loss", "sigmoid-on-classes"],
  ...["one-unit-cross-entropy", "softmax-one-unit", "monitor-without-validation", "batchnorm-small-batch"],
].map((rule) => `// dnnc-ignore ${rule}: drawn at random`);

/** How long: epochs, and at least so many steps in each. */
const lengths = [
  [1, 5],
  [1, 5],
  [1, 5],
  [5, 1],
  [2, 3],
  [3, 2],
] as const;

const fittingLosses = {
  class: ["cross_entropy", "kl_divergence", "focal", "mse", "wild_loss"],
  binary: ["binary_cross_entropy", "hinge", "mse"],
  multi_label: ["binary_cross_entropy", "mae"],
  regression: ["mse", "mae", "huber", "log_cosh", "pinball", "poisson", "wild_loss", "wild_loss"],
};
const fittingMetrics = {
  class: ["accuracy", "top_k", "precision", "recall", "f1", "auc", "place", "mse", "wild_metric"],
  binary: ["accuracy", "precision", "recall", "f1", "auc", "wild_metric"],
  multi_label: ["precision", "recall", "f1", "auc", "mae"],
  regression: ["rmse", "mae", "mse", "mape", "r2", "spread", "wild_metric"],
};

function trainEntries(
  draw: Pen,
  { count, target, validates }: AnyData,
  { kept, outputs }: { kept: readonly string[]; outputs: readonly string[] },
): readonly string[] {
  const [epochs, steps] = draw.of(lengths);
  const batch = steps === 1 ? count + draw.of([0, 0, 40]) : Math.max(1, Math.floor((count - 1) / (steps - 1)));
  const { maybe } = draw;
  /** For all outputs alike, or for some of them. */
  const each = (entry: string, value: () => string): string =>
    outputs.length < 2 || draw.chance(40)
      ? `${entry}: ${value()}`
      : `${entry} { ${draw
          .some(outputs, 1, outputs.length)
          .map((name) => `${name}: ${value()}`)
          .join("  ")} }`;
  const loss = (): string => anyUse(draw, "loss", draw.chance(25) ? namesOf(draw, "loss") : fittingLosses[target]);
  const metrics = (): string => {
    const among = draw.chance(10) ? namesOf(draw, "metric") : fittingMetrics[target];
    const several = draw.some(among, 0, 3).map((name) => anyUse(draw, "metric", [name]));
    return `[${several.join(", ")}]`;
  };
  const stopping = (): string => {
    const monitor = validates ? draw.of(["validation_loss", "loss"]) : "loss";
    const patience = draw.of(epochs > 1 ? ["1", "2", "none"] : ["none", "3"]);
    return `early_stopping { monitor: ${monitor}  patience: ${patience}  restore_best: ${draw.of(["true", "false"])} }`;
  };
  return [
    ...maybe(10, () => `defaults: ${draw.of(["default_dnn", "self_normalizing"])}`),
    ...maybe(85, () => `optimizer: ${anyUse(draw, "optimizer")}`),
    ...maybe(75, () => `learning_rate: ${draw.chance(15) ? "0.02" : anyUse(draw, "schedule")}`),
    `batch_size: ${batch}`,
    `epochs: ${epochs}`,
    ...maybe(70, () => each("loss", loss)),
    ...maybe(75, () => each("metrics", metrics)),
    ...maybe(outputs.length > 1 ? 50 : 0, () => {
      const weighed = draw.some(outputs, 1, outputs.length).map((name) => `${name}: ${draw.of(["0.3", "1", "2"])}`);
      return `loss_weights { ${weighed.join("  ")} }`;
    }),
    ...maybe(40, () => `clip_gradients: ${anyUse(draw, "clipping")}`),
    ...maybe(25, () => "evaluate_training_loss: true"),
    ...maybe(40, stopping),
    ...maybe(80, () => `seed: ${draw.of([0, 1, 7, 4_294_967_295, draw.int(0, 4_294_967_295)])}`),
    ...maybe(kept.length > 0 ? 20 : 0, () => `freeze: [${draw.some(kept, 1, 2).join(", ")}]`),
  ];
}
