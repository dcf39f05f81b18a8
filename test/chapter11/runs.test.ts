/** The script that trains the chapter's experiments: what it says, and a few of them trained for one epoch. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { planOf, runExperiment } from "../../scripts/chapter11/experiment.ts";
import { hasSharedData, sharedData } from "../data/workshop.ts";

const chapter11 = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/run.js", "chapter11", ...args], {
    encoding: "utf8",
  });
  return { status, out: stdout, err: stderr };
};

test("data that is missing is told before anything is trained, with what to write", () => {
  const { status, err } = chapter11("--only", "momentum", "--again");
  expect({ status, err }).toEqual({
    status: 2,
    err: `chapter11: where is the data?
           give the folder: npm run chapter11 -- --data-dir DIR, with the four Fashion-MNIST files in DIR/fashion-mnist
`,
  });
  expect(chapter11("--only", "momentum", "--again", "--data-dir", "examples").err).toContain(
    "chapter11: there is no examples/fashion-mnist/train-images-idx3-ubyte.gz\n",
  );
});

test("a misspelt experiment, scale or seed is told", () => {
  expect(chapter11("--only", "momentun")).toMatchObject({
    status: 2,
    err: "chapter11: there is no experiment `momentun`\n           did you mean `momentum`?\n",
  });
  expect(chapter11("--epochs-scale", "0").err).toContain("--epochs-scale 0 is no number above 0 and up to 10");
  expect(chapter11("--onyl", "momentum")).toMatchObject({
    status: 2,
    err: "chapter11: Unknown option '--onyl'\n           docs/chapter11.md has the options\n",
  });
  expect(chapter11("--seed=-1").err).toContain("--seed -1 is no whole number from 0 to 4294967295");
});

test("a share of the epochs is whole, and at least one", () => {
  const epochs = (name: string, scale: number) => planOf(join("examples/chapter11", `${name}.dnn`), undefined, scale);
  expect(epochs("momentum", 0.25)).toMatchObject({ epochs: 3, seed: 42 });
  expect(epochs("l2", 0.1).epochs).toBe(1);
  expect(planOf("examples/chapter11/l2.dnn", 7, 1)).toMatchObject({ epochs: 2, seed: 7 });
});

describe.skipIf(!hasSharedData)("for one epoch on real data (skipped where ../shared/data is absent)", () => {
  const trained = (name: string) =>
    runExperiment(planOf(join("examples/chapter11", `${name}.dnn`), undefined, 0.01), sharedData);

  test("momentum is far ahead of AdaGrad, as in the book's first epochs", { timeout: 240_000 }, async () => {
    const [fast, slow] = [await trained("momentum"), await trained("adagrad")];
    // The book's first epoch: 0.8172 and 0.7744.
    expect(Math.abs(fast.figures.validationAccuracy! - 0.8172)).toBeLessThan(0.02);
    expect(Math.abs(slow.figures.validationAccuracy! - 0.7744)).toBeLessThan(0.02);
    expect(fast.history).toHaveLength(1);
  });

  test("the batch norm network has the book's weights, and its first epoch", { timeout: 240_000 }, async () => {
    const { figures } = await trained("batch_norm_after");
    expect(figures.parameters).toBe(271_346);
    expect(Math.abs(figures.validationAccuracy! - 0.8558)).toBeLessThan(0.02);
  });

  test(
    "dropout is measured in three ways: as trained, in inference, and by Monte Carlo",
    { timeout: 240_000 },
    async () => {
      const { figures } = await trained("dropout");
      expect(figures.measuredAccuracy!).toBeGreaterThan(figures.trainAccuracy! + 0.02);
      expect(Math.abs(figures.monteCarloAccuracy! - figures.testAccuracy!)).toBeLessThan(0.03);
      expect(figures.monteCarloAccuracy).not.toBe(figures.testAccuracy);
      expect(figures.parameters).toBe(89_610);
    },
  );
});
