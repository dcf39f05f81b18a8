/**
 * Whole specs to measure the rules by. `sound.txt` holds sound ones, `# name` above each; `faults.txt` one fault a line,
 * `name | sound spec | rule | text => text ;; text => text`, where `_nl_` is a line's end. Half of each was kept aside while rules
 * were written: which half a spec is in follows from its name alone. `unseen-sound.txt` and `unseen-faults.txt` (`# name | rule |
 * fault` above each) were written by people who had not seen the rules, from what the literature says of faults and of sound models;
 * what was missed of the first half of them was mended after.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

export interface Case {
  readonly name: string;
  readonly text: string;
  /** Kept aside: nobody looks at what the rules say of it while writing them. */
  readonly aside: boolean;
}

export interface Fault extends Case {
  /** The rule that should speak. */
  readonly rule: string;
}

const read = (file: string): string => readFileSync(new URL(`corpus/${file}`, import.meta.url), "utf8");

const isAside = (name: string): boolean => createHash("sha256").update(name).digest()[0]! % 2 === 1;

const parts = (file: string): readonly (readonly [head: string, text: string])[] =>
  read(file)
    .split(/^# /m)
    .slice(1)
    .map((part) => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n") + 1)]);

export const sound: readonly Case[] = parts("sound.txt").map(([name, text]) => ({ name, text, aside: isAside(name) }));

type Unseen<T extends Case> = Omit<T, "aside">;

export const unseenSound: readonly Unseen<Case>[] = parts("unseen-sound.txt").map(([name, text]) => ({ name, text }));

export const unseenFaults: readonly Unseen<Fault>[] = parts("unseen-faults.txt").map(([head, text]) => {
  const [name, rule] = head.split(" | ");
  return { name: name!, rule: rule!, text };
});

export const faults: readonly Fault[] = read("faults.txt")
  .split("\n")
  .filter((line) => line.trim() !== "")
  .map((line) => {
    const [name, base, rule, changes] = line.split(" | ").map((part) => part.trim());
    const whole = sound.find((one) => one.name === base);
    if (whole === undefined) throw new Error(`${name}: there is no sound spec "${base}"`);
    const text = changes!.split(" ;; ").reduce((so, change) => {
      const [from, to] = ` ${change} `.split(" => ").map((part) => part.trim().replaceAll("_nl_", "\n"));
      if (!so.includes(from!)) throw new Error(`${name}: there is no "${from}" in "${base}"`);
      return so.replaceAll(from!, to!);
    }, whole.text);
    return { name: name!, text, rule: rule!, aside: isAside(name!) };
  });
