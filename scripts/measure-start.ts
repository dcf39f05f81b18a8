/** How long a lint takes, against the start of an empty program: `node scripts/run.js measure-start FILE [ROUNDS]`, after a build. */
import { spawnSync } from "node:child_process";

const [file = "examples/moons.dnn", rounds = "15"] = process.argv.slice(2);
const programs: Readonly<Record<string, readonly string[]>> = {
  "bare node": ["--eval", ""],
  "dnnc --version": ["dist/dnnc.cjs", "--version"],
  "dnnc lint": ["dist/dnnc.cjs", "lint", file],
};
const times = new Map<string, number[]>(Object.keys(programs).map((name) => [name, []]));

// Side by side, for a shared machine is slow and fast by turns; the first round only fills the caches.
for (let round = 0; round <= Number(rounds); round++)
  for (const [name, args] of Object.entries(programs)) {
    const began = performance.now();
    spawnSync(process.execPath, args);
    if (round > 0) times.get(name)!.push(performance.now() - began);
  }

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const bare = times.get("bare node")!;
for (const [name, taken] of times) {
  const [median, least] = [middle(taken), Math.min(...taken)];
  const ratios = `${(median / middle(bare)).toFixed(2)} times, at best ${(least / Math.min(...bare)).toFixed(2)}`;
  console.log(`${name.padEnd(16)}${median.toFixed(0).padStart(5)} ms  ${ratios}`);
}
