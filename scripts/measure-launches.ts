/**
 * Where a training step's time goes, launch by launch: `node scripts/run.js measure-launches [CASE…] [--write]`, the cases being those of
 * the bench. `--write` puts the table into docs/performance.md.
 */
import { launchTimes, type LaunchTimes } from "./bench/launch-times.ts";
import { cases, readCase } from "./bench/cases.ts";
import { digits } from "./bench/figure.ts";
import { markdownTable } from "./bench/table.ts";
import { writePart } from "./chapter11/table.ts";

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const chosen = cases.filter(({ name }) => wanted.length === 0 || wanted.includes(name));

const head = [
  "case",
  "launches",
  "forward",
  "weights' gradient",
  "inputs' gradient",
  "loops",
  "draws",
  "sum",
  "step, ms",
];

/** Milliseconds, and of products their rate. */
const cell = ({ time, operations }: LaunchTimes["forward"]): string =>
  operations === 0 ? digits(time) : `${digits(time)} (${digits(operations / time / 1e6)} Gflop/s)`;

const rows: (readonly string[])[] = [head];
for (const one of chosen) {
  const times = await launchTimes(readCase(one).training);
  const { launches, forward, weights, inputs, loops, draws, step } = times;
  const sum = [forward, weights, inputs, loops, draws].reduce((all, { time }) => all + time, 0);
  rows.push([
    one.name,
    String(launches),
    ...[forward, weights, inputs, loops, draws].map(cell),
    digits(sum),
    digits(step),
  ]);
}
const table = markdownTable(rows);
console.log(table);
if (process.argv.includes("--write")) await writePart("docs/performance.md", "launches", table);
