/** How long a lint takes, against the start of an empty program: `node scripts/run.js measure-start FILE [ROUNDS]`, after a build. */
import { measureStart } from "./bench/start.ts";

const [file = "examples/moons.dnn", rounds = "15"] = process.argv.slice(2);
const times = measureStart(file, Number(rounds));
const bare = times["bare node"];
for (const [name, { median, least }] of Object.entries(times)) {
  const ratios = `${(median / bare.median).toFixed(2)} times, at best ${(least / bare.least).toFixed(2)}`;
  console.log(`${name.padEnd(16)}${median.toFixed(0).padStart(5)} ms  ${ratios}`);
}
