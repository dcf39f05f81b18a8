/** Measurements that a process of their own makes and tells in one line. */
import { spawnSync } from "node:child_process";
import type { Workplace } from "./workplace.ts";

export function probe<T>(what: string, job: object, { child, write }: Workplace): T {
  const file = write(`${what}.json`, JSON.stringify(job));
  const { status, stdout, stderr } = spawnSync(process.execPath, [child, what, file], { encoding: "utf8" });
  const line = stdout.split("\n").find((one) => one.startsWith("{"));
  if (status !== 0 || line === undefined) throw new Error(`the measurement of ${what} failed: ${stderr.slice(-500)}`);
  return JSON.parse(line) as T;
}
