/** The command with what it used, for tests of what is made to hurt it. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { dnnc, type Outcome } from "./command.ts";

// The most memory that the process itself has had; what `resourceUsage` tells begins with its parent's.
const meter = `process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  const { readFileSync, writeFileSync } = require("node:fs");
  const [, memory] = /VmHWM:\\s+(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"));
  writeFileSync("used.json", JSON.stringify({ memory: memory / 1024, time: (user + system) / 1e6 }));
});`;

/** Seconds of processor, several times what a quiet machine takes, with the start; megabytes. */
const most = { time: 5, memory: 300 };

/** Runs `dnnc` in a folder, and holds it to the limits: it ends with findings or a refusal, and with no internal error. */
export async function metered(args: readonly string[], cwd: string): Promise<Outcome> {
  writeFileSync(join(cwd, "meter.cjs"), meter);
  const outcome = await dnnc(args, { cwd, env: { NODE_OPTIONS: "--require ./meter.cjs" } });
  expect([0, 1, 2]).toContain(outcome.code);
  expect(outcome.err).not.toContain("    at ");
  const { memory, time } = JSON.parse(readFileSync(join(cwd, "used.json"), "utf8")) as typeof most;
  expect(time).toBeLessThan(most.time);
  expect(memory).toBeLessThan(most.memory);
  return outcome;
}
