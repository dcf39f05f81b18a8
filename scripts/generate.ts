/**
 * Writes every generated file anew, or with `--check` tells which are stale (exit code 1).
 * A generated file is a function of the sources alone; `test/generated.test.ts` holds the committed ones to it.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { generated } from "./generated.ts";

const checking = process.argv.includes("--check");
for (const [path, make] of Object.entries(generated)) {
  const text = make();
  if (readText(path) === text) continue;
  if (checking) {
    console.error(`${path} is stale: run \`npm run generate\``);
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    console.log(`wrote ${path}`);
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
