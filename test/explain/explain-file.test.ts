import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { explainFile } from "../../src/explain/explain-file.ts";
import { summarize } from "../../src/explain/summarize.ts";
import { resolve, type Model } from "../../src/network/resolve.ts";
import { printUse, printValue, type Arguments } from "../../src/network/value.ts";
import { parse } from "../../src/syntax/parse.ts";

/** The model of a text without errors. */
function modelOf(text: string): Model {
  const { file, diagnostics } = parse({ path: "spec.dnn", text });
  const { model, diagnostics: found } = resolve(file);
  // What is filled in may be driven by a schedule, which is only worth a remark.
  expect(
    [...diagnostics, ...found]
      .filter(({ severity }) => severity !== "info")
      .map(({ message, at }) => `${message}: ${text.slice(at.start, at.end)}`),
  ).toEqual([]);
  return model;
}

const values = (given: Arguments): Record<string, string> =>
  Object.fromEntries(Object.entries(given).map(([name, { value }]) => [name, printValue(value)]));

/** What a model means, without where it is written. */
const meaning = ({ trainings, networks, data }: Model) => ({
  data: [...data.values()].map(({ spec, shape }) => ({ target: spec.target.kind, split: spec.split?.kind, shape })),
  networks: [...trainings.map(({ network }) => network), ...networks].map(({ name, layers, output }) => ({
    name,
    output: output.id,
    layers: layers.map((layer) => ({
      kind: layer.kind,
      inputs: layer.inputs,
      shape: layer.shape,
      role: layer.role,
      stream: layer.stream,
      frozen: layer.frozen,
      values: values(layer.arguments),
    })),
  })),
  trainings: trainings.map((training) => ({
    name: training.name,
    optimizer: printUse(training.optimizer),
    schedule: printUse(training.schedule),
    values: values(training.arguments),
  })),
});

const specs: Readonly<Record<string, string>> = {
  "the shortest spec": `
data arms { source: spirals }
network small { input  dense(8, activation: relu)  dense(2, activation: softmax) }
train small on arms`,
  "defaults, a preset and a section": `
defaults: self_normalizing
data arms { source: spirals(examples: 400, noise: 0.2)  normalize: standardize  split: random(train: 80%, validation: 20%) }
network deep { defaults { regularization: l2(1e-4)  dropout: 10% } input(2) dense(20) dense(20, normalization: batch_norm, dropout: none) dense(2, activation: softmax) }
train deep on arms as quick { optimizer: momentum(0.8)  learning_rate: piecewise([0.1, 0.01], at: [5 epochs])  early_stopping { patience: 3 } }`,
  "blocks, repeats, branches and merges": `
activation twice(x, by: 2 in 0..4) = by * x
block unit(units, rate: 10%) {
  batch_norm
  relu
  dense(units, activation: none, bias: false)
  dropout(rate)
  add(in)
}
network residual {
  features = input(4)
  wide = features -> dense(6, activation: twice(by: 3))
  dense(8)
  repeat 3 { unit(8, rate: 20%) }
  concat(wide)
  skip = elu(alpha: 0.5)
  dense(14)
  add(skip)
  dense(3, activation: softmax)
}`,
  "a kept value beside the flow as the network's value": `
network beside { start = input(4)  left = start -> dense(3)  dense(5)  left }`,
  "a made regression": `
data line { source: friedman(features: 6) }
network small { input  dense(8, activation: relu)  dense(1) }
train small on line`,
  "two runs of one network": `
data arms { source: moons }
network small { input  dense(8, activation: relu)  dense(1, activation: sigmoid) }
train small on arms as first { epochs: 3 }
train small on arms as second { epochs: 4 }`,
  "a frozen line": `
data arms { source: moons }
network small { input  body = dense(8, activation: relu, normalization: batch_norm)  dense(8)  dense(1, activation: sigmoid) }
train small on arms as first { epochs: 3  freeze: [body] }
train small on arms as second { epochs: 4 }`,
};

const examples = readdirSync("examples")
  .filter((name) => name.endsWith(".dnn"))
  .map((name) => [name, readFileSync(join("examples", name), "utf8")] as const);

test.each(examples)("%s is summarized in at most 100 columns", (_, text) => {
  const { trainings } = modelOf(text);
  const lines = trainings.flatMap((training) => summarize(training.network, training).split("\n"));
  expect(lines.filter((line) => line.length > 100)).toEqual([]);
});

test.each([...Object.entries(specs), ...examples])(
  "%s: the filled-in spec means the same, and explains itself as written",
  (_, text) => {
    const model = modelOf(text);
    const filled = explainFile(model);
    expect(meaning(modelOf(filled))).toEqual(meaning(model));
    expect(explainFile(modelOf(filled)).replaceAll(/ *\/\/.*/g, "")).toBe(filled.replaceAll(/ *\/\/.*/g, ""));
  },
);

test("every value says where it came from", () => {
  const text = `data arms { source: spirals(examples: 400, noise: 0.2, classes: 2) }
network small {
  defaults {
    activation: elu
  }
  input
  dense(8)
  dense(2, activation: softmax)
}
defaults: default_dnn`.split("\n");
  const spec = [text.at(-1)!, ...text.slice(0, -1), "train small on arms { epochs: 5 }"].join("\n");
  expect(explainFile(modelOf(spec))).toMatchSnapshot();
});
