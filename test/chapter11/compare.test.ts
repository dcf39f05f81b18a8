/** How our figures are held against the book's. */
import { expect, test } from "vitest";
import type { Figures } from "../../scripts/chapter11/book.ts";
import { differences, isWithin, largest, orderings } from "../../scripts/chapter11/compare.ts";
import { experimentText, verdict } from "../../scripts/chapter11/table.ts";

const momentum: Figures = {
  trainLoss: 0.31,
  trainAccuracy: 0.8891,
  validationLoss: 0.36,
  validationAccuracy: 0.8822,
  testAccuracy: 0.87,
  parameters: 99_710,
};

test("each accuracy that the book prints is compared, and no loss", () => {
  const found = differences("momentum", momentum);
  expect(found.map(({ of, value }) => [of, Number(value.toFixed(4))])).toEqual([
    ["trainAccuracy", 0.001],
    ["validationAccuracy", 0.015],
  ]);
  expect(largest(found)!.of).toBe("validationAccuracy");
});

test("exactly 0.015 is within, a little more is off", () => {
  expect(isWithin(differences("momentum", momentum))).toBe(true);
  expect(verdict("momentum", momentum)).toBe("+0.0150 validation");
  const lower = { ...momentum, validationAccuracy: 0.852 };
  expect(isWithin(differences("momentum", lower))).toBe(false);
  expect(verdict("momentum", lower)).toBe("-0.0152 validation, off");
});

test("an experiment of which the book prints no run is not judged", () => {
  expect(differences("gelu", momentum)).toEqual([]);
  expect(verdict("gelu", momentum)).toBe("");
});

test("an experiment is told in the book's figures and ours, one above the other", () => {
  const outcome = { figures: momentum, seconds: 61.2, history: [], epoch: 0 };
  expect(experimentText("momentum", outcome)).toBe(`momentum  (epoch 0, 61 s)
  book 0.3097 / 0.8881 → 0.3656 / 0.8672
  ours 0.3100 / 0.8891 → 0.3600 / 0.8822   test 0.8700   99,710 parameters
  +0.0150 validation, within`);
});

const validated = (accuracies: Readonly<Record<string, number>>): ReadonlyMap<string, Figures> =>
  new Map(Object.entries(accuracies).map(([name, validationAccuracy]) => [name, { validationAccuracy }]));

test("an ordering holds, does not hold, or is not known before all of its runs are there", () => {
  const first = (accuracies: Readonly<Record<string, number>>) => orderings(validated(accuracies))[0]!;
  expect(first({ selu_100_layers: 0.8, relu_100_layers: 0.7 })).toMatchObject({
    holds: true,
    because: "selu_100_layers 0.8000; relu_100_layers 0.7000",
  });
  expect(first({ selu_100_layers: 0.7, relu_100_layers: 0.7 }).holds).toBe(false);
  expect(first({ selu_100_layers: 0.8 })).toMatchObject({
    holds: undefined,
    because: "selu_100_layers 0.8000; relu_100_layers not trained",
  });
});

test("one slow run among the fast optimizers breaks the ordering", () => {
  const runs = { momentum: 0.87, nesterov: 0.87, rmsprop: 0.86, adam: 0.87, adamax: 0.88, nadam: 0.87, adagrad: 0.84 };
  const second = (adamw: number) => orderings(validated({ ...runs, adamw }))[1]!.holds;
  expect(second(0.87)).toBe(true);
  expect(second(0.839)).toBe(false);
});

test("Monte Carlo may be a little worse by chance, and no more", () => {
  const dropout = (monteCarloAccuracy: number) =>
    orderings(new Map([["dropout", { testAccuracy: 0.87, monteCarloAccuracy }]]))[3]!.holds;
  expect([dropout(0.8717), dropout(0.868), dropout(0.866)]).toEqual([true, true, false]);
});
