/** The learning-rate finder on curves whose turn is known. */
import { expect, test } from "vitest";
import { smoothed, turnOf } from "../../scripts/chapter11/finder.ts";

const rates = Array.from({ length: 400 }, (_, i) => 1e-4 * 10 ** (i / 100));

test("the lowest point and the steepest fall are where the curve has them", () => {
  // Falls by the logarithm of the rate fastest at 1e-2, and climbs from 1e-1 on.
  const lossAt = (rate: number): number =>
    2 - 1 / (1 + Math.exp(-4 * (Math.log10(rate) + 2))) + Math.max(0, Math.log10(rate) + 1) ** 2;
  const { lowest, steepest } = turnOf(rates.map((rate) => ({ rate, loss: lossAt(rate) })));
  expect(Math.log10(lowest)).toBeCloseTo(-0.96, 1);
  expect(Math.log10(steepest)).toBeCloseTo(-1.93, 1);
});

test("a smoothed curve begins with the first loss, and one that stays is not changed", () => {
  expect(smoothed([{ rate: 1, loss: 3 }])).toEqual([{ rate: 1, loss: expect.closeTo(3, 12) as number }]);
  for (const { loss } of smoothed(rates.map((rate) => ({ rate, loss: 2 })))) expect(loss).toBeCloseTo(2, 12);
});
