/** Words of a user's own, as odd as they may be: they run, the same by plan and by plain TF.js, and mean what they say. */
import { expect, test } from "vitest";
import { loadModel, readWeights } from "../../src/run/model.ts";
import { openBackend } from "../../src/run/backend.ts";
import { createSession } from "../../src/run/session.ts";
import { train } from "../../src/run/train.ts";
import { steps64 } from "../support/steps.ts";
import { dataSet, trainingOf, type Spec } from "../support/training.ts";

const data = dataSet("class");

async function run(spec: Spec, plain: boolean) {
  const training = trainingOf(spec);
  const session = createSession(await openBackend("wasm"), { plain });
  const model = loadModel(training.network, session, training.seed);
  const { reason, history } = await train(training, data, model, { now: () => 0 });
  const weights = [...readWeights(model)].map(([path, values]) => [path, [...values]] as const);
  session.dispose();
  return { reason, history, weights };
}

const network = (layer: string): string => `input(4) ${layer} dense(3, activation: softmax)`;
const activation = (formula: string): Spec => ({
  words: `activation own(x) = ${formula}`,
  network: network("dense(5, activation: own)"),
});
const optimizer = (body: string, given = ""): Spec => ({
  words: `optimizer own(w, g, rate: 0.01${given}) { ${body} }`,
  network: network("dense(5, activation: tanh)"),
  train: "optimizer: own",
});

const cases: Readonly<Record<string, Spec>> = {
  "a truth as a number": activation("x * (x > 0)"),
  "a truth and nothing else": activation("x > 0"),
  "a number as a condition": activation("if x then x else 0.1"),
  "numbers as truths": activation("if x and not (x or 0) then 1 else x"),
  "truths compared": activation("if (x > 0) == (x < 1) then x else 0.1 * x"),
  "truths added up": activation("x * sum(x > 0) / 5"),
  "a choice for the row": activation("if sum(x) > 0 then x else 0.1 * x"),
  "a row in a branch": activation("if x > 0 then mean(x) else x"),
  "one number for the row": activation("mean(x)"),
  "one number for all": activation("1"),
  "a parameter that takes all away": {
    words: "activation own(x, p: 1) = p * x",
    network: network("dense(5, activation: own(p: 0))"),
  },
  "a regularizer over rows": {
    words: "regularizer own(w) = 0.01 * norm(w) + mean(w) ^ 2",
    network: network("dense(5, regularization: own)"),
  },
  "a loss that counts its outputs": {
    words: "loss own(target, output, outputs) = (target - output) ^ 2 * outputs",
    network: network("dense(5)"),
    train: "loss: own",
  },
  "a loss of the target alone, but for outputs below 0": {
    words: "loss own(target, output) = if output < 0 then output ^ 2 else target",
    network: network("dense(5)"),
    train: "loss: own",
  },
  "a choice by the step": optimizer("w = if t > 3 then w - rate * g else w - 0.1 * rate * g", ", t"),
  "a state of truths": optimizer("state { seen: 0 } seen = g > 0  w = w - rate * g * (1 + seen)"),
  "a reduction in an optimizer": optimizer("w = w - rate * (g - mean(g)) / (norm(g) + 1e-3)"),
  "a number after a tensor": optimizer("state { m: 0 } m = 0.9 * m + g  w = w - rate * m  m = 0"),
  "reductions of plain numbers": {
    words: "schedule own(step) = max(0.1) * mean(0.5) / norm(-1)",
    network: network("dense(5)"),
    train: "learning_rate: own",
  },
  "names that JavaScript knows": {
    words: "schedule own(step) { __proto__ = 0.1 / (1 + step)  constructor = 0.5  rate = __proto__ * constructor }",
    network: network("dense(5)"),
    train: "learning_rate: own",
  },
};

test.each(Object.entries(cases))("%s runs, by plan and by plain TF.js to the same bits", async (_, spec) => {
  const quick = { ...spec, train: `epochs: 2  ${spec.train ?? ""}` };
  const [plan, plain] = [await run(quick, false), await run(quick, true)];
  expect(plan.reason).toBe("epochs");
  expect(plan).toEqual(plain);
  expect(plan.history.every(({ loss, learning_rate: rate }) => Number.isFinite(loss) && Number.isFinite(rate))).toBe(
    true,
  );
});

/** One weight w = 2 of a kernel and a bias of 1, each with the gradient 0.5, after `count` updates. */
function moved(spec: Spec, count: number): readonly number[] {
  const training = trainingOf({
    ...spec,
    words: `${spec.words}\nloss pulled(target, output) = 0.5 * output`,
    target: "regression",
    features: "columns(1)",
    network: "input(1) dense(1)",
    train: `${spec.train}  loss: pulled  ${spec.train!.includes("learning_rate") ? "" : "learning_rate: 0.1"}`,
  });
  const batches = Array.from({ length: count }, () => ({ features: [1], target: [0] }));
  const { weights } = steps64(training, {
    batches,
    start: new Map([
      ["dense_1.kernel", [2]],
      ["dense_1.bias", [1]],
    ]),
  }).at(-1)!;
  return [...weights.values()].flat();
}

test.each<[what: string, spec: Spec, count: number, kernel: number, bias: number]>([
  [
    "decay reaches kernels alone",
    optimizer("shrink = rate * decayed  w = w - rate * g - shrink * w", ", decayed"),
    1,
    2 - 0.05 - 0.2,
    1 - 0.05,
  ],
  [
    "a decay that is kept",
    optimizer("state { d: 1 } d = d - decayed / 4  w = w * d", ", decayed"),
    2,
    2 * 0.75 * 0.5,
    1,
  ],
  ["a weight becomes a number", optimizer("w = rate * t", ", t"), 3, 0.3, 0.3],
  ["a state becomes a number", optimizer("state { m: 0 } m = m + g  w = w - m  m = 0"), 2, 1, 0],
  ["plain numbers are kept once", optimizer("state { c: 1 } c = c / 2  w = w - c * g"), 2, 2 - 0.375, 1 - 0.375],
  ["a truth of the gradient", optimizer("w = w - rate * (g > 0)"), 2, 1.8, 0.8],
  [
    "a state begins with the parameter as written, also where a schedule drives it",
    {
      words: `optimizer own(w, g, rate: 0.01, momentum: 0.5) { state { v: momentum } v = v + momentum  w = w - v * g }
        schedule driving(step) { rate = 1  momentum = 0.25 }`,
      network: "",
      train: "optimizer: own  learning_rate: driving",
    },
    1,
    2 - 0.375,
    1 - 0.375,
  ],
])("%s", (_, spec, count, kernel, bias) => {
  const [first, second] = moved(spec, count);
  expect(first).toBeCloseTo(kernel, 12);
  expect(second).toBeCloseTo(bias, 12);
});
