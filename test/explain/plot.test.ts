import { expect, test } from "vitest";
import { plotPanel, sideBySide, type Panel } from "../../src/explain/plot.ts";
import { niceStep, scaleAround, scaleWithin } from "../../src/explain/ticks.ts";

const drawn = (panel: Partial<Panel> & Pick<Panel, "curve">, plain = false): string =>
  sideBySide([
    plotPanel({ title: "f(x)", from: -4, to: 4, withZero: true, ...panel }, { columns: 40, rows: 13, plain }),
  ]);

// A snapshot is a picture: look at it.
const pictures: Readonly<Record<string, Partial<Panel> & Pick<Panel, "curve">>> = {
  "a corner stands at 0": { curve: (x) => Math.max(0, x) },
  "a jump is not joined": { curve: (x) => (x > 0 ? 1 : 0) },
  "a curve on both sides of 0": { curve: Math.tanh },
  "nothing where there is no value": { curve: (x) => Math.log(x) },
  "a pole does not flatten the rest": { curve: (x) => 1 / x },
  "one value everywhere": { curve: () => 1 },
  "small numbers": { curve: (x) => 2e-6 * x, from: 0, to: 10 },
  "large numbers": { curve: (x) => 3e6 * x, from: 0, to: 250 },
  "far from 0": { curve: (x) => 0.9 + x / 100, withZero: false },
  "no values at all": { curve: () => NaN },
};

test.each(Object.entries(pictures))("%s", async (name, panel) => {
  await expect(drawn(panel)).toMatchFileSnapshot(`plots/${name.replaceAll(" ", "-")}.txt`);
});

test("in ASCII", async () => {
  await expect(drawn({ curve: Math.tanh }, true)).toMatchFileSnapshot("plots/plain.txt");
});

test("every row of a panel is as wide as the others", () => {
  for (const panel of Object.values(pictures)) {
    const lines = plotPanel({ title: "f", from: -4, to: 4, ...panel }, { columns: 30, rows: 13, plain: true });
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  }
});

test("a step is 1, 2 or 5 times a power of ten", () => {
  expect([1, 3, 7, 0.011, 4000].map((span) => niceStep(span, 5))).toEqual([0.2, 1, 2, 0.005, 1000]);
});

test("an axis has round ends around its values, and exact digits", () => {
  expect(scaleAround(-1, 4)).toMatchObject({ low: -1, high: 4 });
  expect(scaleAround(0.1, 0.3).ticks.map(({ text }) => text)).toEqual(["0.1", "0.15", "0.2", "0.25", "0.3"]);
  expect(scaleAround(2, 2)).toMatchObject({ low: 1, high: 3 });
  expect(scaleWithin(-0.23, 0.23).ticks.map(({ text }) => text)).toEqual(["-0.2", "-0.1", "0", "0.1", "0.2"]);
});
