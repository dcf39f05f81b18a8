/**
 * The learning-rate finder: trains a spec whose rate grows, and draws the loss against it.
 * `npm run rate-finder -- --data-dir DIR [--markdown] [FILE]`; `--markdown` writes the curve into docs/chapter11.md.
 */
import { parseArgs } from "node:util";
import { plotPanel } from "../src/explain/plot.ts";
import { planOf, runExperiment } from "./chapter11/experiment.ts";
import { smoothed, turnOf, type Loss } from "./chapter11/finder.ts";
import { writePart } from "./chapter11/table.ts";

const { values, positionals } = parseArgs({
  options: { "data-dir": { type: "string", default: "." }, markdown: { type: "boolean", default: false } },
  allowPositionals: true,
});
const path = positionals[0] ?? "examples/chapter11/rate_finder.dnn";

const losses: Loss[] = [];
try {
  await runExperiment(planOf(path, undefined, 1), values["data-dir"], undefined, ({ rate, loss }) => {
    losses.push({ rate, loss });
  });
} catch (error) {
  // A loss that is no number any more ends the run, and the curve is drawn up to there.
  if (losses.length < 10) {
    console.error(`rate-finder: ${(error as Error).message}`);
    process.exit(2);
  }
}

const curve = smoothed(losses);
const [from, to] = [Math.log10(curve[0]!.rate), Math.log10(curve.at(-1)!.rate)];
const { lowest, steepest } = turnOf(curve);
const beginning = curve[0]!.loss;
const panel = {
  title: "loss by the logarithm of the rate (base 10)",
  from,
  to,
  curve: (x: number): number => {
    const near = curve.reduce((best, one) =>
      Math.abs(Math.log10(one.rate) - x) < Math.abs(Math.log10(best.rate) - x) ? one : best,
    );
    return Math.min(near.loss, 1.2 * beginning);
  },
  withZero: true,
};
const text = [
  ...plotPanel(panel, { columns: 60, rows: 13, plain: false }),
  "",
  `The loss is lowest at a rate of ${lowest.toPrecision(2)}, and falls fastest at ${steepest.toPrecision(2)}.`,
].join("\n");
console.log(text);
if (values.markdown) await writePart("docs/chapter11.md", "rate finder", `\`\`\`text\n${text}\n\`\`\``);
