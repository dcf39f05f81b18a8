/** What is known of deep training, in a small form: made data and fixed seeds, so that every figure is the same each time. */
import { expect, test } from "vitest";
import { interpret } from "../emit/running.ts";

/** The losses of the epochs. */
async function losses(data: string, network: string, train: string): Promise<readonly number[]> {
  const text = `data d { ${data}  normalize: standardize }  network n { ${network} }  train n on d { seed: 1  ${train} }`;
  const { history } = await interpret({ path: "chapter.dnn", text }, { folders: [] });
  return history.map(({ loss }) => loss);
}

const hundredLayers = (defaults: string): Promise<readonly number[]> =>
  losses(
    "source: blobs(examples: 400, classes: 3)  target: class(3)",
    `defaults { ${defaults} }  input  repeat 100 { dense(32) }  dense(3, activation: softmax)`,
    "optimizer: sgd  learning_rate: 0.001  epochs: 6",
  );

/** The loss of a guess among three classes. */
const guess = Math.log(3);

test("a hundred layers of selu learn", async () => {
  const found = await hundredLayers("activation: selu  init: lecun_normal");
  expect(found.at(-1)).toBeLessThan(0.5 * guess);
});

test("a hundred layers of relu hardly come away from a guess, and without he_normal they stay there", async () => {
  expect((await hundredLayers("activation: relu  init: he_normal")).at(-1)).toBeGreaterThan(0.9 * guess);
  const faded = await hundredLayers("activation: relu  init: glorot_uniform");
  for (const loss of faded) expect(Math.abs(loss - guess)).toBeLessThan(1e-3);
});

test("a hundred layers of sigmoid do not come below a guess", async () => {
  const found = await hundredLayers("activation: sigmoid  init: glorot_uniform");
  expect(Math.min(...found)).toBeGreaterThan(guess);
});

const optimizers = "sgd momentum nesterov adagrad rmsprop adam adamax nadam adamw".split(" ");

test("after a few epochs at one rate every optimizer is far ahead of adagrad, and all but adagrad and adamax of plain descent", async () => {
  const found = new Map<string, number>();
  for (const optimizer of optimizers) {
    const run = await losses(
      "source: friedman(examples: 600)  target: regression(normalize: standardize)",
      "defaults { activation: relu  init: he_normal }  input  repeat 3 { dense(30) }  dense(1)",
      `optimizer: ${optimizer}  learning_rate: 0.001  epochs: 8`,
    );
    found.set(optimizer, run.at(-1)!);
  }
  const of = (optimizer: string): number => found.get(optimizer)!;
  for (const one of optimizers.filter((name) => name !== "adagrad"))
    expect(of(one), one).toBeLessThan(0.8 * of("adagrad"));
  for (const one of ["momentum", "nesterov", "rmsprop", "adam", "nadam", "adamw"])
    expect(of(one), one).toBeLessThan(0.6 * of("sgd"));
});

test("what l1 takes away are whole weights: it leaves many near 0 where l2 leaves few", async () => {
  const share = async (penalty: string): Promise<number> => {
    const text = `data d { source: friedman(examples: 400, features: 20)  target: regression(normalize: standardize)  normalize: standardize }
      network n { input  dense(30, activation: relu, regularization: ${penalty})  dense(1) }
      train n on d { seed: 1  optimizer: adam  learning_rate: 0.01  epochs: 40  early_stopping { monitor: loss  patience: none } }`;
    const { bestWeights } = await interpret({ path: "sparse.dnn", text }, { folders: [] });
    const kernel = bestWeights!.get("dense_1.kernel")!;
    return kernel.filter((w) => Math.abs(w) < 1e-2).length / kernel.length;
  };
  const [l1, l2] = [await share("l1(0.003)"), await share("l2(0.003)")];
  expect(l1).toBeGreaterThan(0.5);
  expect(l1).toBeGreaterThan(2 * l2);
});
