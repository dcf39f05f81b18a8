/** A process of the bench, `node child.mjs WHAT JOB`: what it is asked for is loaded, and nothing else. */
import { readFileSync } from "node:fs";
import type { RaceJob } from "./job.ts";

const [what = "", file = ""] = process.argv.slice(2);
const parts: Readonly<Record<string, () => Promise<(job: never) => unknown>>> = {
  interpreted: async () => (await import("./peers/interpreted.ts")).race,
  emitted: async () => (await import("./peers/emitted.ts")).race,
  "tfjs-layers": async () => (await import("./peers/tfjs-layers.ts")).race,
  "jax-js": async () => (await import("./peers/jax-js.ts")).race,
  roofline: async () => (await import("./measure-roofline.ts")).measureRoofline,
  parser: async () => (await import("./measure-parser.ts")).measureParser,
};
const run = (await parts[what]!()) as (job: RaceJob) => unknown;
await run(JSON.parse(readFileSync(file, "utf8")) as RaceJob);
