/** Doing something again after each change of files. */
import { stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { exitCodes } from "./exit-codes.ts";
import { mistakeText, UsageError } from "./failure.ts";
import { tell } from "./terminal.ts";

/** Milliseconds between two looks at the files, and between two that must agree before a change counts as whole. */
const interval = 100;
/** A look at many files takes long: so many times as long nothing is asked. */
const rest = 10;
const settling = 50;

/** How often a file that is gone is looked for before that is believed: many editors put a new one in the place of the old. */
const looksForMissing = 6;

/** What is another as soon as one of the files is. */
export type Look = () => Promise<string>;

/**
 * Does it now, and again after each change, until Ctrl-C. What is wrong with the command the first time ends it; later the user is
 * at work, and is told.
 */
export function watchOver(what: string, look: Look, act: () => Promise<void>): Promise<never> {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(exitCodes.done));
  let isFirst = true;
  return onEachChange(look, async () => {
    try {
      await act();
    } catch (error) {
      if (isFirst || !(error instanceof UsageError)) throw error;
      tell(`${mistakeText(error)}\n      watching ${what} goes on`);
    }
    if (isFirst) tell(`watching ${what}; Ctrl-C ends`);
    isFirst = false;
  });
}

/**
 * The files are asked for their times, and not the system for events: one question in a tenth of a second costs nothing that can be
 * measured, and is answered alike on network disks, in containers, behind links, and when a file or its folder is replaced, where
 * events are lost.
 */
async function onEachChange(look: Look, act: () => Promise<void>): Promise<never> {
  for (;;) {
    const before = await look();
    await act();
    for (;;) {
      const began = performance.now();
      if ((await look()) !== before) break;
      await sleep(Math.max(interval, rest * (performance.now() - began)));
    }
    await settled(look);
  }
}

const missing = "missing";

/** What is another as soon as the file is written, or another file is in its place. */
export async function stampOf(path: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(" ");
  } catch {
    return missing;
  }
}

/** Waits until nobody writes to the files any more. */
async function settled(look: Look): Promise<void> {
  let last = await look();
  for (let same = 0; same < (last.includes(missing) ? looksForMissing : 1); same++) {
    await sleep(settling);
    const now = await look();
    if (now !== last) same = -1;
    last = now;
  }
}
