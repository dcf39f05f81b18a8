/** What the bench makes of what it measured. */
import { expect, test } from "vitest";
import { figuresOf, limitsOf } from "../../scripts/bench/figures.ts";
import { loadWarning } from "../../scripts/bench/machine.ts";
import { median, ratioOf, slope } from "../../scripts/bench/statistics.ts";
import { markdownTable, ratioRows, reportText, textTable } from "../../scripts/bench/table.ts";
import { report } from "./report.ts";

const figureOf = (what: string, of = "book-32") =>
  figuresOf(report).find((one) => one.what.startsWith(what) && one.of === of);

test("the median of an even number of values lies between the two in the middle", () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([9, 1, 2])).toBe(2);
});

test("a ratio is taken round by round, so that a slow round of both changes nothing", () => {
  expect(ratioOf([16, 160, 8], [1, 10, 0.5])).toBe(16);
});

test("a slope goes through all points, and is nothing where all lie at one place", () => {
  expect(slope([1, 3, 5, 7].map((y, x) => [x, y] as const))).toBe(2);
  expect(slope([[1, 5] as const, [1, 9] as const])).toBe(0);
});

test("speed against TF.js layers is held against 15 times at the book's network", () => {
  expect(figureOf("speed against TF.js layers")).toMatchObject({
    found: "16 times",
    wanted: "at least 15 times",
    reached: true,
  });
});

test("the better of PyTorch's threads counts, and an absent one does not", () => {
  expect(figureOf("speed against PyTorch")).toMatchObject({
    found: "0.9 times",
    wanted: "at least 1 times",
    reached: false,
  });
});

test("large batches may take 1.5 times as long as PyTorch, and are to be ahead with workers", () => {
  const large = { ...report, cases: report.cases.map((one) => ({ ...one, batchSize: 128 })) };
  const found = figuresOf(large).filter(({ what }) => what.startsWith("speed against PyTorch"));
  expect(found).toMatchObject([{ wanted: "at least 0.667 times", reached: true }]);
  const worker = { name: "dnnc-2", title: "", isOurs: true, threads: 2 };
  const result = { ...large.cases[0]!.results[0]!, name: "dnnc-2" };
  const withWorkers = {
    ...large,
    contenders: [...report.contenders, worker],
    cases: large.cases.map((one) => ({ ...one, results: [...one.results, result] })),
  };
  expect(figuresOf(withWorkers).find(({ what }) => what.endsWith("with workers"))).toMatchObject({
    wanted: "at least 1 times",
    reached: false,
  });
});

test("the limit is the arithmetic at the rate of the best product, or the products and the bytes of the update", () => {
  expect(limitsOf(report, report.cases[0]!)).toEqual({ arithmetic: 1, roof: 0.8 + 0.1 });
  expect(figureOf("arithmetic")).toMatchObject({ found: "100%", wanted: "at least 70%", reached: true });
});

test("words of one's own, emitted programs, memory and the command are held against their figures", () => {
  expect(figureOf("time with a user's own loss", "own-loss")).toMatchObject({ found: "1.4 times", reached: false });
  expect(figureOf("speed of the emitted program")).toMatchObject({ found: "1.78 times", reached: false });
  expect(figureOf("memory at most")).toMatchObject({ found: "120.0 MiB", wanted: "at most 172.1 MiB", reached: true });
  expect(figureOf("growth of the resident set", "tabular")).toMatchObject({ found: "0.1 MiB", reached: true });
  expect(figureOf("growth of TF.js's memory", "tabular")).toMatchObject({ reached: false });
  expect(figureOf("lint of a small file", "")).toMatchObject({ found: "2 times", reached: true });
  expect(figureOf("specs linted a second", "1000 specs")).toMatchObject({ found: "556", reached: true });
  expect(figureOf("time of a late spec", "1000 specs")).toMatchObject({ found: "1 times", reached: true });
  expect(figureOf("making of the parser", "")).toMatchObject({ found: "30 ms", reached: true });
});

test("a report without a part has no figures of it", () => {
  const { tools: _, ...rest } = report;
  const less = { ...rest, tools: undefined, own: undefined, memory: [], roofline: undefined };
  expect(figuresOf(less).some(({ what }) => /parser|own|growth|arithmetic/.test(what))).toBe(false);
  expect(reportText(less)).not.toContain("Gflop");
});

test("a row of ratios names who is absent", () => {
  expect(markdownTable(ratioRows(report))).toBe(
    [
      "| case | dnnc | emitted | tfjs-layers | pytorch-1 | pytorch-2 |",
      "| --- | --- | --- | --- | --- | --- |",
      "| book-32 | 1 (1 ms) | 9 (9 ms) | 16 (16 ms) | 0.9 (0.9 ms) | absent |",
    ].join("\n"),
  );
});

test("the table of times says why someone is absent and what is done otherwise", () => {
  expect(reportText(report)).toContain("absent: /usr/bin/python3 has no torch");
  expect(reportText(report)).toMatch(/tfjs-layers +16 +8 to 24 +16 .* a constant rate/);
});

test("columns of numbers stand to the right", () => {
  expect(
    textTable([
      ["name", "ms"],
      ["a", "1.5"],
      ["b", "100"],
    ]),
  ).toBe("name  ms\na     1.5\nb     100");
});

test("a machine that others use is warned of", () => {
  expect(loadWarning(report.machine)).toBeUndefined();
  expect(loadWarning({ ...report.machine, load: { before: 3, after: 3 } })).toContain("load average 3 on 2 cores");
});
