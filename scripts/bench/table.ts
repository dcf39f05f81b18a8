/** A report as tables of text, for a terminal and for a page in Markdown. */
import { digits, milliseconds, percent, type Figure } from "./figure.ts";
import { figuresOf, limitsOf } from "./figures.ts";
import { loadWarning } from "./machine.ts";
import { isFinished, type Finished, type Result } from "./race.ts";
import { fastestOf, namesOf, timesOf, type Report } from "./report.ts";
import type { CaseResult } from "./run-case.ts";

type Rows = readonly (readonly string[])[];

/** Times of all contenders at all cases: a row for each pair. Ratios are how many times as long it takes as dnnc with one thread. */
export const raceRows = (report: Report): Rows => [
  ["case", "contender", "ms a step", "least to most", "against dnnc", "memory", "first step", "what it does otherwise"],
  ...report.cases.flatMap((one) => caseRows(report, one)),
];

function caseRows(report: Report, { name, results }: CaseResult): Rows {
  const ours = fastestOf(results, namesOf(report, "ours with one thread"));
  return results.map((result, i) => {
    const first = i === 0 ? name : "";
    return isFinished(result)
      ? [first, ...resultCells(result, ours)]
      : [first, result.name, "", "", "", "", "", `absent: ${result.failed}`];
  });
}

function resultCells(result: Finished, ours: Finished | undefined): readonly string[] {
  const { name, time, peak, firstStep, notes } = result;
  const ratio = timesOf(result, ours);
  return [
    name,
    digits(time.median),
    `${digits(time.least)} to ${digits(time.most)}`,
    ratio === undefined ? "" : digits(ratio),
    `${(peak / 2 ** 20).toFixed(0)} MiB`,
    milliseconds(firstStep),
    notes.join("; "),
  ];
}

/** Contenders beside one another, a row for each case: how many times as long as dnnc each takes. */
export function ratioRows(report: Report): Rows {
  const { contenders, cases } = report;
  const cell = (results: readonly Result[], name: string, ours: Finished | undefined): string => {
    const result = results.find((one) => one.name === name);
    if (result === undefined || !isFinished(result)) return "absent";
    const ratio = timesOf(result, ours);
    return ratio === undefined
      ? milliseconds(result.time.median)
      : `${digits(ratio)} (${milliseconds(result.time.median)})`;
  };
  return [
    ["case", ...contenders.map(({ name }) => name)],
    ...cases.map(({ name, results }) => {
      const ours = fastestOf(results, namesOf(report, "ours with one thread"));
      return [name, ...contenders.map((one) => cell(results, one.name, ours))];
    }),
  ];
}

/** Where the time of dnnc's step goes at best: what its arithmetic would take at the rate of the best product. */
export const limitRows = (report: Report): Rows => [
  [
    "case",
    "Mflop products",
    "Mflop others",
    "MB of the update",
    "at best, ms",
    "with the update, ms",
    "dnnc, ms",
    "share",
  ],
  ...report.cases.flatMap((one) => {
    const limits = limitsOf(report, one);
    const ours = fastestOf(one.results, namesOf(report, "ours with one thread"));
    if (limits === undefined || ours === undefined) return [];
    const { products, others, updateBytes } = one.arithmetic;
    const counts = [products, others, updateBytes].map((count) => digits(count / 1e6));
    const spent = [limits.arithmetic, limits.roof, ours.time.median].map(digits);
    return [[one.name, ...counts, ...spent, percent(limits.arithmetic / ours.time.median)]];
  }),
];

export const rooflineRows = ({ roofline }: Report): Rows => {
  if (roofline === undefined) return [];
  const sizes = [...new Set(roofline.products.map(({ size }) => size))];
  const ways = [...new Set(roofline.products.map(({ way }) => way))];
  const rate = (way: string, size: number): string =>
    digits(roofline.products.find((one) => one.way === way && one.size === size)!.gigaflops);
  return [
    ["Gflop/s of a product", ...sizes.map((size) => `${size}³`)],
    ...ways.map((way) => [way, ...sizes.map((size) => rate(way, size))]),
  ];
};

export const figureRows = (figures: readonly Figure[]): Rows => [
  ["figure", "of", "found", "to reach", ""],
  ...figures.map(({ what, of, found, wanted, reached }) => [
    what,
    of,
    found,
    wanted,
    reached ? "reached" : "not reached",
  ]),
];

/** What ran where, and what to think of it. */
export function machineLines({ machine, date, timing, roofline, cases }: Report): readonly string[] {
  const { processor, cores, memory, system, node, v8, versions, load } = machine;
  const warning = loadWarning(machine);
  return [
    `${processor}, ${cores} cores, ${(memory / 2 ** 30).toFixed(0)} GiB, ${system}; Node ${node}, V8 ${v8}`,
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(", "),
    `${date}; load average ${load.before} before, ${load.after} after; ${timing.rounds} rounds of at least ${timing.roundTime} ms`,
    ...(roofline === undefined
      ? []
      : [
          `a + 3 b moves ${digits(roofline.cacheBandwidth)} GB/s in the caches, ${digits(roofline.memoryBandwidth)} GB/s in memory`,
        ]),
    ...(warning === undefined ? [] : [`Warning: ${warning}.`]),
    ...(cases.some(byReference)
      ? ["Warning: PyTorch multiplied by the reference BLAS; by OpenBLAS it is many times faster."]
      : []),
  ];
}

/** Whether PyTorch multiplied by the slowest library there is, as it says itself. */
const byReference = ({ results }: CaseResult): boolean =>
  results.some((result) => isFinished(result) && result.notes.includes("multiplies by the reference BLAS"));

/** Columns of text, numbers to the right. */
export function textTable(rows: Rows): string {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  const isNumber = (cell: string): boolean => /^[\d.]/.test(cell);
  const padded = (cell: string, i: number): string =>
    isNumber(cell) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!);
  return rows.map((row) => row.map(padded).join("  ").trimEnd()).join("\n");
}

export const markdownTable = (rows: Rows): string =>
  [rows[0]!, rows[0]!.map(() => "---"), ...rows.slice(1)].map((row) => `| ${row.join(" | ")} |`).join("\n");

/** All that a terminal shows. */
export const reportText = (report: Report): string =>
  [
    machineLines(report).join("\n"),
    ...[raceRows(report), rooflineRows(report), limitRows(report), figureRows(figuresOf(report))]
      .filter((rows) => rows.length > 1)
      .map(textTable),
  ].join("\n\n");
