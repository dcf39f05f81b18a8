/**
 * Runs one of the scripts beside it, `node scripts/run.js build`: they are TypeScript, which Node 20 does not read, so
 * each is bundled first.
 */
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { rolldown } from "rolldown";

const [name, ...rest] = process.argv.slice(2);
const file = resolve("node_modules/.cache/dnnc", `${name}.mjs`);
const bundle = await rolldown({
  input: join("scripts", `${name}.ts`),
  platform: "node",
  external: /^[^./]/,
  logLevel: "warn",
});
await bundle.write({ file, codeSplitting: false });
process.argv = [process.argv[0], file, ...rest];
await import(pathToFileURL(file).href);
