/** Doing something again after each change of a file. */
import { stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds between two looks at the file, and between two that must agree before its change counts as whole. */
const interval = 100;
const settling = 50;

/** How often a file that is gone is looked for before that is believed: many editors put a new one in the place of the old. */
const looksForMissing = 6;

/**
 * Does it now, and again after each change, for as long as the process lives. The file is asked for its times, and not the
 * system for events: one question in a tenth of a second costs nothing that can be measured, and is answered alike on network
 * disks, in containers, behind links, and when the file or its folder is replaced, where events are lost.
 */
export async function onEachChange(path: string, act: () => Promise<void>): Promise<never> {
  for (;;) {
    const before = await stampOf(path);
    await act();
    while ((await stampOf(path)) === before) await sleep(interval);
    await settled(path);
  }
}

const missing = "missing";

/** What is another as soon as the file is written, or another file is in its place. */
async function stampOf(path: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(" ");
  } catch {
    return missing;
  }
}

/** Waits until nobody writes to the file any more. */
async function settled(path: string): Promise<void> {
  let last = await stampOf(path);
  for (let same = 0; same < (last === missing ? looksForMissing : 1); same++) {
    await sleep(settling);
    const now = await stampOf(path);
    if (now !== last) same = -1;
    last = now;
  }
}
