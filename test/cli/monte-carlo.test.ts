/** `--monte-carlo` of `dnnc evaluate` and `dnnc predict`. */
import { expect, test } from "vitest";
import { dnnc, folderOf, sound } from "./command.ts";

const rows = Array.from({ length: 60 }, (_, i) => `${i},${i % 2 === 0 ? "low" : "high"},${2000 + i * 10}`);
const spec = (target: string, last: string): string =>
  `data d { source: csv("table.csv")  features: [size]  target: ${target}  normalize: standardize  split: random(validation: 20%) }
  network n { input  dense(8, activation: relu)  dropout(20%)  ${last} }
  train n on d { epochs: 3 }`;
const files = {
  "table.csv": `size,label,price\n${rows.join("\n")}\n`,
  "class.dnn": spec(`class(["low", "high"], column: label)`, "dense(2, activation: softmax)"),
  "price.dnn": spec("regression(column: price, normalize: standardize)", "dense(1)"),
  "rows.csv": "size\n10\n50\n",
};

test("predict gives the mean and the deviation of each output, the same again each time", async () => {
  const cwd = folderOf(files);
  expect(await dnnc(["train", "class.dnn"], { cwd })).toMatchObject({ code: 0 });
  const predict = ["predict", "runs/n", "--input", "rows.csv"];
  const first = await dnnc([...predict, "--monte-carlo", "20"], { cwd });
  const [head, row] = first.out.trim().split("\n");
  expect(head).toBe("class,probability low,probability low_deviation,probability high,probability high_deviation");
  const [, low, off, high] = row!.split(",").map(Number);
  expect(low! + high!).toBeCloseTo(1, 5);
  expect(off).toBeGreaterThan(0);
  expect((await dnnc([...predict, "--monte-carlo", "20"], { cwd })).out).toBe(first.out);
  const evaluated = await dnnc(["evaluate", "runs/n", "--monte-carlo", "20", "--json"], { cwd });
  const measures = JSON.parse(evaluated.out) as Record<string, number>;
  expect(measures).toMatchObject({ split: "validation", examples: 12, samples: 20 });
  expect(Object.keys(measures)).toEqual(["split", "examples", "samples", "loss", "accuracy", "log_likelihood"]);
  expect(measures["loss"]).toBeCloseTo(-measures["log_likelihood"]!, 5);
});

test("numbers have their deviation in their own units", async () => {
  const cwd = folderOf(files);
  expect(await dnnc(["train", "price.dnn"], { cwd })).toMatchObject({ code: 0 });
  const { out } = await dnnc(["predict", "runs/n", "--input", "rows.csv", "--monte-carlo", "50"], { cwd });
  const [head, row] = out.trim().split("\n");
  expect(head).toBe("price,price_deviation");
  const [price, deviation] = row!.split(",").map(Number);
  expect(price).toBeGreaterThan(1000);
  // Prices go from 2000 to 2590: their deviation is 173, and a fifth of the units dropped moves them by some of that.
  expect(deviation).toBeGreaterThan(1);
  expect(deviation).toBeLessThan(600);
  const told = await dnnc(["evaluate", "runs/n", "--monte-carlo", "50"], { cwd });
  expect(told.out).toMatch(
    /^validation, 12 examples, the mean of 50 samples: loss \S+ {2}rmse \S+ {2}log_likelihood -\d/,
  );
});

test("a network that draws nothing, and a count that is none, are told", async () => {
  const cwd = folderOf({ "spec.dnn": sound, "rows.csv": "a\n1\n" });
  expect((await dnnc(["train", "spec.dnn"], { cwd })).code).toBe(0);
  const still = await dnnc(["evaluate", "runs/small", "--monte-carlo", "10"], { cwd });
  expect(still).toEqual({
    code: 2,
    out: "",
    err: "dnnc: the network of runs/small draws nothing at random, so that all samples would be the same\n      leave `--monte-carlo` out, or train a network with dropout or noise\n",
  });
  const predict = ["predict", "runs/small", "--input", "rows.csv", "--monte-carlo", "10"];
  expect((await dnnc(predict, { cwd })).err).toContain("draws nothing at random");
  for (const count of ["1", "10001", "2.5", "many"]) {
    const { code, err } = await dnnc(["evaluate", "runs/small", "--monte-carlo", count], { cwd });
    expect({ code, err }).toEqual({ code: 2, err: `dnnc: \`${count}\` is no whole number from 2 to 10000\n` });
  }
});
