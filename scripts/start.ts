/** `npm start`: compiles and trains an example, and shows what the network learned. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import picocolors from "picocolors";
import manifest from "../package.json" with { type: "json" };
import { loadRun, type LoadedRun } from "../src/cli/loaded-run.ts";
import { wantsColors } from "../src/cli/terminal.ts";
import { loadData } from "../src/data/load.ts";
import type { Part } from "../src/data/spec.ts";
import { predict } from "../src/run/model.ts";

const spec = "examples/spirals.dnn";
const program = join("runs", "arms", "spirals.ts");
const dnnc = (...args: readonly string[]): void => {
  console.log(`\n$ npx dnnc ${args.join(" ")}`);
  execFileSync(process.execPath, [manifest.bin.dnnc, ...args], { stdio: "inherit" });
};

/** A character is two cells of the picture, one above the other. */
const columns = 64;
const rows = 24;
const reach = 1.15;
const shades = [picocolors.red, picocolors.green, picocolors.blue];
const grounds = [picocolors.bgRed, picocolors.bgGreen, picocolors.bgBlue];
const letters = ["·", "o", "#"];

/** The class that the network gives at each point of the plane, as text. */
function picture({ model, resolved }: LoadedRun, colors: boolean): string {
  const height = rows * 2;
  const points = Float32Array.from({ length: columns * height * 2 }, (_, i) => {
    const cell = i >> 1;
    const [column, row] = [cell % columns, Math.floor(cell / columns)];
    const place = i % 2 === 0 ? ((column + 0.5) / columns) * 2 - 1 : 1 - ((row + 0.5) / height) * 2;
    const { shift, scale } = resolved.fitted.features[i % 2]!;
    return (place * reach - shift) / scale;
  });
  const outputs = predict(model, points, columns * height)[0]!;
  const classAt = (column: number, row: number): number => largest(outputs, (row * columns + column) * 3);
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => {
      const [above, below] = [classAt(column, row * 2), classAt(column, row * 2 + 1)];
      return colors ? shades[above]!(grounds[below]!("▀")) : letters[above]!;
    }).join(""),
  ).join("\n");
}

const largest = (values: Float32Array, start: number): number =>
  [0, 1, 2].reduce((best, i) => (values[start + i]! > values[start + best]! ? i : best), 0);

/** The share of a part's examples that the network gets right. */
function accuracy({ model }: LoadedRun, part: Part): number {
  const outputs = predict(model, part.features, part.count)[0]!;
  const right = Array.from({ length: part.count }, (_, i) => largest(outputs, i * 3) === largest(part.targets, i * 3));
  return right.filter(Boolean).length / part.count;
}

dnnc("lint", spec);
dnnc("compile", spec, "--output", program, "--force");
dnnc("train", spec);
const run = await loadRun(join("runs", "arms"), "wasm");
const { data } = await loadData(run.training.data.spec, { folders: [], seed: run.training.seed });
console.log(`\nThe plane as the network sees it, arm by arm:\n${picture(run, wantsColors())}\n`);
console.log(`accuracy on examples it has never seen: ${(100 * accuracy(run, data!.test!)).toFixed(1)}%`);
console.log(`the program it compiles to:             ${program}`);
console.log(`the run, with history and weights:      ${join("runs", "arms")}`);
console.log(`a spec to change and train again:       ${spec}`);
