/** Outcomes on disk, so that a long row of trainings can be taken up again: one file for each spec, seed and number of epochs. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Outcome, Plan } from "./experiment.ts";

const folder = join("runs", "chapter11");

interface Saved {
  /** The digest of the spec's text: an outcome of another spec does not count. */
  readonly spec: string;
  readonly outcome: Outcome;
}

/** Comments and layout do not count. */
const digest = (text: string): string =>
  createHash("sha256")
    .update(text.replaceAll(/\/\/.*$/gm, "").replaceAll(/\s+/g, " "))
    .digest("hex");

export const placeOf = ({ path, seed, epochs }: Plan): string =>
  join(folder, `${basename(path, ".dnn")}-seed-${seed}-epochs-${epochs}.json`);

/** What was saved for a plan; nothing where its spec was changed since, or the file is damaged. */
export function saved(plan: Plan): Outcome | undefined {
  try {
    const { spec, outcome } = JSON.parse(readFileSync(placeOf(plan), "utf8")) as Saved;
    return spec === digest(plan.text) ? outcome : undefined;
  } catch {
    return undefined;
  }
}

/** Saves in one step, so that no half of a file is ever read. */
export function save(plan: Plan, outcome: Outcome): void {
  mkdirSync(folder, { recursive: true });
  const place = placeOf(plan);
  writeFileSync(`${place}.new`, `${JSON.stringify({ spec: digest(plan.text), outcome } satisfies Saved)}\n`);
  renameSync(`${place}.new`, place);
}
