/** Small specs that random ones led to: what each of them once got wrong. */
import { beforeAll, describe, expect, test } from "vitest";
import { check } from "../../src/check.ts";
import { isError } from "../../src/diagnostics/diagnostic.ts";
import { emitModules, emitProgram } from "../../src/emit/tfjs/index.ts";
import { interpreted, programsOf, trainingOf, type Outcome, type Programs } from "./many.ts";

interface Parts {
  readonly words?: string;
  readonly data?: string;
  readonly layers?: string;
  readonly train?: string;
}

const specOf = ({
  words = "",
  data = "",
  layers = "dense(3, activation: tanh)",
  train = "",
}: Parts): string => `${words}
data d { source: moons(examples: 30)  target: binary  ${data} }
network n { input  ${layers}  dense(1, activation: sigmoid) }
train n on d { epochs: 2  batch_size: 12  ${train} }`;

const sound: Readonly<Record<string, Parts>> = {
  "a plain number of an optimizer that is made by erf": {
    words: `optimizer own(w, g, rate: 0.01) { state { number: 1 }  number = 0.9 * number + 0.1 * erf(number)  w = w - rate * g / number }`,
    train: "optimizer: own",
  },
  "a learned parameter that the formula comes to without": {
    words: "activation own(x, p: trainable(0.6, per: unit)) = 0.5 * x * noise(0.8, 1.1) + sin(x)",
    layers: "dense(3, activation: own)",
  },
  "a learned parameter of a frozen layer that no formula reads": {
    words: "activation own(x, p: 0.6 in 0..2) = 0.5 * x + sin(x)",
    layers: "body = dense(3, activation: own(p: trainable(2, per: layer)))",
    train: "freeze: [body]",
  },
  "a slope that a layer learns, on one side of a choice": {
    layers: "dense(3, activation: leaky_relu(alpha: trainable(0.1, per: layer)))",
  },
  "a line of a schedule that has the name of what an optimizer is given": {
    words: `schedule own(step) { state { g: 0 }  g = g + 1  t = g + step  rate = 0.01 / t }`,
    train: "learning_rate: own  optimizer: adam",
  },
  "a parameter of an optimizer that a schedule drives and that is called output": {
    words: `optimizer own(w, g, rate: 0.01, output: 0.9) { w = w - rate * g * output }
schedule falling(step) { rate = 0.01  output = 1 / (1 + step) }`,
    train: "optimizer: own  learning_rate: falling",
  },
  "a number of examples that a split does not take in whole": {
    data: "examples: 30  split: random(train: 20, validation: 4, test: 5)",
  },
};
const names = Object.keys(sound);

let programs: Programs;
const told: Outcome[] = [];
beforeAll(async () => {
  const specs = names.map((name) => specOf(sound[name]!));
  programs = await programsOf(specs, ".", async () => {
    for (const spec of specs) told.push(await interpreted(spec, "."));
  });
}, 240_000);

describe.each(names.map((name, i) => ({ name, i })))("$name", ({ i }) => {
  test("compiles to what TypeScript finds nothing wrong with", () => {
    expect(programs.complaints[i]).toEqual([]);
  });

  test("trains as it is interpreted", () => {
    const { counts: _, lines, ...outcome } = programs.outcomes[i]!;
    const { lines: interpretedLines, ...rest } = told[i]!;
    expect(outcome).toEqual(rest);
    expect(rest.end).toMatchObject({ reason: "epochs" });
    expect(lines.map(({ seconds: _, ...line }) => line)).toEqual(
      interpretedLines.map(({ seconds: _, ...line }) => line),
    );
  });
});

test("a loss that has no formula for its output is refused, whatever rule is silenced", async () => {
  const training = trainingOf(
    `// dnnc-ignore wrong-output-activation: insisted upon
data d { source: blobs }
network n { input  dense(3, activation: relu) }
train n on d { loss: cross_entropy }`,
  );
  for (const emit of [emitProgram, emitModules]) {
    const { diagnostics } = await emit(training, { file: "own.dnn", text: "" });
    expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      "wrong-output-activation: `cross_entropy` is computed from what goes into `softmax`, and the network does not end in that",
    ]);
  }
});

test.each([
  ["a parameter", "activation own(x, __proto__: 2) = x", "", ""],
  ["a state", "optimizer own(w, g) { state { __proto__: 0 }  w = w - g }", "", ""],
  ["a metric", "metric __proto__(target, output) = mean(output)", "", ""],
  ["an output", "", "body = dense(2)  __proto__ = dense(1)  aux = body -> dense(1)  outputs: [__proto__, aux]", ""],
  ["a loss of an output", "", "one = dense(2)  two = one -> dense(2)  outputs: [one, two]", "loss { __proto__: mse }"],
])("%s called __proto__ is refused, and loses nothing in silence", (_, words, layers, train) => {
  const text = `${words}
data d { source: moons  target: binary }
network n { input  ${layers || "dense(1, activation: sigmoid)"} }
train n on d { ${train} }`;
  expect(check({ path: "own.dnn", text }).diagnostics.filter(isError)[0]!.message).toContain("`__proto__`");
});
