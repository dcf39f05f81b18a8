/** The bench itself, in as little time as it takes: that it runs, and that what it counts is right. No time is judged. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { arithmeticOf } from "../../scripts/bench/arithmetic.ts";
import { cases, ownWords, readCase } from "../../scripts/bench/cases.ts";
import { batches, readData, writeData } from "../../scripts/bench/made-data.ts";
import { readOptions } from "../../scripts/bench/options.ts";
import { plainTraining } from "../../scripts/bench/plain-training.ts";
import type { Report } from "../../scripts/bench/report.ts";
import { isFinished } from "../../scripts/bench/race.ts";
import { check } from "../../src/check.ts";

const folder = mkdtempSync(join(tmpdir(), "dnnc-bench-"));
afterAll(() => rmSync(folder, { recursive: true }));

const trainingOf = (name: string) => readCase(cases.find((one) => one.name === name)!).training;

test.each([...cases, ...ownWords.map(({ own }) => own)])(
  "the spec of $name lints clean, and its data has whole batches",
  (one) => {
    const { training, text } = readCase(one);
    expect(check({ path: one.spec, text }).diagnostics.map(({ message }) => message)).toEqual([]);
    expect(one.examples % training.batchSize).toBe(0);
  },
);

test("the arithmetic of a step follows from the sides of its layers", () => {
  // Forward, the weights' gradient, and the inputs' gradient but for the first layer.
  const [b, first, second, third] = [32, 784 * 300, 300 * 100, 100 * 10];
  const { products, parameters, updateBytes } = arithmeticOf(trainingOf("book-32"));
  expect(products).toBe(2 * b * (2 * first + 3 * second + 3 * third));
  expect(parameters).toBe(266_610);
  expect(updateBytes).toBe(4 * 266_610 * 7); // adam has two states
});

test("peers are told of the same training", () => {
  expect(plainTraining(trainingOf("default-configuration"))).toMatchObject({
    layers: [
      { kind: "dense", inputs: 784, units: 300, bias: false, l2: 1e-4, deviation: Math.sqrt(2 / 784) },
      { kind: "batch_norm", units: 300, momentum: 0.99, epsilon: 1e-3 },
      { kind: "activation", name: "elu" },
      { kind: "dropout", rate: 0.2 },
      { kind: "dense", inputs: 300, units: 100 },
      { kind: "batch_norm" },
      { kind: "activation", name: "elu" },
      { kind: "dropout" },
      { kind: "dense", units: 10, bias: true },
    ],
    loss: "cross_entropy",
    optimizer: { name: "nesterov" },
    schedule: { name: "one_cycle", numbers: { peak: 0.1 } },
    globalNorm: 1,
    batchSize: 32,
  });
  expect(plainTraining(trainingOf("wide-input")).layers).toHaveLength(61);
});

test("made data comes back in batches, each example once before any comes again", () => {
  const data = writeData(join(folder, "data"), 8, { inputs: 3, outputs: 2, isNumber: false });
  const { train } = readData(data);
  expect([train.count, train.features.length, train.targets.length]).toEqual([8, 24, 16]);
  const next = batches(data, 4);
  const seen = [next(), next()].flatMap(({ features }) =>
    [0, 1, 2, 3].map((i) => features.slice(3 * i, 3 * i + 3).join()),
  );
  const all = Array.from({ length: 8 }, (_, i) => train.features.slice(3 * i, 3 * i + 3).join());
  expect(seen.toSorted()).toEqual(all.toSorted());
  const { targets } = next();
  expect(targets.reduce((sum, one) => sum + one, 0)).toBe(4);
});

test("a race of one round ends with a report of all who took part", () => {
  const json = join(folder, "report.json");
  const names = "dnnc-exact,emitted,tfjs-layers,jax-js";
  const args = ["--only", "tabular", "--contenders", names, "--rounds", "1", "--round-time", "1", "--json", json];
  const said = execFileSync(process.execPath, ["scripts/run.js", "bench", ...args], {
    encoding: "utf8",
    stdio: "pipe",
  });
  const report = JSON.parse(readFileSync(json, "utf8")) as Report;
  const { results } = report.cases[0]!;
  expect(results.map((one) => (isFinished(one) ? one.name : one))).toEqual(names.split(","));
  for (const result of results.filter(isFinished)) {
    expect(result.times).toHaveLength(1);
    expect(result.loss).toBeGreaterThan(0);
    expect(said).toContain(result.name);
  }
  expect(said).toContain("speed against TF.js layers");
}, 180_000);

test.each([
  [["--only", "bok-32"], "there is no part `bok-32`", "did you mean `book-32`?"],
  [["--contenders", "keras"], "there is no contender `keras`", "there are dnnc-exact, "],
  [["--rounds", "0"], "--rounds 0 is no whole number from 1 on", "leave it out"],
  [["--fast"], "Unknown option '--fast'", "docs/performance.md has the options"],
])("wrong options %j are told of", (args, message, help) => {
  const refused = (): unknown => {
    try {
      return readOptions(args);
    } catch (error) {
      return error;
    }
  };
  expect(refused()).toMatchObject({ message: expect.stringContaining(message), help: expect.stringContaining(help) });
});
