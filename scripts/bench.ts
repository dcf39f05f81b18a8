/**
 * Races dnnc against its peers, and holds what comes of it against what is to be reached: `npm run bench`. docs/performance.md says how to read it.
 * `--only PART,PART --contenders NAME,NAME --rounds N --round-time MS --json FILE --write --from FILE`
 */
import { readFileSync, writeFileSync } from "node:fs";
import { loadWarning } from "./bench/machine.ts";
import { measure } from "./bench/measure.ts";
import { OptionError, readOptions, type BenchOptions } from "./bench/options.ts";
import { writePage } from "./bench/page.ts";
import type { Report } from "./bench/report.ts";
import { reportText } from "./bench/table.ts";

const page = "docs/performance.md";

/** On a terminal one line that changes; else a line each. */
function progress(text: string): void {
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${text}` : `${text}\n`);
}

async function bench({ from, json, write, ...options }: BenchOptions): Promise<void> {
  const report =
    from === undefined
      ? await measure({ from, json, write, ...options }, progress)
      : (JSON.parse(readFileSync(from, "utf8")) as Report);
  if (process.stderr.isTTY && from === undefined) progress("");
  console.log(reportText(report));
  const warning = loadWarning(report.machine);
  if (warning !== undefined) console.error(`warning: ${warning}`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(report, undefined, 1)}\n`);
  if (write) await writePage(page, report);
}

try {
  await bench(readOptions(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof OptionError)) throw error;
  console.error(`bench: ${error.message}\n       ${error.help}`);
  process.exitCode = 2;
}
